"""Where each sign of a roster begins and ends: rows put as they would have been written, of four people at a site."""

from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import update

from app import settings
from app.access.scope import unscoped
from app.clock import at, days
from app.db import db, transaction
from app.door import office_viewer
from app.flags.settings import ROSTER_PEOPLE
from app.follow_ups import signs
from app.follow_ups.models import DailyReport
from app.follow_ups.people import new_key, seal_reading
from app.follow_ups.queries import get_case
from app.follow_ups.rules.reports import Kind, Reading, Session, Writer
from tests.follow_ups.conftest import open_at
from tests.made_once import made_once

FIRST, LAST = date(2021, 5, 3), date(2021, 5, 9)
MANY = 4
HOURS = {Session.MORNING: 8, Session.EVENING: 15}
WEEK = days(FIRST, LAST)


@made_once
def ids(app, site):
    with time_machine.travel(at(FIRST - timedelta(1), 8), tick=False), app.app_context(), transaction():
        settings.change(office_viewer(), ROSTER_PEOPLE, MANY, from_on=FIRST - timedelta(1), basis="thử")
        people = [open_at(site, name=f"Nguyễn Văn A{n}") for n in range(MANY)]
        db.session.flush()
        return [row.id for row in people]


def _put(app, ids, *, days=(LAST,), session=Session.MORNING, tenths=lambda n, day: None, seconds=0, later=False):
    """One record a person and day; `seconds` pass between the first person and the others, or a night before all."""
    with app.app_context(), transaction():
        for day in days:
            for n, case_id in enumerate(ids):
                moment = at(day + timedelta(1), 7) if later else at(day, HOURS[session])
                report = DailyReport(key=new_key(), follow_up_id=case_id, day=day, session=session, kind=Kind.HEALTH)
                report.writer, report.reported_at = Writer.STAFF, moment + timedelta(seconds=seconds if n else 0)
                reading = Reading(Kind.HEALTH, tenths(n, day))
                seal_reading(report, get_case(office_viewer(), case_id).key, reading)
                db.session.add(report)


def _found(app, sign):
    with app.app_context():
        return [seen.rows[0] for seen in sign(LAST)]


def _own(n, day):
    return 360 + (n + day.day) % 10


def test_most_of_a_roster_never_changed(app, ids):
    _put(app, ids, days=WEEK, tenths=lambda n, day: 366 if n < 3 else _own(n, day))
    assert _found(app, signs.unchanged_temperatures) == []  # three are fewer than a roster has
    _put(app, ids, days=WEEK, session=Session.EVENING, tenths=lambda n, day: 366)
    assert _found(app, signs.unchanged_temperatures) == []  # and the fourth changed in the morning


def test_each_the_same_on_every_day(app, ids):
    _put(app, ids, days=WEEK, tenths=lambda n, day: 360 + n)

    [row] = _found(app, signs.unchanged_temperatures)
    assert (row["people"], row["first_day"]) == (MANY, FIRST.isoformat())


def test_a_day_on_which_nothing_was_typed_proves_nothing(app, ids):
    _put(app, ids, days=WEEK, tenths=lambda n, day: None if day == FIRST else 366)

    assert _found(app, signs.unchanged_temperatures) == []


def test_half_a_roster_is_not_most_of_it(app, site, ids):
    with time_machine.travel(at(FIRST - timedelta(1), 9), tick=False), app.app_context(), transaction():
        more = [open_at(site, name=f"Lê Văn B{n}") for n in range(MANY)]
        db.session.flush()
        more = [row.id for row in more]
    _put(app, ids, days=WEEK, tenths=lambda n, day: 366)
    assert len(_found(app, signs.unchanged_temperatures)) == 1
    _put(app, more, days=WEEK, tenths=_own)

    assert _found(app, signs.unchanged_temperatures) == []


def test_what_was_corrected_counts_no_more(app, ids):
    _put(app, ids, tenths=lambda n, day: 365 if n else 372)
    assert _found(app, signs.same_temperatures) == []
    with app.app_context(), transaction():
        wrong = update(DailyReport).where(DailyReport.follow_up_id == ids[0]).values(superseded_at=at(LAST, 9))
        db.session.execute(unscoped(wrong, because="a test corrects a row"))
    _put(app, ids[:1], tenths=lambda n, day: 365)

    assert [row["people"] for row in _found(app, signs.same_temperatures)] == [MANY]


@pytest.mark.parametrize(("seconds", "is_odd"), [(59, True), (60, False)])
def test_within_a_minute_is_less_than_one(app, ids, seconds, is_odd):
    _put(app, ids, days=WEEK, seconds=seconds)

    assert bool(_found(app, signs.bulk_sessions)) is is_odd


def test_one_session_of_the_week_in_its_time_is_enough(app, ids):
    _put(app, ids, days=WEEK)
    assert _found(app, signs.bulk_sessions)[0]["sessions"] == 7
    _put(app, ids, days=[LAST], session=Session.EVENING, seconds=300)

    assert _found(app, signs.bulk_sessions) == []


def test_a_session_of_few_is_not_judged(app, ids):
    _put(app, ids[:3], days=WEEK)

    assert _found(app, signs.bulk_sessions) == []


def test_half_of_the_records_afterwards_are_not_most(app, ids):
    _put(app, ids, later=True)
    assert _found(app, signs.records_afterwards) == [{"day": LAST.isoformat(), "afterwards": MANY, "records": MANY}]
    _put(app, ids, session=Session.EVENING)

    assert _found(app, signs.records_afterwards) == []


def test_a_few_afterwards_are_nothing_odd(app, ids):
    _put(app, ids[:3], later=True)

    assert _found(app, signs.records_afterwards) == []
