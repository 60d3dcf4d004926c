"""The day book: counts that nobody loses, and days on which nobody came."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

import pytest

from app.clock import PROVINCE, at, local_day
from app.db import db, transaction
from app.tallies.actions import bump
from app.tallies.queries import is_late, list_unit_days
from app.tallies.rules import DayState, day_state
from tests.browser_client import Browser, Page
from tests.factories import make_unit
from tests.places import open_place

DAY = date(2021, 5, 10)


def _count(unit_id: int, **counts: int) -> None:
    with transaction():
        bump(unit_id, DAY, **counts)


def _declare(browser: Browser, unit_id: int, day: object) -> Page:
    """What the button beside the day sends."""
    path = f"/units/{unit_id}/days"
    return browser.send(path, {"day": str(day)}, to=path)


def test_counts_add_up(inside, cast):
    unit = make_unit(cast.an)

    _count(unit.id, entries=2, declarations=1)
    _count(unit.id, entries=1, exits=1, estimated_exits=-1)

    (row,) = list_unit_days(cast.an.viewer, unit.id, DAY, DAY)
    assert (row.entry_count, row.exit_count, row.estimated_exit_count, row.declaration_count) == (3, 1, -1, 1)


def test_counts_of_many_at_once_all_arrive(app, inside, cast):
    unit_id = make_unit(cast.an).id
    db.session.rollback()

    def one(_number: int) -> None:
        with app.app_context():
            _count(unit_id, entries=1)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(one, range(30)))

    (row,) = list_unit_days(cast.an.viewer, unit_id, DAY, DAY)
    assert row.entry_count == 30


def test_the_next_district_sees_no_counts(inside, cast):
    unit = make_unit(cast.an)
    _count(unit.id, entries=1)

    assert list_unit_days(cast.binh.viewer, unit.id, DAY, DAY) == []


@pytest.mark.parametrize(
    ("local", "late"),
    [
        pytest.param(datetime(2021, 5, 10, 23, 59, tzinfo=PROVINCE), False, id="the same day"),
        pytest.param(datetime(2021, 5, 11, 9, 59, 59, tzinfo=PROVINCE), False, id="before ten"),
        pytest.param(datetime(2021, 5, 11, 10, 0, tzinfo=PROVINCE), True, id="at ten"),
        pytest.param(datetime(2021, 5, 12, 0, 0, tzinfo=PROVINCE), True, id="two days later"),
    ],
)
def test_a_days_door_closes_at_ten_the_next_day(inside, local, late):
    assert is_late(DAY, local) is late


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        pytest.param({"entry_count": 1}, DayState.MET, id="visitors"),
        pytest.param({"declared": True}, DayState.MET, id="nobody came"),
        pytest.param({"declared": True, "late": True}, DayState.LATE, id="said so late"),
        pytest.param({"pending": True}, DayState.PENDING, id="still open"),
        pytest.param({}, DayState.MISSING, id="nothing"),
        pytest.param({"expected": False}, DayState.CLOSED, id="not a day of opening"),
        pytest.param({"expected": False, "entry_count": 2}, DayState.MET, id="visitors on a closed day"),
    ],
)
def test_how_a_day_stands(facts, state):
    usual = {"expected": True, "entry_count": 0, "declared": False, "late": False, "pending": False}

    assert day_state(**{**usual, **facts}) is state


def test_a_manager_says_that_nobody_came_today(app, cast, browse):
    inn = open_place(app, cast.an)
    manager = browse(inn.manager)

    page = manager.follow(_declare(manager, inn.unit_id, local_day()))

    assert "Đã ghi: không có khách." in page.text
    assert "Không có khách, khai lúc" in page.text


def test_what_is_said_after_the_door_closed_is_marked_late(app, cast, browse, time_machine):
    time_machine.move_to(at(DAY, 10, 30))
    inn = open_place(app, cast.an, opened_on=DAY - timedelta(3))
    manager = browse(inn.manager)

    page = manager.follow(_declare(manager, inn.unit_id, DAY - timedelta(1)))

    assert "Đã ghi: không có khách (bổ sung muộn)." in page.text
    assert "app-strip__day--late" in page.text


def test_a_day_with_visitors_cannot_be_without(app, cast, browse, time_machine):
    time_machine.move_to(at(DAY, 12))
    inn = open_place(app, cast.an, opened_on=DAY)
    manager = browse(inn.manager)
    opened = manager.get(f"/units/{inn.unit_id}/days").fields(f"/units/{inn.unit_id}/days")
    with app.app_context():
        _count(inn.unit_id, entries=1)

    page = manager.post(f"/units/{inn.unit_id}/days", {**opened, "day": DAY.isoformat()})

    assert page.status == 409
    assert "đã có khách đến" in page.text


@pytest.mark.parametrize("back", [2, -1], ids=["the day before yesterday", "tomorrow"])
def test_only_today_and_yesterday_can_be_declared(app, cast, browse, back):
    inn = open_place(app, cast.an)
    manager = browse(inn.manager)

    page = _declare(manager, inn.unit_id, local_day() - timedelta(back))

    assert page.status == 409


def test_a_day_that_is_none_is_told_beside_the_form(app, cast, browse):
    inn = open_place(app, cast.an)
    manager = browse(inn.manager)

    page = _declare(manager, inn.unit_id, "31/02/2021")

    assert page.status == 422
    assert "Hãy nhập ngày theo mẫu" in page.text


def test_binh_cannot_look_into_the_book(app, cast, browse):
    inn = open_place(app, cast.an)

    assert browse(cast.binh).get(f"/units/{inn.unit_id}/days").status == 404


def test_an_officer_reads_but_does_not_declare(app, cast, browse):
    inn = open_place(app, cast.an)
    officer = browse(cast.an)

    page = officer.get(f"/units/{inn.unit_id}/days")

    assert page.status == 200
    assert "Không có khách ngày" not in page.text
    assert officer.post(f"/units/{inn.unit_id}/days", page.fields()).status == 403


def test_the_panel_is_a_part_of_the_page(app, cast, browse):
    inn = open_place(app, cast.an)

    panel = browse(cast.an).get(f"/units/{inn.unit_id}/days", headers={"HX-Request": "true"})

    assert panel.text.strip().startswith('<div id="today_panel">')
    assert "<h1" not in panel.text
