"""What several measures stand on: the days of a span, who answered for which unit, and the spells of its activity."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    CTE,
    BindParameter,
    ColumnElement,
    Date,
    FromClause,
    Integer,
    Select,
    and_,
    column,
    func,
    literal,
    or_,
    select,
    union_all,
    values,
)

from app import clock, settings
from app.access.scope import Rows, belonging_to, counting, covered_by, dated_ways, unscoped, within
from app.db import UtcDateTime, db
from app.directives.measures.figures import Limits, Span
from app.door import Viewer
from app.trips.models import Trip
from app.units.models import Checkpoint, Unit, UnitOwnership, UnitStatusChange, Vehicle
from app.units.rules import UnitStatus

_DAY_COLUMNS: Mapping[str, Any] = {
    "day": Date(),
    "weekday_bit": Integer(),
    "ended_at": UtcDateTime(),
    "door_closes_at": UtcDateTime(),
}
# The parameter that names them in a statement that is kept.
OWNERSHIP_IDS = "ownership_ids"
# SQLite takes no more than 500.
MOST_DAYS_IN_UNION = 400


def known_days(span: Span) -> list[date]:
    """The days of the span that have begun; a future day is never due."""
    return clock.days(span.first, min(span.last, clock.local_day(span.at)))


def day_table(days: Iterable[date]) -> CTE:
    """The days as a table: `weekday_bit` of the unit's week, when the day ended, and when its door closed to counts."""
    rows = [(day, 1 << day.weekday(), clock.day_start(day + timedelta(1)), door_closes_at(day)) for day in days]
    if len(rows) > MOST_DAYS_IN_UNION:
        columns = [column(name, kind) for name, kind in _DAY_COLUMNS.items()]
        return values(*columns, name="listed_day").data(rows).cte("calendar")
    # A statement with VALUES is compiled anew each time, and those of figures take longer to compile than to answer.
    listed = [
        select(
            *(literal(value, kind).label(name) for value, (name, kind) in zip(row, _DAY_COLUMNS.items(), strict=True))
        )
        for row in rows
    ]
    return union_all(*listed).cte("calendar")


def door_closes_at(day: date) -> Any:
    """Until when counts of a day are taken as being in time."""
    return clock.at(day + timedelta(1), settings.value("tallies.door_closes_hour", on=day))


def units_meant(viewer: Viewer, limits: Limits) -> Rows:
    """Who answered from which day until which (the first no longer) for the viewer's units within the limits.

    A unit that changed hands has several rows; on any day it has one. Its commune, kind and week are those of today.
    """
    return _limited(_owned(viewer, limits), limits)


def units_by_ways(viewer: Viewer, limits: Limits) -> Sequence[Rows]:
    """The same in parts, each of which an index finds; a row may be in several."""
    base = unscoped(select(UnitOwnership), because="each way is a condition of the viewer's scope")
    return [_limited(base, limits).where(way) for way in dated_ways(viewer, UnitOwnership)]


def _limited(owned: Rows, limits: Limits) -> Rows:
    owner = (UnitOwnership.organisation_id, UnitOwnership.from_on, UnitOwnership.until_on)
    stmt: Rows = owned.join(Unit, Unit.id == UnitOwnership.unit_id)
    stmt = stmt.with_only_columns(UnitOwnership.unit_id.label("id"), *owner, Unit.area_id, Unit.kind)
    stmt = stmt.add_columns(Unit.open_weekdays)
    pairs = (
        (UnitOwnership.organisation_id, limits.organisation_ids),
        (Unit.area_id, limits.area_ids),
        # Said twice, a database expects but one of them.
        (Unit.id, limits.unit_ids if limits.ownership_ids is None else None),
        (Unit.kind, limits.unit_kinds),
    )
    for limited, ids in pairs:
        if ids is not None:
            stmt = stmt.where(limited.in_(sorted(ids)))
    return stmt


