"""A flag is opened once, explained by the unit first, closed by its officer; only silence goes upwards."""

from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import select

from app import clock, jobs
from app.access.scope import unscoped
from app.db import db, transaction
from app.flags.models import Flag
from app.flags.queries import FlagFilter, count_flags, list_flags
from app.flags.rules import FlagOutcome, FlagStatus, is_listed, status_of, working_day_after
from app.tallies.actions import bump
from app.units.rules import UnitStatus
from app.web.pagination import Wish
from tests.factories import make_manager, make_unit
from tests.made_once import made_once

DAY = date(2026, 5, 21)  # a Thursday
FOUND = clock.at(DAY + timedelta(1), 10, 30)
NEXT_WEEK = clock.at(DAY + timedelta(6), 9)


@pytest.fixture
def friday():
    with time_machine.travel(FOUND, tick=False):
        yield


@made_once
def flagged(app, cast, friday):
    """A market in Phú Quốc from which more people left than came; its manager Mai; the number of the flag."""
    with app.app_context():
        with time_machine.travel(clock.at(DAY - timedelta(1), 8), tick=False):
            unit = make_unit(cast.chau, name="Chợ Dương Đông", status=UnitStatus.ACTIVE)
        unit_id, mai = unit.id, make_manager(unit)
        with transaction():
            bump(unit_id, DAY, entries=4, exits=5)
        jobs.run_job("find-flags")
        db.session.rollback()
        return mai, db.session.scalars(unscoped(select(Flag.id), because="a test looks at all rows")).one()


def post(browser, path, values=None):
    """Send values by a form of the staff's pages."""
    token = browser.get("/desk").fields("/logout")["csrf_token"]
    return browser.post(path, {"csrf_token": token, **(values or {})})


def flags():
    return db.session.scalars(unscoped(select(Flag), because="a test looks at all rows")).all()


def test_a_flag_is_opened_once_with_its_rows_and_two_working_days(flagged, inside):
    jobs.run_job("find-flags")

    [flag] = flags()
    assert flag.rows == [{"day": DAY.isoformat(), "entries": 4, "exits": 5, "usual": 4}]
    assert flag.explain_by == date(2026, 5, 26)


@pytest.mark.slow
def test_mai_is_told_and_explains_and_an_closes(cast, flagged, browse):
    mai, flag_id = flagged
    browser = browse(mai)
    assert "Đề nghị giải trình số liệu của Chợ Dương Đông" in browser.get("/inbox").text

    post(browser, f"/flags/{flag_id}/explain", {"explanation": "Ghi nhầm lượt ra của hôm trước."})
    an = browse(cast.an)
    assert "Ghi nhầm lượt ra của hôm trước." in an.get(f"/flags/{flag_id}").text

    post(an, f"/flags/{flag_id}/close", {"outcome": "justified", "note": "Đã xem sổ."})
    assert "Kết luận: Có lý do" in an.get(f"/flags/{flag_id}").text
    assert post(browser, f"/flags/{flag_id}/explain", {"explanation": "Thêm"}).status == 409


@pytest.mark.slow
def test_the_officer_waits_for_the_unit(cast, flagged, browse):
    _, flag_id = flagged
    an = browse(cast.an)

    assert post(an, f"/flags/{flag_id}/close", {"outcome": "to_verify", "note": ""}).status == 409
    with time_machine.travel(NEXT_WEEK, tick=False):
        an = browse(cast.an)
        assert post(an, f"/flags/{flag_id}/close", {"outcome": "", "note": ""}).status == 422
        assert post(an, f"/flags/{flag_id}/close", {"outcome": "to_verify", "note": ""}).status == 303


def test_only_what_nobody_explained_in_time_goes_upwards(cast, flagged, browse, inside):
    mai, flag_id = flagged
    chau, an = cast.chau.viewer, cast.an.viewer

    assert count_flags(an).waiting == 1
    assert list_flags(chau, FlagFilter(), Wish()).total == 0
    with time_machine.travel(NEXT_WEEK, tick=False):
        assert list_flags(chau, FlagFilter(), Wish()).total == 1
        post(browse(mai), f"/flags/{flag_id}/explain", {"explanation": "Ghi nhầm."})
        db.session.rollback()
        assert list_flags(chau, FlagFilter(), Wish()).total == 0
        assert count_flags(an).explained == 1


def test_binh_gets_nothing_and_mai_closes_nothing(cast, flagged, browse):
    mai, flag_id = flagged
    binh = browse(cast.binh)

    assert binh.get(f"/flags/{flag_id}").status == 404
    assert "Chợ Dương Đông" not in binh.get("/flags").text + binh.get("/flags.csv").text
    assert post(binh, f"/flags/{flag_id}/close", {"outcome": "justified"}).status == 404
    assert post(browse(mai), f"/flags/{flag_id}/close", {"outcome": "justified"}).status == 403


def test_what_was_closed_is_not_asked_again_the_next_day(cast, flagged, browse, inside):
    mai, flag_id = flagged
    post(browse(mai), f"/flags/{flag_id}/explain", {"explanation": "Ghi nhầm."})
    post(browse(cast.an), f"/flags/{flag_id}/close", {"outcome": "justified", "note": ""})
    with transaction():
        bump(flags()[0].unit_id, DAY + timedelta(1), entries=4, exits=5)

    with time_machine.travel(FOUND + timedelta(1), tick=False):
        jobs.run_job("find-flags")

    assert len(flags()) == 1


def test_the_words_are_fair(cast, flagged, browse):
    _, flag_id = flagged
    page = browse(cast.an).get(f"/flags/{flag_id}").text + browse(cast.an).get("/flags").text

    assert "chưa phải kết luận" in page
    assert not any(word in page.lower() for word in ("gian dối", "hình thức", "đối phó", "gian lận"))


@pytest.mark.parametrize(
    ("outcome", "explained", "today", "expected"),
    [
        (None, False, date(2026, 5, 26), FlagStatus.WAITING),
        (None, False, date(2026, 5, 27), FlagStatus.UNEXPLAINED),
        (None, True, date(2026, 5, 27), FlagStatus.EXPLAINED),
        (FlagOutcome.JUSTIFIED, False, date(2026, 5, 27), FlagStatus.JUSTIFIED),
    ],
)
def test_how_a_flag_stands(outcome, explained, today, expected):
    by = date(2026, 5, 26)
    assert status_of(outcome=outcome, is_explained=explained, explain_by=by, today=today) is expected


def test_working_days_leave_out_weekends_and_holidays():
    holidays = ["01/05", "30/04"]
    after = working_day_after(date(2026, 4, 29), 2, is_holiday=lambda day: is_listed(day, holidays))
    assert after == date(2026, 5, 5)
