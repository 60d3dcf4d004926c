"""Leaving: one tap on the phone that entered, four digits on any other; and stays that others end."""

from datetime import timedelta

import pytest

from app.clock import at, local_day, now
from app.jobs import run_job
from app.visits.rules import ExitKind
from tests.visits.records import counted, visits
from tests.visits.sheets import sheet


def _enter(browse, inn, **changes):
    phone = browse()
    return phone, phone.send(f"/q/{inn.code}", sheet(**changes)).location


def test_the_phone_that_entered_leaves_with_one_tap(app, inn, browse):
    phone, receipt = _enter(browse, inn)

    left = phone.follow(phone.send(receipt, to=f"{receipt}/out"))

    assert "ĐÃ RA" in left.text
    assert "/out" not in left.text
    assert counted(app, inn.unit_id) == (1, 1, 0, 1)
    assert visits(app)[0].exit_kind is ExitKind.RECORDED


def test_leaving_twice_counts_once(app, inn, browse):
    phone, receipt = _enter(browse, inn)
    form = phone.get(receipt).fields()

    answers = [phone.post(f"{receipt}/out", form).status for _ in range(2)]

    assert answers == [303, 303]
    assert counted(app, inn.unit_id) == (1, 1, 0, 1)


def test_another_device_is_asked_for_the_phones_last_digits(app, inn, browse):
    _, receipt = _enter(browse, inn)
    guard = browse()

    wrong = guard.send(receipt, {"phone_ending": "0000"}, to=f"{receipt}/out")
    empty = guard.send(receipt, {"phone_ending": ""}, to=f"{receipt}/out")
    right = guard.send(receipt, {"phone_ending": "5678"}, to=f"{receipt}/out")

    assert (wrong.status, empty.status, right.status) == (422, 422, 303)
    assert "Chưa đúng 4 số cuối" in wrong.text
    assert wrong.tree.find(".//title").text.startswith("Lỗi:")
    assert counted(app, inn.unit_id) == (1, 1, 0, 1)


def test_digits_can_be_tried_five_times(app, inn, browse):
    _, receipt = _enter(browse, inn)
    stranger = browse()
    form = stranger.get(receipt).fields()

    answers = [stranger.post(f"{receipt}/out", {**form, "phone_ending": f"{n:04}"}).status for n in range(6)]

    assert answers == [422] * 5 + [429]
    assert stranger.post(f"{receipt}/out", {**form, "phone_ending": "5678"}).status == 429
    assert counted(app, inn.unit_id) == (1, 0, 0, 1)


def test_a_stale_page_does_not_lose_the_exit(app, inn, browse, time_machine):
    phone, receipt = _enter(browse, inn, remember="y")
    form = phone.get(receipt).fields()
    time_machine.move_to(now() + timedelta(hours=49))

    page = phone.post(f"{receipt}/out", form)

    assert page.status == 422
    assert "mở quá lâu" in page.text
    assert phone.post(f"{receipt}/out", page.fields(f"{receipt}/out")).status == 303


def test_an_exit_before_the_entry_is_stored_as_the_entry(app, inn, browse, time_machine):
    time_machine.move_to(at(local_day(), 12), tick=False)
    phone, receipt = _enter(browse, inn)
    form = phone.get(receipt).fields()
    time_machine.move_to(at(local_day(), 11, 59), tick=False)
    # The phone's own stamps are from the future now; a fresh page is not.
    phone.post(f"{receipt}/out", form)
    phone.send(receipt, to=f"{receipt}/out")

    (visit,) = visits(app)
    assert visit.checked_out_at == visit.checked_in_at


def test_entering_the_same_unit_again_ends_the_first_stay(app, inn, browse):
    _enter(browse, inn)
    _enter(browse, inn)

    assert [visit.exit_kind for visit in visits(app)] == [ExitKind.REPEATED, None]
    assert counted(app, inn.unit_id) == (2, 0, 1, 2)


def test_entering_elsewhere_ends_the_stay_here(app, inn, market, browse):
    _enter(browse, inn)
    _enter(browse, market)

    assert [visit.exit_kind for visit in visits(app)] == [ExitKind.ELSEWHERE, None]
    assert counted(app, inn.unit_id) == (1, 0, 1, 1)
    assert counted(app, market.unit_id) == (1, 0, 0, 1)


def test_what_was_left_open_yesterday_is_ended_and_counted_yesterday(app, inn, market, browse, time_machine):
    today = local_day()
    time_machine.move_to(at(today - timedelta(1), 22), tick=False)
    _enter(browse, inn)
    time_machine.move_to(at(today, 6), tick=False)
    _enter(browse, market)

    assert [visit.exit_kind for visit in visits(app)] == [ExitKind.ELSEWHERE, None]
    assert counted(app, inn.unit_id, today - timedelta(1)) == (1, 0, 1, 1)
    assert counted(app, inn.unit_id, today) == (0, 0, 0, 0)


@pytest.mark.parametrize("other", [{"full_name": "Nguyễn Thị Bé"}, {"phone": "0987654321"}], ids=["name", "phone"])
def test_somebody_else_ends_nothing(app, inn, browse, other):
    _enter(browse, inn)
    _enter(browse, inn, **other)

    assert [visit.exit_kind for visit in visits(app)] == [None, None]


def test_letters_in_capitals_are_the_same_name(app, inn, browse):
    _enter(browse, inn, full_name="Nguyễn Văn Tèo")
    _enter(browse, inn, full_name="NGUYỄN VĂN TÈO")

    assert [visit.exit_kind for visit in visits(app)] == [ExitKind.REPEATED, None]


def test_open_stays_end_by_themselves_after_the_hours_of_the_kind(app, inn, market, browse, time_machine):
    start = at(local_day() - timedelta(1), 8)
    time_machine.move_to(start, tick=False)
    _enter(browse, inn)
    _enter(browse, market, full_name="Người Khác")

    time_machine.move_to(start + timedelta(hours=5), tick=False)
    with app.app_context():
        ended = [run_job("end-elapsed-stays") for _ in range(2)]

    hotel, stall = sorted(visits(app), key=lambda visit: visit.unit_id)
    assert ended == [1, 0]
    assert hotel.checked_out_at is None
    assert (stall.exit_kind, stall.checked_out_at) == (ExitKind.ELAPSED, start + timedelta(hours=4))
    assert counted(app, market.unit_id, local_day(start)) == (1, 0, 1, 1)


def test_who_leaves_after_that_is_recorded_instead_of_the_estimate(app, market, browse, time_machine):
    start = at(local_day() - timedelta(1), 8)
    time_machine.move_to(start, tick=False)
    phone, receipt = _enter(browse, market)
    time_machine.move_to(start + timedelta(hours=5), tick=False)
    with app.app_context():
        run_job("end-elapsed-stays")

    assert "(ước tính)" in phone.get(receipt).text
    phone.send(receipt, to=f"{receipt}/out")

    assert visits(app)[0].exit_kind is ExitKind.RECORDED
    assert counted(app, market.unit_id, local_day(start)) == (1, 1, 0, 1)
    assert "(ước tính)" not in phone.get(receipt).text
