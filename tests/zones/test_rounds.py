"""A team writes its round on one page, row by row or at once; what was corrected is kept with who wrote it."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from app.access.scope import unscoped
from app.clock import at, local_day, now
from app.db import db
from app.zones.models import Round, RoundCorrection, RoundEntry
from app.zones.rules import Answer, Need, RoundSession
from tests.zones.conftest import round_address

HTMX = {"HX-Request": "true"}


def _answers(app):
    with app.app_context():
        stmt = unscoped(select(RoundEntry).order_by(RoundEntry.household_id), because="a test looks at all rows")
        return [entry.answer for entry in db.session.scalars(stmt)]


def _count(app, model):
    with app.app_context():
        stmt = unscoped(select(func.count()).select_from(model), because="a test looks at all rows")
        return db.session.scalar(stmt)


def _action(locked, session="morning", household_id=None):
    tail = f"/{household_id}" if household_id else ""
    return f"{locked.round}{tail}?day={local_day()}&session={session}"


def test_nobody_typed_is_seen_and_well(app, browse, locked):
    phone = browse(locked.tam)
    address = _action(locked)

    page = phone.follow(phone.send(address, to=address))

    assert _answers(app) == [Answer()] * 3
    assert "Đã nộp" in page.text
    assert _count(app, Round) == 1


def test_only_what_is_unusual_is_typed(app, browse, locked):
    first, second, third = locked.household_ids
    typed = {f"symptoms-{first}": "2", f"absent-{second}": "1", f"need-{second}": "food", f"national-{third}": "y"}

    browse(locked.tam).send(_action(locked), typed, to=_action(locked))

    assert _answers(app) == [Answer(2), Answer(0, 1, Need.FOOD), Answer(is_national=True)]


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("symptoms", "5", "chỉ có 4 người"),
        ("symptoms", "hai", "Hãy ghi số người bằng chữ số"),
        ("absent", "-1", "Hãy ghi số người bằng chữ số"),
        ("need", "gold", "Hãy chọn một trong các mục của danh sách."),
    ],
)
def test_a_mistake_stands_beside_its_field_and_nothing_is_filed(app, browse, locked, field, typed, sentence):
    name = f"{field}-{locked.household_ids[1]}"

    page = browse(locked.tam).send(_action(locked), {name: typed}, to=_action(locked))

    assert page.status == 422
    assert sentence in page.text
    assert field == "need" or f'value="{typed}"' in page.text
    assert _count(app, Round) + _count(app, RoundEntry) == 0


def test_a_row_is_saved_as_soon_as_it_is_left(app, browse, locked):
    phone, first = browse(locked.tam), locked.household_ids[0]
    fields = phone.get(_action(locked)).fields(_action(locked))

    answer = phone.post(_action(locked, household_id=first), {**fields, f"symptoms-{first}": "1"}, headers=HTMX)

    assert answer.text.lstrip().startswith('<div id="round_state"')
    assert "Đã lưu 1 trong 3 hộ." in answer.text
    assert _answers(app) == [Answer(1)]
    assert _count(app, Round) == 0


def test_a_wrong_row_is_not_saved_and_says_which(app, browse, locked):
    phone, first = browse(locked.tam), locked.household_ids[0]
    fields = phone.get(_action(locked)).fields(_action(locked))

    answer = phone.post(_action(locked, household_id=first), {**fields, f"symptoms-{first}": "9"}, headers=HTMX)

    assert answer.status == 422
    assert "Hộ số 1 chưa lưu: Hộ 1 chỉ có 4 người." in answer.text
    assert _answers(app) == []


def test_a_mistake_elsewhere_does_not_keep_a_row_from_being_saved(app, browse, locked):
    phone, (first, second, _third) = browse(locked.tam), locked.household_ids
    fields = phone.get(_action(locked)).fields(_action(locked))
    typed = {**fields, f"symptoms-{first}": "x", f"symptoms-{second}": "1"}

    assert phone.post(_action(locked, household_id=second), typed, headers=HTMX).status == 200
    assert _answers(app) == [Answer(1)]


def test_what_a_row_said_is_not_undone_by_filing_from_a_page_opened_before(app, cast, browse, locked):
    phone, desk, first = browse(locked.tam), browse(cast.duong), locked.household_ids[0]
    opened = phone.get(_action(locked)).fields(_action(locked))
    desk.send(_action(locked), {f"symptoms-{first}": "3"}, to=_action(locked))

    phone.post(_action(locked), opened)

    assert _answers(app)[0] == Answer(3)


def test_a_correction_keeps_what_was_said_and_by_whom(app, cast, browse, locked):
    first = locked.household_ids[0]
    browse(locked.tam).send(_action(locked), {f"symptoms-{first}": "2"}, to=_action(locked))
    desk = browse(cast.duong)

    page = desk.follow(desk.send(_action(locked), {f"symptoms-{first}": "1"}, to=_action(locked)))

    assert _answers(app)[0] == Answer(1)
    assert "2 người có biểu hiện" in page.text
    assert "Phạm Thị Tâm ghi lúc" in page.text
    assert _count(app, RoundCorrection) == 1


def test_filed_twice_it_is_one_round_without_corrections(app, browse, locked):
    phone = browse(locked.tam)
    fields = phone.get(_action(locked)).fields(_action(locked))

    for _each in range(2):
        phone.post(_action(locked), {**fields, f"symptoms-{locked.household_ids[0]}": "1"})

    assert (_count(app, Round), _count(app, RoundEntry), _count(app, RoundCorrection)) == (1, 3, 0)


def test_morning_and_afternoon_are_two_rounds(app, browse, locked):
    phone = browse(locked.tam)

    for session in RoundSession:
        phone.send(_action(locked, session), to=_action(locked, session))

    assert (_count(app, Round), _count(app, RoundEntry)) == (2, 6)


@pytest.mark.parametrize(("days", "status"), [(1, 404), (-7, 200), (-8, 404)])
def test_other_days_than_the_last_seven_are_absent(browse, locked, days, status):
    with time_machine.travel(now() + timedelta(30), tick=False):
        phone = browse(locked.tam)
        assert phone.get(f"{locked.round}?day={local_day() + timedelta(days)}").status == status


@pytest.mark.parametrize(("hour", "words"), [(9, "buổi sáng"), (15, "buổi chiều")])
def test_the_page_opens_with_the_half_of_the_day_that_it_is(browse, locked, hour, words):
    with time_machine.travel(at(local_day() + timedelta(1), hour), tick=False):
        assert f"Tổ 1: {words}" in browse(locked.tam).get(locked.round).text


@pytest.mark.parametrize(("who", "status"), [("an", 403), ("binh", 403), ("hai", 403), ("chau", 403), ("duong", 200)])
def test_the_team_and_its_commune_write_rounds_and_nobody_else(cast, browse, locked, who, status):
    assert browse(getattr(cast, who)).get(locked.round).status == status


@pytest.mark.slow
def test_the_sheet_on_paper_has_the_households_in_the_order_of_the_page(browse, locked):
    answer = browse(locked.tam).get(f"{locked.round}/sheet.pdf?day={local_day()}&session=morning").response

    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF")


def test_a_round_from_paper_says_so(cast, browse, locked):
    browse(locked.tam).send(_action(locked), {"on_paper": "y"}, to=_action(locked))

    assert "từ phiếu giấy" in browse(cast.duong).get(f"/zones/teams/{locked.team_id}").text


def test_that_it_came_from_a_sheet_can_be_said_afterwards_and_stays(browse, locked):
    phone = browse(locked.tam)
    phone.send(_action(locked), to=_action(locked))
    assert "(từ phiếu giấy)" not in phone.get(_action(locked)).text

    for typed in ({"on_paper": "y"}, {}):
        phone.send(_action(locked), typed, to=_action(locked))

        assert "(từ phiếu giấy)" in phone.get(_action(locked)).text


def test_a_sheet_of_the_days_before_is_found_from_the_page_of_today(browse, locked):
    first = local_day()
    with time_machine.travel(now() + timedelta(9), tick=False):
        phone, today = browse(locked.tam), local_day()
        assert _days_offered(phone.get(_action(locked)).text) == {today - timedelta(1)}
        oldest = phone.get(f"{locked.round}?day={today - timedelta(7)}&session=morning")

        assert _days_offered(oldest.text) == {today - timedelta(6)}
    with time_machine.travel(now() + timedelta(1), tick=False):
        page = browse(locked.tam).get(f"{locked.round}?day={first}&session=morning")
        assert _days_offered(page.text) == {first + timedelta(1)}


def _days_offered(text):
    found = re.findall(r"day=(\d{4}-\d{2}-\d{2})&amp;session=morning\">Ngày ", text)
    return {date.fromisoformat(each) for each in found}


def test_a_household_of_another_team_is_absent(browse, locked):
    phone = browse(locked.tam)
    fields = phone.get(_action(locked)).fields(_action(locked))

    assert phone.post(_action(locked, household_id=999_999), fields, headers=HTMX).status == 404


def test_everything_that_is_wrong_on_a_page_is_said_at_once(cast, browse, locked):
    one, two, _three = locked.household_ids
    team = browse(locked.tam)
    to = round_address(team.get(locked.round))

    page = team.send(locked.round, {f"symptoms-{one}": "9", f"absent-{two}": "x"}, to=to)

    assert page.status == 422
    assert "Hộ 1 chỉ có 4 người" in page.text
    assert "Hãy ghi số người bằng chữ số" in page.text
