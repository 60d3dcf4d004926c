"""Counting ahead: the worker of a large installation adds up each day's facts, so that pages need not.

A small one has no use for it: there every figure is counted from its facts when somebody looks.
"""

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import delete, func, insert, select, tuple_

from app import clock
from app.access.scope import counting, covered_by, unscoped
from app.db import db, transaction
from app.directives.measures import Limits, Span, UnitFacts
from app.directives.rules import MeasureKey
from app.door import office_viewer
from app.monitoring.models import FigurePart, RolledDay
from app.monitoring.queries.figures import closes_at
from app.monitoring.queries.rolled import ROLLED, ROLLED_FOR
from app.monitoring.rules import rolls_next
from app.monitoring.silence import keep_silent_units
from app.units.models import Unit

# Fewer units are counted in less time than a page takes to be written.
FROM_UNITS = 5000
BECAUSE = "parts of all figures are counted by the worker, who sees them is asked when they are read"
REMOVED_AT_ONCE = 500
Key = tuple[MeasureKey, int, int, str]


def roll_next() -> bool:
    """Count the day anew whose turn it is; false when every day is fresh, or the installation small."""
    at = clock.now()
    with transaction():
        day = _next(at) if _is_large() else None
        if day is not None:
            roll_day(day, at)
    return day is not None


def _is_large() -> bool:
    stmt = unscoped(select(Unit.id).order_by(Unit.id).offset(FROM_UNITS - 1).limit(1), because=BECAUSE)
    return db.session.scalar(stmt) is not None


def _next(at: datetime) -> date | None:
    today = clock.local_day(at)
    days = clock.days(today - ROLLED_FOR, today)
    rows = db.session.execute(select(RolledDay.day, RolledDay.rolled_at))
    rolled = {row.day: row.rolled_at for row in rows}
    return rolls_next({day: rolled.get(day) for day in days}, at=at, today=today)


def roll_day(day: date, at: datetime) -> None:
    """Bring the parts of a day up to date: what did not change is not written."""
    new: Counter[Key] = Counter()
    for facts in ROLLED:
        new.update(_parts(facts, day, at))
    old = _stored(day)
    changed = {key: count for key, count in new.items() if count and old.get(key) != count}
    gone = [key for key in old if old[key] != new[key]]
    _remove(day, gone)
    if changed:
        rows = [{"day": day, **_columns(key), "count": count} for key, count in changed.items()]
        db.session.execute(insert(FigurePart), rows)
    keep_silent_units(day, at)
    known = db.session.scalar(select(RolledDay.version).where(RolledDay.day == day))
    version = secrets.token_hex(8) if not known or changed or gone else known
    db.session.execute(delete(RolledDay).where((RolledDay.day == day) | (RolledDay.day < day - 2 * ROLLED_FOR)))
    db.session.execute(insert(RolledDay), [{"day": day, "rolled_at": at, "version": version}])


def _parts(facts: UnitFacts, day: date, at: datetime) -> Mapping[Key, int]:
    """A day as if its door closed now: while it is open, readers of longer periods leave it out."""
    found: Counter[Key] = Counter()
    stmt = facts.facts(counting(office_viewer()), Span(day, day, max(at, closes_at(day))), Limits())
    if stmt is None:
        return found
    fact = stmt.subquery("fact")
    keys = (fact.c.organisation_id, fact.c.area_id, fact.c.why)
    sums = [func.sum(fact.c[name]) for name in facts.sums]
    grouped = covered_by(select(*keys, func.count(), *sums).group_by(*keys), stmt)
    for body_id, area_id, why, count, *totals in db.session.execute(grouped):
        found[facts.measure, body_id, area_id, why] += count
        if why not in facts.not_due:
            for name, total in zip(facts.sums, totals, strict=True):
                found[facts.measure, body_id, area_id, name] += int(total or 0)
    return found


def _stored(day: date) -> Mapping[Key, int]:
    part = FigurePart
    stmt = select(part.measure, part.organisation_id, part.area_id, part.part, part.count).where(part.day == day)
    rows = db.session.execute(unscoped(stmt, because=BECAUSE))
    return {(row[0], row[1], row[2], row[3]): row[4] for row in rows}


def _remove(day: date, keys: Sequence[Key]) -> None:
    part = FigurePart
    columns = tuple_(part.measure, part.organisation_id, part.area_id, part.part)
    for first in range(0, len(keys), REMOVED_AT_ONCE):
        gone = columns.in_(keys[first : first + REMOVED_AT_ONCE])
        db.session.execute(unscoped(delete(part).where(part.day == day, gone), because=BECAUSE))


def _columns(key: Key) -> dict[str, object]:
    return dict(zip(("measure", "organisation_id", "area_id", "part"), key, strict=True))
