"""Figures from what the worker counted ahead; nothing where it did not, or too long ago: then facts are counted."""

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from app.clock import local_day
from app.directives.measures import Cut, Figure, Limits, Span, UnitFacts, total
from app.directives.measures.calendar import door_closes_at, known_days
from app.directives.measures.entry import ENTRY
from app.directives.measures.qr import QR
from app.directives.rules import MeasureKey
from app.door import Viewer
from app.monitoring.memory import limits_of, remembered, scope_of
from app.monitoring.queries.parts import (
    COLUMNS,
    Fresh,
    Parts,
    Wanted,
    fresh_days,
    parts_of,
    splits_of,
    sum_of,
    versions_of,
)
from app.monitoring.rules import RECENT_DAYS
from app.safety.grades.measure import OF_AREAS
from app.safety.measure import OF_UNITS

# Of these a period is the sum of its days; the others say how the last day stood.
SUMMED = frozenset({MeasureKey.ENTRY})
ROLLED: tuple[UnitFacts, ...] = (ENTRY, QR, OF_UNITS)
# What happened in a period as a whole no day tells: a few rows, counted from facts beside what was counted ahead.
BESIDE: Mapping[MeasureKey, UnitFacts] = {MeasureKey.SAFETY: OF_AREAS}
ROLLED_FOR = timedelta(62)
OPEN = "door_open"
Split = Counter[str]
Found = Mapping[int, Figure]


def rolled_figures(
    viewer: Viewer, cut: Cut, measures: Collection[MeasureKey], span: Span, limits: Limits, fresh: Fresh
) -> Mapping[MeasureKey, Found]:
    """Of each measure whose days are all counted ahead, its leaves, without what is counted `BESIDE`."""
    if cut not in COLUMNS or limits.unit_ids is not None or limits.unit_kinds is not None:
        return {}
    known = [(facts, _days(facts, span)) for facts in ROLLED if facts.measure in measures]
    known = [(facts, days) for facts, days in known if days and fresh.keys() >= set(days)]
    read = _Reader(viewer, cut, limits, fresh, [(facts.measure, day) for facts, days in known for day in _moving(days)])
    return {facts.measure: _leaves(facts, days, span, read) for facts, days in known}


def _moving(days: Sequence[date]) -> Sequence[date]:
    """The days that change from count to count; those before are added up by the database, and hardly ever again."""
    first = local_day() - timedelta(RECENT_DAYS)
    return [day for day in days if day >= first or len(days) == 1]


def rolled_days(
    viewer: Viewer, span: Span, limits: Limits, facts: UnitFacts = ENTRY, *, fresh: Fresh | None = None
) -> Mapping[date, Split] | None:
    """The facts of a measure by day and reason; None where they have to be counted."""
    days = _days(facts, span)
    if limits.unit_ids is not None or not days:
        return None
    counted = fresh_days(span) if fresh is None else fresh
    if not counted.keys() >= set(days):
        return None
    splits = splits_of(viewer, facts.measure, days, limits, counted)
    found = {day: _facts_of_day(facts, splits[day], is_open=_is_open(facts, day, span)) for day in days}
    return {day: split for day, split in found.items() if split}


def with_beside(leaves: Found, measure: MeasureKey, viewer: Viewer, cut: Cut, span: Span, limits: Limits) -> Found:
    """The leaves of a measure counted ahead, with what is counted `BESIDE`."""
    ahead = next(facts for facts in ROLLED if facts.measure is measure)
    beside = BESIDE[measure]
    also, empty = beside.figures(viewer, cut, span, limits), (ahead.figure({}), beside.figure({}))
    return {
        leaf_id: total((leaves.get(leaf_id, empty[0]), also.get(leaf_id, empty[1])))
        for leaf_id in sorted(leaves.keys() | also.keys())
    }


@dataclass(frozen=True)
class _Reader:
    """Reads the parts of days as one viewer sees them; `wanted` are those of the days that move."""

    viewer: Viewer
    cut: Cut
    limits: Limits
    fresh: Fresh
    wanted: Sequence[Wanted]

    @property
    def about(self) -> tuple[Hashable, ...]:
        """By what its answers differ from another's."""
        return scope_of(self.viewer), self.cut, limits_of(self.limits)

    @cached_property
    def moving(self) -> Mapping[Wanted, Parts]:
        """All moving days, read at once when the first is needed: what is made of them may be remembered."""
        return parts_of(self.viewer, self.cut, self.wanted, self.limits, self.fresh)

    def settled(self, measure: MeasureKey, days: Sequence[date]) -> Parts:
        """All others of a measure together."""
        return sum_of(self.viewer, self.cut, measure, days, self.limits, self.fresh)


def _days(facts: UnitFacts, span: Span) -> list[date]:
    days = known_days(span)
    return days if facts.measure in SUMMED else days[-1:]


def _is_open(facts: UnitFacts, day: date, span: Span) -> bool:
    return facts.measure in SUMMED and bool(door_closes_at(day) > span.at)


def _leaves(facts: UnitFacts, days: Sequence[date], span: Span, read: _Reader) -> Found:
    open_days = frozenset(day for day in days if _is_open(facts, day, span))

    def add_up() -> Found:
        moving = _moving(days)
        settled = read.settled(facts.measure, [day for day in days if day not in moving])
        splits = {leaf_id: defaultdict(int, parts) for leaf_id, parts in settled.items()}
        for day in moving:
            for leaf_id, parts in read.moving[facts.measure, day].items():
                split = splits.setdefault(leaf_id, defaultdict(int))
                for part, count in _seen(facts, parts, is_open=day in open_days):
                    split[part] += count
        return {leaf_id: facts.figure(split) for leaf_id, split in splits.items()}

    key = ("leaves", *read.about, facts.measure, open_days, days[0], *versions_of(days, read.fresh))
    return remembered(key, add_up, weigh=lambda found: len(found) * len(facts.reasons))


def _facts_of_day(facts: UnitFacts, parts: Mapping[str, int], *, is_open: bool) -> Split:
    split: Split = Counter()
    for part, count in parts.items():
        if part in facts.reasons:
            split[_shown(part, is_open=is_open)] += count
    return split


def _seen(facts: UnitFacts, parts: Mapping[str, int], *, is_open: bool) -> Collection[tuple[str, int]]:
    if not is_open:
        return parts.items()
    return [(_shown(part, is_open=True), count) for part, count in parts.items() if part not in facts.sums]


def _shown(part: str, *, is_open: bool) -> str:
    """Of a day whose door is still open nothing is due yet, whatever has come so far."""
    return OPEN if is_open and part != "announced_late" else part
