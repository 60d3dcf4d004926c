"""Who has not reported a day: units whose open door has no data, those at risk and those silent longest first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Integer, and_, case, func, select
from sqlalchemy import cast as sql_cast

from app.access.scope import Rows, counting, covered_by
from app.areas.models import Area
from app.areas.queries import list_high_risk_area_ids
from app.db import db
from app.directives.measures import Limits, Span
from app.directives.measures.entry import ENTRY
from app.door import Viewer
from app.monitoring.queries.figures import closes_at
from app.monitoring.queries.silent import (
    LOOKED_BACK,
    SILENT,
    count_silent,
    is_at_risk,
    is_seen,
    listed_silent,
    silent_units,
    standing_at,
)
from app.organisations.models import Organisation
from app.units.models import Unit
from app.web.pagination import Page, Wish


@dataclass(frozen=True)
class LateUnit:
    """A unit without data of the day; of the seven days that end with it, on which the same body answered,
    `silent_days` had none either.
    """

    unit_id: int
    name: str
    organisation_id: int
    organisation_name: str
    area_name: str
    is_high_risk: bool
    silent_days: int


@dataclass(frozen=True)
class LatePage:
    """One page of them, and how many more there are that are not named to the viewer."""

    page: Page
    withheld_count: int


def late_units(viewer: Viewer, day: date, limits: Limits, wish: Wish) -> LatePage:
    """Units whose day had no data by now, as if its door closed this minute."""
    is_ahead = is_seen(day, limits)
    total = _count(viewer, day, limits, is_ahead=is_ahead)
    everything = total if viewer.sees_restricted else _count(counting(viewer), day, limits, is_ahead=is_ahead)
    rows = list(_listed(viewer, day, limits, is_ahead=is_ahead, limit=wish.size, offset=(wish.number - 1) * wish.size))
    return LatePage(Page(rows, wish.number, wish.size, total), everything - total)


def all_late_units(viewer: Viewer, day: date, limits: Limits, *, limit: int) -> Sequence[LateUnit]:
    """The first `limit` of them."""
    return list(_listed(viewer, day, limits, is_ahead=is_seen(day, limits), limit=limit, offset=0))


def _count(viewer: Viewer, day: date, limits: Limits, *, is_ahead: bool) -> int:
    if is_ahead:
        return db.session.scalar(count_silent(silent_units(viewer, day, limits))) or 0
    stmt = _late(viewer, day, limits)
    counted = select(func.count()).select_from(stmt.subquery("late"))
    return db.session.scalar(covered_by(counted, stmt)) or 0


def _listed(
    viewer: Viewer, day: date, limits: Limits, *, is_ahead: bool, limit: int, offset: int
) -> Iterator[LateUnit]:
    if is_ahead:
        listed = listed_silent(silent_units(viewer, day, limits))
        for row in db.session.execute(listed.limit(limit).offset(offset)):
            standing = standing_at(row[5])
            yield LateUnit(row[0], row[1], row[2], row[3], row[4], standing.is_high_risk, standing.silent_days)
    else:
        for row in db.session.execute(_listed_facts(_late(viewer, day, limits), day).limit(limit).offset(offset)):
            yield LateUnit(row[0], row[1], row[2], row[3], row[4], bool(row[5]), row[6])


def _late(viewer: Viewer, day: date, limits: Limits) -> Rows:
    """By unit that is late on the day: who answers for it then, where it is, how many days it was silent."""
    facts = ENTRY.facts(viewer, Span(day - LOOKED_BACK, day, closes_at(day)), limits)
    assert facts is not None  # noqa: S101 - the day has begun
    fact = facts.subquery("fact")
    silent = case((fact.c.why.in_(sorted(SILENT)), 1), else_=0)
    is_late = case((and_(fact.c.day == day, silent == 1), 1), else_=0)
    days = sql_cast(func.sum(silent), Integer).label("silent_days")
    keys = (fact.c.unit_id, fact.c.area_id, fact.c.organisation_id)
    stmt = select(*keys, days).group_by(*keys).having(func.max(is_late) == 1)
    return covered_by(stmt, facts)


def _listed_facts(stmt: Rows, day: date) -> Rows:
    late = stmt.subquery("late")
    at_risk = case((is_at_risk(Area, list_high_risk_area_ids(on=day)), 1), else_=0)
    columns: tuple[Any, ...] = (late.c.unit_id, Unit.name, Organisation.id, Organisation.name, Area.name, at_risk)
    listed = (
        select(*columns, late.c.silent_days)
        .join(Unit, Unit.id == late.c.unit_id)
        .join(Organisation, Organisation.id == late.c.organisation_id)
        .join(Area, Area.id == late.c.area_id)
        .order_by(at_risk.desc(), late.c.silent_days.desc(), Unit.sort_key, Unit.id)
    )
    return covered_by(listed, stmt)
