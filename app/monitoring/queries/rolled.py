"""Figures from what the worker counted ahead; nothing where it did not, or too long ago: then facts are counted."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Protocol

from app import clock
from app.directives.measures import Cut, Figure, Limits, Span, UnitFacts, total
from app.directives.measures.calendar import door_closes_at, known_days
from app.directives.measures.entry import ENTRY
from app.directives.measures.lead import LEAD
from app.directives.measures.qr import QR
from app.directives.measures.zones import ON_LAST_DAY, ZONES
from app.directives.rules import MeasureKey, Period
from app.door import Viewer
from app.follow_ups.measure import ISOLATION
from app.monitoring.memory import remembered
from app.monitoring.queries.cells import NONE, Cells, Places, added
from app.monitoring.queries.parts import Fresh, Sheets, fresh_days, sheets_of
from app.monitoring.rules import RECENT_DAYS
from app.publicity.measure import PUBLICISE, Why
from app.safety.grades.measure import OF_AREAS
from app.safety.measure import OF_UNITS, SAFETY

# Of a day the worker counts these: what stands in the register, and what does not.
REGISTERED: tuple[UnitFacts, ...] = (ENTRY, QR, OF_UNITS)
ROLLED: tuple[UnitFacts, ...] = (*REGISTERED, ISOLATION, ZONES)
# What happened in a period as a whole no day tells: a few rows, where the worker has no such period counted from facts
# beside what was counted ahead.
BESIDE: Mapping[MeasureKey, UnitFacts] = {MeasureKey.SAFETY: OF_AREAS}
AREAS = "areas"
# Of these a period is the sum of its days; of the others the last day tells, or the period itself.
SUMMED = frozenset({MeasureKey.ENTRY, MeasureKey.ISOLATION, MeasureKey.ZONES, MeasureKey.PUBLICISE})
# Who changed something himself since the last count has these counted anew: few facts.
FEW_FACTS = frozenset({MeasureKey.LEAD, MeasureKey.ISOLATION, MeasureKey.ZONES, MeasureKey.PUBLICISE})
ROLLED_FOR = timedelta(62)
OPEN = "door_open"
Split = Counter[str]
Found = Mapping[int, Figure]


class Source(Protocol):
    """What makes a figure of the facts by reason, and the sums."""

    def figure(self, split: Mapping[str, int]) -> Figure: ...


SOURCES: Mapping[MeasureKey, Source] = {
    MeasureKey.LEAD: LEAD,
    MeasureKey.QR: QR,
    MeasureKey.ENTRY: ENTRY,
    MeasureKey.SAFETY: SAFETY,
    MeasureKey.ISOLATION: ISOLATION,
    MeasureKey.ZONES: ZONES,
    MeasureKey.PUBLICISE: PUBLICISE,
}


def rolled_figures(
    viewer: Viewer,
    cut: Cut,
    measures: Collection[MeasureKey],
    span: Span,
    limits: Limits,
    fresh: Fresh,
    *,
    lines: Mapping[int, int],
    without_beside: bool,
) -> Mapping[MeasureKey, Found]:
    """Of each measure whose days or period are counted ahead, its leaves, or the lines in which they stand.

    `without_beside` without what is BESIDE.
    """
    if cut is Cut.UNIT or not tells_apart(viewer, limits):
        return {}
    reader = _Reader(viewer, limits, span, fresh, without_beside)
    return {each: reader.lines(each, cut, lines) for each in measures if reader.knows(each)}


def tells_apart(viewer: Viewer, limits: Limits) -> bool:
    """Whether cells are enough: they are no unit's and no team's."""
    return not (viewer.unit_ids or viewer.team_ids) and limits.unit_ids is None and limits.unit_kinds is None


def rolled_days(
    viewer: Viewer, span: Span, limits: Limits, facts: UnitFacts = ENTRY, *, fresh: Fresh | None = None
) -> Mapping[date, Split] | None:
    """The facts of a measure by day and reason; None where they have to be counted."""
    days = _days(facts.measure, span)
    if not tells_apart(viewer, limits) or not days:
        return None
    counted = fresh_days(span) if fresh is None else fresh
    if not counted.has(days):
        return None
    reader = _Reader(viewer, limits, span, counted)
    found = {day: reader.day(facts, day, sheets) for day, sheets in reader.sheets(days).items()}
    return {day: split for day, split in found.items() if split}


def rolled_areas(viewer: Viewer, span: Span, limits: Limits, fresh: Fresh) -> Split | None:
    """The communes of a period by how their grade stands; None where they have to be counted."""
    period = Period(span.first, span.last)
    if not tells_apart(viewer, limits) or period not in fresh.counts or not tells_period(span.last, clock.local_day()):
        return None
    return _Reader(viewer, limits, span, fresh).areas(period)


@dataclass(frozen=True)
class _Reader:
    """Adds up what was counted as one viewer sees it."""

    viewer: Viewer
    limits: Limits
    span: Span
    fresh: Fresh
    without_beside: bool = False
    _chosen: dict[Places, Sequence[int]] = field(default_factory=dict)

    def knows(self, measure: MeasureKey) -> bool:
        """Whether all that it takes was counted."""
        if measure is MeasureKey.LEAD:
            return self._period in self.fresh.counts and tells_period(self.span.last, clock.local_day())
        days = _days(measure, self.span)
        return bool(days) and self.fresh.has(days)

    def sheets(self, days: Sequence[date]) -> Mapping[date, Sheets]:
        """What was counted of each of these days, all of them fresh."""
        found = sheets_of([Period(day, day) for day in days], self.fresh)
        return {day: found[Period(day, day)] for day in days}

    def day(self, facts: UnitFacts, day: date, sheets: Sheets) -> Split:
        """The viewer's facts of a day by reason."""
        cells, is_open = sheets.get(facts.measure, NONE), _is_open(facts.measure, day, self.span)
        sums = cells.sums(self._own(cells.places))
        split: Split = Counter()
        for reason in facts.reasons:
            if sums.get(reason):
                split[_shown(reason, is_open=is_open)] += sums[reason]
        return split

    def areas(self, period: Period) -> Split:
        """The viewer's communes by reason."""
        cells = sheets_of([period], self.fresh)[period].get(AREAS, NONE)
        sums = cells.sums(self._own(cells.places))
        return Counter({reason: sums.get(reason, 0) for reason in OF_AREAS.reasons})

    def lines(self, measure: MeasureKey, cut: Cut, lines: Mapping[int, int]) -> Found:
        """The figures of the viewer's bodies or places that have any, or of the lines in which they stand."""
        splits: defaultdict[int, Split] = defaultdict(Counter)
        for cells in self._cells(measure):
            for line_id, own in cells.places.by_line(cut, self._own(cells.places), lines).items():
                splits[line_id].update(cells.sums(own))
        source = SOURCES[measure]
        return {line_id: source.figure(split) for line_id, split in sorted(splits.items()) if any(split.values())}

    def _own(self, places: Places) -> Sequence[int]:
        """Which cells are the viewer's: looked for once, most days have the same ones."""
        if places not in self._chosen:
            self._chosen[places] = places.chosen(self.viewer, self.limits)
        return self._chosen[places]

    @property
    def _period(self) -> Period:
        return Period(self.span.first, self.span.last)

    @cached_property
    def _moving(self) -> Mapping[Period, Sheets]:
        """What is read anew after each count, in one statement: the period, its last days, and the very last one."""
        days = known_days(self.span)
        first = min(days[-1], clock.local_day() - timedelta(RECENT_DAYS))
        wanted = {self._period, *(Period(day, day) for day in days if day >= first)}
        return sheets_of(wanted & self.fresh.counts.keys(), self.fresh)

    def _cells(self, measure: MeasureKey) -> Sequence[Cells]:
        """What was counted of the whole province: the sum of these."""
        if measure is MeasureKey.LEAD:
            return [self._moving[self._period].get(measure, NONE)]
        days = _days(measure, self.span)
        moving = [day for day in days if Period(day, day) in self._moving]
        found = [self._of_day(measure, day, self._moving[Period(day, day)], days[-1]) for day in moving]
        if len(moving) < len(days):
            found.append(self._settled(measure, days[: -len(moving)]))
        if measure in BESIDE and not self.without_beside:
            found.append(self._moving[self._period].get(AREAS, NONE))
        return found

    def _settled(self, measure: MeasureKey, days: Sequence[date]) -> Cells:
        """Days that hardly change any more, and are not the last, are added up once."""
        versions = tuple([self.fresh.days[day].version for day in days])

        def add_up() -> Cells:
            return added([self._of_day(measure, day, sheets) for day, sheets in self.sheets(days).items()])

        return remembered(("settled", measure, days[0], versions), add_up, weigh=lambda cells: cells.weight)

    def _of_day(self, measure: MeasureKey, day: date, sheets: Sheets, last: date | None = None) -> Cells:
        """A day among others: what is not due yet is not, what stands at the end stands on the last one."""
        cells = sheets.get(measure, NONE)
        if _is_open(measure, day, self.span):
            return cells.joined(lambda part: "" if part in ENTRY.sums else _shown(part, is_open=True))
        left_out = frozenset() if day == last else ON_LAST_DAY
        if day >= clock.local_day(self.span.at):
            left_out |= {Why.NO_PLAN.value}
        return cells.joined(lambda part: "" if part in left_out else part)


def tells_period(last_on: date, today: date) -> bool:
    """Whether a period that ends then is counted again and again: as a whole no change of it is noted."""
    return (today - last_on).days <= RECENT_DAYS


def _days(measure: MeasureKey, span: Span) -> list[date]:
    days = known_days(span)
    return days if measure in SUMMED else days[-1:]


def _is_open(measure: MeasureKey, day: date, span: Span) -> bool:
    return measure is MeasureKey.ENTRY and bool(door_closes_at(day) > span.at)


def _shown(part: str, *, is_open: bool) -> str:
    """Of a day whose door is still open nothing is due yet, whatever has come so far."""
    return OPEN if is_open and part != "announced_late" else part


def with_beside(
    known: Found, measure: MeasureKey, viewer: Viewer, cut: Cut, span: Span, limits: Limits, lines: Mapping[int, int]
) -> Found:
    """The leaves (or lines) of a measure counted ahead, with what is counted `BESIDE`."""
    found = dict(known)
    for leaf_id, figure in BESIDE[measure].figures(viewer, cut, span, limits).items():
        line_id = lines.get(leaf_id, leaf_id)
        found[line_id] = total((found.get(line_id, SOURCES[measure].figure({})), figure))
    return found
