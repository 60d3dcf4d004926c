"""What reaches back to days before yesterday is counted anew at once, and nothing else of these days."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.db import db, transaction
from app.directives.measures import Cut, Limits
from app.directives.rules import MeasureKey, Period
from app.monitoring import rolling
from app.monitoring.changes import DATED, changed_days, forget_changes
from app.monitoring.queries import figures
from app.organisations.queries import find_organisation
from app.tallies.actions import bump, bump_app
from app.tallies.changes import ChangedDay
from app.tallies.rules import NationalApp
from app.units.actions import change_owner
from app.units.models import UnitOwnership, UnitStatusChange
from app.units.queries import get_unit
from tests.monitoring.conftest import NOON, TODAY

pytestmark = pytest.mark.slow
OLD = TODAY - timedelta(5)


def _noted():
    rows = db.session.execute(select(ChangedDay.day, ChangedDay.measure)).all()
    return {(TODAY - row.day).days: row.measure for row in rows}


def test_counts_of_an_old_day_are_right_within_a_minute(app, cast, rolled, inside):
    day, quiet = Period(OLD, OLD), rolled["Quán Gió"]

    def counted():
        leaves = figures(cast.chau.viewer, Cut.OWNER, (MeasureKey.ENTRY,), day, Limits())
        return sum(leaf[MeasureKey.ENTRY].numerator for leaf in leaves.values())

    before = counted()
    with transaction():
        bump(quiet, OLD, entries=1)
        bump(quiet, OLD, exits=1)
    assert counted() == before
    with time_machine.travel(NOON + timedelta(seconds=20), tick=False):
        assert rolling.roll_next()
        assert counted() == before + 1
        assert not rolling.roll_next()
    assert changed_days() == []


def test_today_and_yesterday_are_counted_anyway(app, cast, rolled, inside):
    with transaction():
        for ago in (0, 1):
            bump(rolled["Quán Gió"], TODAY - timedelta(ago), entries=1)
            bump_app(rolled["Quán Gió"], TODAY - timedelta(ago), NationalApp.NCOVI, entries=1, exits=0, late=0)
    assert _noted() == {}

    with transaction():
        bump_app(rolled["Quán Gió"], OLD, NationalApp.NCOVI, entries=1, exits=0, late=0)
    assert _noted() == {5: "entry"}


def test_what_changes_of_a_day_is_all_that_is_counted(app, cast, rolled, inside, monkeypatch):
    with transaction():
        bump(rolled["Quán Gió"], OLD, entries=1)
    asked = []
    cells = rolling._cells
    monkeypatch.setattr(rolling, "_cells", lambda facts, span: asked.append(facts.measure) or cells(facts, span))

    assert rolling.roll_next()
    assert asked == [MeasureKey.ENTRY]


def test_a_status_dated_back_reaches_to_the_days_since(app, cast, rolled, inside):
    with transaction():
        change = UnitStatusChange(unit_id=rolled["Quán Gió"], status="closed", from_on=TODAY - timedelta(4), reason="")
        change.at = NOON
        db.session.add(change)
    days = {(TODAY - day).days for day in changed_days()}

    assert days == {2, 3, 4}


def test_a_body_that_answers_from_today_on_changes_no_earlier_day(app, cast, rolled, inside):
    with transaction():
        unit = get_unit(cast.chau.viewer, rolled["Quán Gió"])
        change_owner(cast.chau.viewer, unit, find_organisation("district-900"))
    assert changed_days() == []

    with transaction():
        row = db.session.scalars(
            select(UnitOwnership)
            .where(UnitOwnership.unit_id == rolled["Quán Gió"], UnitOwnership.until_on.is_(None))
            .execution_options(unscoped_because="the test looks")
        ).one()
        row.from_on = TODAY - timedelta(3)
    assert {(TODAY - day).days for day in changed_days()} == {2, 3}


def test_what_nobody_counts_is_forgotten_after_a_week(app, cast, province, inside):
    with transaction():
        bump(province["Quán Gió"], TODAY - timedelta(9), entries=1)
        bump(province["Quán Gió"], TODAY - timedelta(3), entries=1)
        forget_changes(TODAY)

    assert {(TODAY - day).days for day in changed_days()} & {3, 9} == {3}


def test_every_kind_of_row_has_the_days_that_it_is_dated_by():
    for model, dated in DATED.items():
        for name in (dated.first, dated.until):
            assert name in ("", "for ever") or hasattr(model, name), (model, name)


def test_changed_days_come_after_the_recent_ones_and_before_those_that_wait():
    from app.monitoring.rules import rolls_next

    late, other = TODAY - timedelta(9), TODAY - timedelta(8)
    days = {TODAY: NOON, late: NOON - timedelta(minutes=11), other: NOON}

    assert rolls_next(days, at=NOON, today=TODAY, changed=[other]) == other
    assert rolls_next(days | {TODAY: None}, at=NOON, today=TODAY, changed=[other]) == TODAY
    assert rolls_next(days, at=NOON, today=TODAY, changed=[TODAY - timedelta(99)]) == late
