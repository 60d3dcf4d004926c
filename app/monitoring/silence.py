"""Keeping the list of who is silent ahead: the worker of a large installation writes what changed of each day."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import case, delete, func, insert, select, update
from sqlalchemy.orm import aliased

from app import clock
from app.access.scope import Rows, counting, covered_by, unscoped
from app.areas.models import Area
from app.areas.queries import list_high_risk_area_ids
from app.db import db
from app.directives.measures import Limits, Span
from app.directives.measures.entry import ENTRY
from app.door import office_viewer
from app.monitoring.models import SilentUnit
from app.monitoring.queries.figures import closes_at
from app.monitoring.queries.parts import limited
from app.monitoring.queries.silent import LISTED, LOOKED_BACK, SILENT, is_at_risk, rank_of
from app.units.models import Unit

BECAUSE = "who is silent is written down by the worker, who sees it is asked when it is read"
REMOVED_AT_ONCE = 500


@dataclass(frozen=True)
class _Silent:
    organisation_id: int
    area_id: int
    sort_key: str


def keep_silent_units(day: date, at: datetime, *, area_ids: Collection[int] | None = None) -> None:
    """Bring a day's rows (of some places) up to date, and the order of the lists that look back on it.

    Older days have no rows.
    """
    today = clock.local_day(at)
    listed = [each for each in (today, today - LISTED) if timedelta(0) <= each - day <= LOOKED_BACK]
    if not listed:
        return
    limits = Limits(area_ids=area_ids)
    new, old = _silent(day, at, limits), _stored(day, limits)
    _remove(day, [unit_id for unit_id, row in old.items() if new.get(unit_id) != row])
    rows = [
        {"unit_id": unit_id, "day": day, "rank": 0, **vars(row)}
        for unit_id, row in new.items()
        if old.get(unit_id) != row
    ]
    if rows:
        db.session.execute(insert(SilentUnit), rows)
    for each in listed:
        _rank(each)
    gone = delete(SilentUnit).where(SilentUnit.day < today - LISTED - LOOKED_BACK)
    db.session.execute(unscoped(gone, because=BECAUSE))


def _silent(day: date, at: datetime, limits: Limits) -> Mapping[int, _Silent]:
    """Who owed the day's counts and gave none, as if its door closed now."""
    stmt = ENTRY.facts(counting(office_viewer()), Span(day, day, max(at, closes_at(day))), limits)
    assert stmt is not None  # noqa: S101 - the day has begun
    fact = stmt.subquery("fact")
    silent = select(fact.c.unit_id, fact.c.organisation_id, fact.c.area_id, Unit.sort_key)
    silent = silent.join(Unit, Unit.id == fact.c.unit_id).where(fact.c.why.in_(sorted(SILENT)))
    return {row[0]: _Silent(*row[1:]) for row in db.session.execute(covered_by(silent, stmt))}


def _stored(day: date, limits: Limits) -> Mapping[int, _Silent]:
    row = SilentUnit
    stmt: Rows = select(row.unit_id, row.organisation_id, row.area_id, row.sort_key).where(row.day == day)
    stmt = limited(stmt, row, limits)
    return {row[0]: _Silent(*row[1:]) for row in db.session.execute(unscoped(stmt, because=BECAUSE))}


def _remove(day: date, unit_ids: Collection[int]) -> None:
    ids = sorted(unit_ids)
    for first in range(0, len(ids), REMOVED_AT_ONCE):
        gone = SilentUnit.unit_id.in_(ids[first : first + REMOVED_AT_ONCE])
        db.session.execute(unscoped(delete(SilentUnit).where(SilentUnit.day == day, gone), because=BECAUSE))


def _rank(day: date) -> None:
    """Say of each row how many of the seven days the unit was silent that the body answers for, and if at risk."""
    row, before = SilentUnit, aliased(SilentUnit)
    days = select(func.count()).where(
        before.unit_id == row.unit_id,
        before.organisation_id == row.organisation_id,
        before.day.between(day - LOOKED_BACK, day),
    )
    risky = list_high_risk_area_ids(on=day)
    at_risk = select(Area.id).where(is_at_risk(Area, risky))
    is_low_risk = case((row.area_id.in_(at_risk), 0), else_=1)
    rank = rank_of(is_low_risk, days.correlate(row).scalar_subquery())
    stmt = update(row).where(row.day == day, row.rank != rank).values(rank=rank)
    db.session.execute(unscoped(stmt, because=BECAUSE).execution_options(synchronize_session=False))
