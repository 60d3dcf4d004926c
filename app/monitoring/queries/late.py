"""Who has not reported a day: units whose open door has no data, those at risk and those silent longest first."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Integer, and_, case, func, or_, select
from sqlalchemy import cast as sql_cast

from app.access.scope import Rows, counting, covered_by
from app.areas.models import Area
from app.areas.queries import list_high_risk_area_ids
from app.db import db
from app.directives.measures import Limits, Span
from app.directives.measures.entry import ENTRY
from app.door import Viewer
from app.monitoring.queries.figures import closes_at
from app.organisations.models import Organisation
from app.units.models import Unit
from app.web.pagination import Page, Wish

# What of an open day is neither counted nor outside: it is silent, or spoke after its door had closed.
SILENT = frozenset(ENTRY.reasons) - ENTRY.counted - ENTRY.not_due
LOOKED_BACK = timedelta(6)


@dataclass(frozen=True)
class LateUnit:
    """A unit without data of the day; `silent_days` of the seven days that end with it had none either."""

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
    stmt = _late(viewer, day, limits)
    total, everything = _count(stmt), _count(_late(counting(viewer), day, limits))
    rows = list(_listed(stmt, day, limit=wish.size, offset=(wish.number - 1) * wish.size))
    return LatePage(Page(rows, wish.number, wish.size, total), everything - total)


def all_late_units(viewer: Viewer, day: date, limits: Limits, *, limit: int) -> Sequence[LateUnit]:
    """The first `limit` of them."""
    return list(_listed(_late(viewer, day, limits), day, limit=limit, offset=0))


def _late(viewer: Viewer, day: date, limits: Limits) -> Rows:
    """By unit that is late on the day: who answers for it then, where it is, how many days it was silent."""
    facts = ENTRY.facts(viewer, Span(day - LOOKED_BACK, day, closes_at(day)), limits)
    assert facts is not None  # noqa: S101 - the day has begun
    fact = facts.subquery("fact")
    silent = case((fact.c.why.in_(sorted(SILENT)), 1), else_=0)
    is_late = case((and_(fact.c.day == day, silent == 1), 1), else_=0)
    answers = func.max(case((fact.c.day == day, fact.c.organisation_id)))
    days = sql_cast(func.sum(silent), Integer).label("silent_days")
    stmt = select(fact.c.unit_id, fact.c.area_id, answers.label("organisation_id"), days)
    stmt = stmt.group_by(fact.c.unit_id, fact.c.area_id).having(func.max(is_late) == 1)
    return covered_by(stmt, facts)


def _listed(stmt: Rows, day: date, *, limit: int, offset: int) -> Iterator[LateUnit]:
    late = stmt.subquery("late")
    risky: Collection[int] = list_high_risk_area_ids(on=day)
    is_risky = or_(Area.id.in_(sorted(risky)), Area.parent_id.in_(sorted(risky)))
    at_risk = case((is_risky, 1), else_=0)
    columns: tuple[Any, ...] = (late.c.unit_id, Unit.name, Organisation.id, Organisation.name, Area.name, at_risk)
    listed = (
        select(*columns, late.c.silent_days)
        .join(Unit, Unit.id == late.c.unit_id)
        .join(Organisation, Organisation.id == late.c.organisation_id)
        .join(Area, Area.id == late.c.area_id)
        .order_by(at_risk.desc(), late.c.silent_days.desc(), Unit.sort_key, Unit.id)
    )
    for row in db.session.execute(covered_by(listed.limit(limit).offset(offset), stmt)):
        yield LateUnit(row[0], row[1], row[2], row[3], row[4], bool(row[5]), row[6])


def _count(stmt: Rows) -> int:
    counted = select(func.count()).select_from(stmt.subquery("late"))
    return db.session.scalar(covered_by(counted, stmt)) or 0