def _owned(viewer: Viewer, limits: Limits) -> Rows:
    if limits.ownership_ids is None:
        return within(viewer, UnitOwnership)
    ids = limits.ownership_ids
    stmt = select(UnitOwnership).where(UnitOwnership.id.in_(ids if isinstance(ids, BindParameter) else sorted(ids)))
    return unscoped(stmt, because="these rows were found in the viewer's scope a moment ago")


def ids_of(meant: Rows) -> Select[Any]:
    """The ids of the units meant, each once for every body that answered."""
    return meant.with_only_columns(UnitOwnership.unit_id)


def as_table(meant: Rows) -> tuple[FromClause, Select[Any]]:
    """The units meant as a table, and the ids in it. Where they are not all, they are looked for once only."""
    if meant.whereclause is None:
        return meant.subquery("unit_meant"), ids_of(meant)
    table = meant.cte("unit_meant")
    return table, select(table.c.id)


def holds_on(spell: Any, day: ColumnElement[date] | date) -> ColumnElement[bool]:
    """Whether a row with `from_on` and `until_on` holds on a day."""
    return and_(spell.c.from_on <= day, or_(spell.c.until_on.is_(None), spell.c.until_on > day))


def active_spells(meant: Rows, unit_ids: Select[Any]) -> Rows:
    """From which day until which (the first no longer) each unit is active; of two changes on a day the later holds."""
    following = func.lead(UnitStatusChange.from_on, type_=Date).over(
        partition_by=UnitStatusChange.unit_id, order_by=(UnitStatusChange.from_on, UnitStatusChange.id)
    )
    changes: Rows = belonging_to(meant, unit_ids, UnitStatusChange).with_only_columns(
        UnitStatusChange.unit_id, UnitStatusChange.status, UnitStatusChange.from_on, following.label("until_on")
    )
    change = changes.subquery("change")
    spells = select(change.c.unit_id, change.c.from_on, change.c.until_on).where(change.c.status == UnitStatus.ACTIVE)
    return covered_by(spells, changes)


def count_active_units(viewer: Viewer, limits: Limits, day: date) -> int:
    """How many of the units meant are active on a day: how many have registered and been approved, and not closed."""
    meant = units_meant(counting(viewer), limits)
    unit, ids = as_table(meant)
    spell_select = active_spells(meant, ids)
    spell = spell_select.subquery("spell")
    counted = select(func.count()).select_from(unit).join(spell, spell.c.unit_id == unit.c.id)
    counted = counted.where(holds_on(spell, day), holds_on(unit, day))
    return db.session.scalar(covered_by(counted, meant, spell_select)) or 0


def without_trips(
    meant: Rows, ids: Select[Any], day: CTE, unit: FromClause
) -> tuple[ColumnElement[bool], tuple[Rows, ...]]:
    """Whether nothing but vehicles that go by trips could be open at a unit on a day, and none of them went.

    A trip that was cancelled when its day was over was due all the same. With it come the parts that it reads.
    """
    points: Rows = belonging_to(meant, unit.c.id, Checkpoint, Vehicle).where(
        Checkpoint.created_at < day.c.ended_at,
        or_(Checkpoint.retired_at.is_(None), Checkpoint.retired_at >= day.c.ended_at),
    )
    others = points.outerjoin(Vehicle).where(
        or_(Vehicle.by_trips_from_on.is_(None), Vehicle.by_trips_from_on > day.c.day)
    )
    trips: Rows = belonging_to(meant, unit.c.id, Trip).where(
        Trip.day == day.c.day, or_(Trip.cancelled_at.is_(None), Trip.cancelled_at >= day.c.ended_at)
    )
    # Few units have such vehicles: the others are told apart before anything is asked of each of their days.
    carriers: Rows = belonging_to(meant, ids, Checkpoint, Vehicle).with_only_columns(Checkpoint.unit_id)
    carriers = carriers.join(Vehicle).where(Vehicle.by_trips_from_on.is_not(None))
    stands_still = and_(unit.c.id.in_(carriers), points.exists(), ~others.exists(), ~trips.exists())
    return stands_still, (points, trips, carriers)
