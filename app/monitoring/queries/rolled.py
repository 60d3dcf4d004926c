"""Figures from what the worker counted ahead; nothing where it did not, or too long ago: then facts are counted."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from datetime import date, timedelta

from sqlalchemy import func, select

from app import clock
from app.access.scope import Rows, counting, within
from app.db import db
from app.directives.measures import Cut, Figure, Limits, Span, UnitFacts, total
from app.directives.measures.calendar import door_closes_at, known_days
from app.directives.measures.entry import ENTRY
from app.directives.measures.qr import QR
from app.directives.rules import MeasureKey
from app.door import Viewer
from app.monitoring.models import FigurePart, RolledDay
from app.monitoring.rules import is_fresh
from app.safety.grades.measure import OF_AREAS
from app.safety.measure import OF_UNITS

# Of these a period is the sum of its days; the others say how the last day stood.
SUMMED = frozenset({MeasureKey.ENTRY})
ROLLED: tuple[UnitFacts, ...] = (ENTRY, QR, OF_UNITS)
# What happened in a period as a whole no day tells: a few rows, counted from facts beside what was counted ahead.
BESIDE: Mapping[MeasureKey, UnitFacts] = {MeasureKey.SAFETY: OF_AREAS}
ROLLED_FOR = timedelta(62)
COLUMNS = {Cut.OWNER: FigurePart.organisation_id, Cut.PLACE: FigurePart.area_id}
OPEN = "door_open"
Split = Counter[str]


def rolled_figures(
    viewer: Viewer,
    cut: Cut,
    measures: Collection[MeasureKey],
    span: Span,
    limits: Limits,
    *,
    fresh: Collection[date] | None = None,
) -> Mapping[MeasureKey, Mapping[int, Figure]]:
    """Of each measure whose days are all counted ahead, its leaves. `fresh`: what `fresh_days` said of the span."""
    wanted = [facts for facts in ROLLED if facts.measure in measures]
    if cut not in COLUMNS or limits.unit_ids is not None or limits.unit_kinds is not None or not wanted:
        return {}
    ahead = frozenset(fresh_days(span) if fresh is None else fresh)
    known = [(facts, _days(facts, span)) for facts in wanted]
    return {
        facts.measure: _with_beside(viewer, cut, facts, _leaves(viewer, cut, facts, days, span, limits), span, limits)
        for facts, days in known
        if days and ahead.issuperset(days)
    }


def rolled_days(
    viewer: Viewer, span: Span, limits: Limits, facts: UnitFacts = ENTRY, *, fresh: Collection[date] | None = None
) -> Mapping[date, Split] | None:
    """The facts of a measure by day and reason; None where they have to be counted."""
    days = _days(facts, span)
    if limits.unit_ids is not None or not days:
        return None
    if not frozenset(fresh_days(span) if fresh is None else fresh).issuperset(days):
        return None
    stmt = _of(viewer, facts, days, limits).where(FigurePart.part.in_(sorted(facts.reasons)))
    keys = (FigurePart.day, FigurePart.part)
    splits: defaultdict[date, Split] = defaultdict(Counter)
    stmt = stmt.with_only_columns(*keys, func.sum(FigurePart.count)).group_by(*keys)
    for day, part, count in db.session.execute(stmt):
        is_open = facts.measure in SUMMED and door_closes_at(day) > span.at
        splits[day][_seen(part, is_open=is_open)] += int(count)
    return splits


def _days(facts: UnitFacts, span: Span) -> list[date]:
    days = known_days(span)
    return days if facts.measure in SUMMED else days[-1:]


def fresh_days(span: Span) -> frozenset[date]:
    """The days of the span that the worker counted not too long ago."""
    at = clock.now()
    rows = db.session.execute(
        select(RolledDay.day, RolledDay.rolled_at).where(RolledDay.day.between(span.first, span.last))
    )
    return frozenset(day for day, rolled_at in rows if is_fresh(day, rolled_at, at=at, today=clock.local_day(at)))


def _leaves(
    viewer: Viewer, cut: Cut, facts: UnitFacts, days: Collection[date], span: Span, limits: Limits
) -> Mapping[int, Figure]:
    open_days = [day for day in days if facts.measure in SUMMED and door_closes_at(day) > span.at]
    is_open = FigurePart.day.in_(open_days)
    keys = (COLUMNS[cut], FigurePart.part, is_open)
    stmt = _of(viewer, facts, days, limits).with_only_columns(*keys, func.sum(FigurePart.count)).group_by(*keys)
    splits: defaultdict[int, Split] = defaultdict(Counter)
    for leaf_id, part, of_open_day, count in db.session.execute(stmt):
        if not (of_open_day and part in facts.sums):
            splits[leaf_id][_seen(part, is_open=bool(of_open_day))] += int(count)
    return {leaf_id: facts.figure(split) for leaf_id, split in splits.items()}


def _with_beside(
    viewer: Viewer, cut: Cut, facts: UnitFacts, leaves: Mapping[int, Figure], span: Span, limits: Limits
) -> Mapping[int, Figure]:
    beside = BESIDE.get(facts.measure)
    if beside is None:
        return leaves
    also, empty = beside.figures(viewer, cut, span, limits), (facts.figure({}), beside.figure({}))
    return {
        leaf_id: total((leaves.get(leaf_id, empty[0]), also.get(leaf_id, empty[1])))
        for leaf_id in sorted(leaves.keys() | also.keys())
    }


def _of(viewer: Viewer, facts: UnitFacts, days: Collection[date], limits: Limits) -> Rows:
    stmt: Rows = within(counting(viewer), FigurePart).where(
        FigurePart.measure == facts.measure, FigurePart.day.between(min(days), max(days))
    )
    pairs = ((FigurePart.organisation_id, limits.organisation_ids), (FigurePart.area_id, limits.area_ids))
    for limited, ids in pairs:
        if ids is not None:
            stmt = stmt.where(limited.in_(sorted(ids)))
    return stmt


def _seen(part: str, *, is_open: bool) -> str:
    """Of a day whose door is still open nothing is due yet, whatever has come so far."""
    return OPEN if is_open and part != "announced_late" else part
