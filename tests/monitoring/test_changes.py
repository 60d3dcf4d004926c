"""What reaches back to days before yesterday is counted anew at once, and nothing else of these days."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.areas.queries import get_area
from app.areas.rules import AreaLevel
from app.db import db, transaction
from app.directives.measures import Cut, Limits
from app.directives.rules import MeasureKey, Period
from app.monitoring import changes, rolling
from app.monitoring.changes import changed_days, forget_changes
from app.monitoring.queries import MEASURES, figures, measured_at
from app.monitoring.reaches import DATED
from app.organisations.queries import find_organisation
from app.tallies.actions import bump, bump_app
from app.tallies.changes import ChangedDay
from app.tallies.rules import NationalApp
from app.units.actions import change_open_weekdays, change_owner, correct_unit
from app.units.actions.holidays import add_holiday
from app.units.coverage.models import MustRegisterEntry, MustRegisterList
from app.units.models import UnitOwnership, UnitStatusChange
from app.units.queries import get_unit
from app.units.rules import UnitKind
from tests.monitoring.conftest import NOON, TODAY, forget

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
        for name in (dated.first, dated.until, *dated.always):
            assert name in ("", "for ever") or hasattr(model, name), (model, name)


def test_changed_days_come_after_the_recent_ones_and_before_those_that_wait():
    from app.monitoring.rules import rolls_next

    late, other = TODAY - timedelta(9), TODAY - timedelta(8)
    days = {TODAY: NOON, late: NOON - timedelta(minutes=11), other: NOON}

    assert rolls_next(days, at=NOON, today=TODAY, changed=[other]) == other
    assert rolls_next(days | {TODAY: None}, at=NOON, today=TODAY, changed=[other]) == TODAY
    assert rolls_next(days, at=NOON, today=TODAY, changed=[TODAY - timedelta(99)]) == late


def _closes_on_some_days(viewer, unit):
    change_open_weekdays(viewer, unit, 0b0000011)


def _becomes_a_school_in_holidays(viewer, unit):
    add_holiday(viewer, name="Nghỉ hè", area=unit.area.parent, from_on=OLD, until_on=OLD + timedelta(2), basis="QĐ 1")
    correct_unit(viewer, unit, kind=UnitKind.SCHOOL)


def _has_moved(viewer, unit):
    correct_unit(viewer, unit, area=get_area("30769", AreaLevel.COMMUNE, on=TODAY))


def _is_found_on_a_list(viewer, unit):
    loaded = MustRegisterList(organisation_id=viewer.organisation_id, source="Thuế", file_name="", content=b"")
    loaded.loaded_at = NOON - timedelta(9)
    db.session.add(loaded)
    db.session.flush()
    entry = MustRegisterEntry(list_id=loaded.id, organisation_id=unit.organisation_id, source="Thuế")
    entry.area_id, entry.kind, entry.from_on = unit.area_id, unit.kind, OLD
    entry.name = entry.name_key = entry.search_key = entry.sort_key = "a"
    db.session.add(entry)
    db.session.flush()
    entry.unit_id = unit.id


@pytest.mark.parametrize("many", [20, 0])
@pytest.mark.parametrize(
    "change", [_closes_on_some_days, _becomes_a_school_in_holidays, _has_moved, _is_found_on_a_list]
)
def test_what_all_days_read_is_right_within_a_minute_at_every_level(
    app, cast, rolled, inside, monkeypatch, change, many
):
    monkeypatch.setattr(changes, "MANY_PLACES", many)
    viewer, periods = cast.chau.viewer, [Period(OLD, OLD), Period(TODAY - timedelta(9), TODAY - timedelta(2))]
    limits = (Limits(), Limits(organisation_ids=[rolled["district-911"]]))

    def counted(*, at=None):
        forget(app)
        return [
            figures(viewer, cut, MEASURES, period, limit, at=at and measured_at(period))
            for period in periods
            for cut in (Cut.OWNER, Cut.PLACE)
            for limit in limits
        ]

    before = counted()
    with transaction():
        change(viewer, get_unit(viewer, rolled["Quán Gió"]))
    with time_machine.travel(NOON + timedelta(seconds=20), tick=False):
        assert counted() == before != counted(at=True)
        while rolling.roll_next():
            pass
        assert counted() == counted(at=True)


def test_a_week_that_changes_is_counted_anew_where_the_unit_is(app, cast, rolled, inside, monkeypatch):
    asked, cells = [], rolling._cells
    monkeypatch.setattr(
        rolling,
        "_cells",
        lambda facts, span, limits: asked.append((facts.measure, limits)) or cells(facts, span, limits),
    )
    with transaction():
        unit = get_unit(cast.chau.viewer, rolled["Quán Gió"])
        change_open_weekdays(cast.chau.viewer, unit, 0b0000011)

    assert rolling.roll_next()
    assert asked == [(MeasureKey.ENTRY, Limits(area_ids=frozenset({unit.area_id})))]


def test_details_that_no_figure_reads_are_no_change(app, cast, rolled, inside):
    with transaction():
        correct_unit(cast.chau.viewer, get_unit(cast.chau.viewer, rolled["Quán Gió"]), address="Số 2")

    assert changed_days() == []
