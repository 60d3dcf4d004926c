"""Double taps, retries, Back and the next relative: each person once, nobody lost."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from app.clock import at, local_day
from tests.visits.records import counted, stored, visits
from tests.visits.sheets import sheet

pytestmark = pytest.mark.slow


def test_the_same_form_sent_twice_is_one_record_with_one_receipt(app, inn, browse):
    phone = browse()
    form = {**phone.get(f"/q/{inn.code}").fields(), **sheet()}

    first, second = phone.post(f"/q/{inn.code}", form), phone.post(f"/q/{inn.code}", form)

    assert first.location == second.location
    assert stored(app) == (1, 1, 1)
    assert counted(app, inn.unit_id) == (1, 0, 0, 1)


def test_back_and_the_next_relative_is_a_second_record_that_says_so(app, inn, browse):
    phone = browse()
    form = {**phone.get(f"/q/{inn.code}").fields(), **sheet()}
    first = phone.post(f"/q/{inn.code}", form)

    second = phone.post(f"/q/{inn.code}", {**form, "full_name": "Nguyễn Thị Bé"})
    again = phone.post(f"/q/{inn.code}", {**form, "full_name": "Nguyễn Thị Bé"})

    assert second.location == again.location != first.location
    assert "tờ khai riêng" in phone.follow(second).text
    assert "tờ khai riêng" not in phone.follow(first).text
    assert "Nguyễn Thị Bé" in phone.follow(second).text
    assert stored(app) == (2, 2, 2)
    assert counted(app, inn.unit_id) == (2, 0, 0, 2)


def test_a_retry_after_midnight_finds_the_first_receipt(app, cast, inn, browse, time_machine):
    phone = browse()
    time_machine.move_to(at(local_day(), 23, 59))
    form = {**phone.get(f"/q/{inn.code}").fields(), **sheet()}
    first = phone.post(f"/q/{inn.code}", form)
    time_machine.shift(120)

    assert phone.post(f"/q/{inn.code}", form).location == first.location
    assert stored(app) == (1, 1, 1)


def test_many_taps_at_once_make_one_record(app, inn, browse):
    form = {**browse().get(f"/q/{inn.code}").fields(), **sheet()}

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: browse().post(f"/q/{inn.code}", form), range(12)))

    assert {answer.status for answer in answers} == {303}
    assert len({answer.location for answer in answers}) == 1
    assert stored(app) == (1, 1, 1)
    assert counted(app, inn.unit_id) == (1, 0, 0, 1)


def test_one_person_on_many_forms_at_once_has_one_open_stay(app, inn, browse):
    forms = [{**browse().get(f"/q/{inn.code}").fields(), **sheet()} for _ in range(6)]

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda form: browse().post(f"/q/{inn.code}", form), forms))

    assert {answer.status for answer in answers} == {303}
    assert [visit.checked_out_at is None for visit in visits(app)].count(True) == 1
    assert counted(app, inn.unit_id) == (6, 0, 5, 6)


@pytest.mark.parametrize("crossing", [0, 1], ids=["to the market", "to the inn"])
def test_people_who_cross_between_two_gates_do_not_block_each_other(app, inn, market, browse, crossing):
    codes = (inn.code, market.code)

    def walk(number: int) -> set[int]:
        phone = browse()
        there, back = codes[(number + crossing) % 2], codes[(number + crossing + 1) % 2]
        person = sheet(full_name=f"Người {'abcdefgh'[number]}")
        return {phone.send(f"/q/{code}", person).status for code in (there, back, there)}

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(walk, range(8)))

    assert set().union(*answers) == {303}
    entered, _, estimated, _ = (
        sum(pair) for pair in zip(counted(app, inn.unit_id), counted(app, market.unit_id), strict=True)
    )
    assert (entered, estimated) == (24, 16)
