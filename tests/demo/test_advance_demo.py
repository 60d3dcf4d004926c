"""The story goes on after it was loaded."""

from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import select

from app import clock
from app.access.scope import unscoped
from app.db import db, transaction
from app.demo.jobs import advance_demo
from app.follow_ups.models import DailyReport, FollowUp
from app.follow_ups.rules.reports import Session
from app.tallies.models import UnitDay
from app.visits.models import Visit
from app.visits.rules import ExitKind
from app.zones.models import Round
from app.zones.rules import RoundSession
from tests.demo.conftest import UNTIL, let_go, run

pytestmark = pytest.mark.slow
TODAY = date.fromisoformat(UNTIL)


def at(day, hour, minute=0):
    return time_machine.travel(clock.at(day, hour, minute), tick=False)


def advance(app):
    said = run(app, "demo", "advance")
    assert said.exit_code == 0, said.output
    return int(said.output.split()[0])


def stays():
    columns = (Visit.id, Visit.day, Visit.unit_id, Visit.checked_in_at, Visit.checked_out_at, Visit.exit_kind)
    return _rows(select(*columns))


def day_book():
    return _rows(select(UnitDay.unit_id, UnitDay.day, UnitDay.entry_count).where(UnitDay.day >= TODAY))


def _rows(stmt):
    # Not what this session saw before the command ran in its own.
    db.session.rollback()
    return set(db.session.execute(unscoped(stmt, because="the test looks at everything")))


def test_today_is_told_up_to_this_moment(province):
    with at(TODAY, 10):
        entered = advance(province)

    today = [stay for stay in stays() if stay.day == TODAY]
    assert len(today) == entered > 50
    assert max(stay.checked_in_at for stay in today) < clock.at(TODAY, 10)
    assert any(stay.checked_out_at is None for stay in today)


def test_guests_of_the_night_leave_in_the_morning(province):
    inside = {stay.id for stay in stays() if stay.checked_out_at is None}
    with at(TODAY, 12):
        advance(province)

    left = [stay for stay in stays() if stay.id in inside and stay.checked_out_at]
    assert left
    assert all(stay.checked_out_at >= clock.day_start(TODAY) for stay in left)


def at_once(kept, province):
    """The day told from its beginning again, all of it in one step."""
    app, database = kept
    db.session.remove()
    let_go(app)
    database.restore()
    with at(TODAY, 17):
        advance(province)


def test_told_in_steps_or_at_once_it_is_the_same_story(province, kept):
    for hour in (9, 13, 17):
        with at(TODAY, hour):
            advance(province)
    in_steps, book_in_steps = stays(), day_book()
    at_once(kept, province)

    assert day_book() == book_in_steps
    # Between two steps an exit that nobody recorded is left to the portal's own job.
    assert {stay for stay in stays() if stay.exit_kind is not ExitKind.ELAPSED} <= in_steps
    assert {stay.id for stay in stays()} == {stay.id for stay in in_steps}


def rounds():
    return _rows(select(Round.team_id, Round.day, Round.session, Round.filed_at).where(Round.day >= TODAY))


def test_teams_go_on_their_rounds_in_steps_or_at_once(province, kept):
    for hour in (8, 12, 17):
        with at(TODAY, hour):
            advance(province)
            assert all(each.filed_at < clock.at(TODAY, hour) for each in rounds())
    in_steps = rounds()
    at_once(kept, province)

    assert rounds() == in_steps
    assert {each.session for each in in_steps} == set(RoundSession)


def said():
    columns = (DailyReport.follow_up_id, DailyReport.day, DailyReport.session, DailyReport.kind)
    return _rows(select(*columns).where(DailyReport.day >= TODAY, DailyReport.superseded_at.is_(None)))


def test_people_in_isolation_go_on_reporting_in_steps_or_at_once(province, kept):
    for hour in (6, 12, 17):
        with at(TODAY, hour):
            advance(province)
    in_steps = said()
    at_once(kept, province)

    assert said() == in_steps
    assert {each.session for each in in_steps} == set(Session)
    assert all(each.day == TODAY for each in in_steps)


def test_whose_time_is_over_goes_home_and_another_comes(province):
    with at(TODAY, 9):
        followed = len(_open())
    with at(TODAY + timedelta(30), 17):
        advance(province)
        opened = _open()

    assert len(opened) == followed
    assert all(each.planned_end_on > TODAY + timedelta(30) for each in opened)


def _open():
    return _rows(select(FollowUp.id, FollowUp.planned_end_on).where(FollowUp.ended_on.is_(None)))


def test_nothing_happens_twice(province):
    with at(TODAY, 10):
        advance(province)
        assert advance(province) == 0


def test_missing_days_are_filled(province):
    with at(TODAY + timedelta(2), 8):
        advance(province)

    assert {TODAY, TODAY + timedelta(1), TODAY + timedelta(2)} <= {stay.day for stay in stays()}


def test_the_job_acts_once_a_day_only(province):
    with at(TODAY + timedelta(1), 9):
        first = _job(TODAY + timedelta(1))
    with at(TODAY + timedelta(1), 15):
        second = _job(TODAY + timedelta(1))

    assert first > 0
    assert second == 0


def _job(today):
    with transaction():
        return advance_demo(today)


def test_without_a_demo_there_is_nothing_to_tell(app, inside):
    assert advance(app) == 0
