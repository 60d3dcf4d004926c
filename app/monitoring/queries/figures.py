"""The measures of a period as a page needs them: by leaf, day by day, with their targets."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType

from sqlalchemy import func, select

from app import clock, settings
from app.access.scope import counting, covered_by
from app.db import db
from app.directives.measures import Cut, Figure, Limits, Span, figures_by, totals
from app.directives.measures.entry import ENTRY
from app.directives.models import Directive, Obligation
from app.directives.rules import MeasureKey, Period
from app.door import Viewer
from app.monitoring.memory import limits_of, scope_of
from app.monitoring.queries.parts import Count, Fresh, for_a_moment, fresh_days
from app.monitoring.queries.rolled import (
    BESIDE,
    FEW_FACTS,
    Found,
    rolled_days,
    rolled_figures,
    tells_period,
    with_beside,
)

MEASURES = tuple(MeasureKey)
# What units do; `lead` is done by bodies, so places and units have no figure of it.
OF_UNITS = tuple(measure for measure in MeasureKey if measure is not MeasureKey.LEAD)
Figures = Mapping[MeasureKey, Figure]
Leaves = Mapping[int, Figures]


def closes_at(day: date) -> datetime:
    """Until when counts of a day are taken."""
    return clock.at(day + timedelta(1), int(settings.value("tallies.door_closes_hour", on=day)))


def is_provisional(period: Period) -> bool:
    """Whether the period is one day whose counts are still taken; its figures are shown as they stand."""
    return period.first_on == period.last_on and clock.now() < closes_at(period.last_on)


def measured_at(period: Period) -> datetime:
    """As of when a period is measured: now; a single open day as if it closed with what is there now."""
    return closes_at(period.last_on) if is_provisional(period) else clock.now()


@dataclass(frozen=True)
class Measured:
    """The leaves of a period, and as of when they are."""

    leaves: Leaves
    at: datetime


def figures(
    viewer: Viewer,
    cut: Cut,
    measures: Collection[MeasureKey],
    period: Period,
    limits: Limits,
    *,
    at: datetime | None = None,
) -> Leaves:
    """The leaves of a period, as of when it is measured; as of `at` they are counted from facts."""
    if at is None:
        return measured(viewer, cut, measures, period, limits).leaves
    return _counted(viewer, cut, measures, Span(period.first_on, period.last_on, at), limits, {})


def measured(
    viewer: Viewer,
    cut: Cut,
    measures: Collection[MeasureKey],
    period: Period,
    limits: Limits,
    *,
    fresh: Fresh | None = None,
    lines: Mapping[int, int] = MappingProxyType({}),
) -> Measured:
    """The leaves of a period as far as the worker counted them ahead, the others from facts.

    `fresh`: what `fresh_days` said of the period. `lines`: in which line of a table each leaf stands, for who needs no
    more than the sum of each line.
    """
    span = Span(period.first_on, period.last_on, measured_at(period))
    ahead = fresh_days(span) if fresh is None else fresh
    counts = [count for day, count in sorted(ahead.days.items()) if span.first <= day <= span.last]
    acted = _acted_since(viewer, counts)
    asked = [measure for measure in measures if not (acted and measure in FEW_FACTS)]
    is_beside = acted or period not in ahead.counts or not tells_period(period.last_on, clock.local_day())
    rolled = rolled_figures(viewer, cut, asked, span, limits, ahead, lines=lines, without_beside=is_beside)
    if not rolled:
        leaves = _counted(viewer, cut, measures, span, limits, {})
        return Measured(_by_line(leaves, lines, measures), clock.now())
    others = {measure for measure in measures if measure not in rolled or (is_beside and measure in BESIDE)}
    beside = _beside(viewer, cut, others, rolled, span, limits, ahead, lines) if others else {}
    return Measured(_counted(viewer, cut, measures, span, limits, {**rolled, **beside}), counts[-1].at)


def _acted_since(viewer: Viewer, counts: Sequence[Count]) -> bool:
    """Whether he changed something after a day was counted: then he sees it at once."""
    if viewer.acted is None or not counts:
        return False
    return viewer.acted > min(count.at for count in counts).timestamp() * 1000


def _beside(
    viewer: Viewer,
    cut: Cut,
    measures: Collection[MeasureKey],
    rolled: Mapping[MeasureKey, Found],
    span: Span,
    limits: Limits,
    fresh: Fresh,
    lines: Mapping[int, int],
) -> Mapping[MeasureKey, Found]:
    """What nobody counted ahead, or of what was counted ahead the rest: remembered for less than a minute."""

    def count() -> Mapping[MeasureKey, Found]:
        others = [measure for measure in measures if measure not in rolled]
        leaves = _by_line(_counted(viewer, cut, others, span, limits, {}), lines, others)
        found: dict[MeasureKey, Found] = {each: {id_: leaf[each] for id_, leaf in leaves.items()} for each in others}
        for measure in rolled.keys() & measures:
            found[measure] = with_beside(rolled[measure], measure, viewer, cut, span, limits, lines)
        return found

    about = (scope_of(viewer), cut, limits_of(limits), tuple(sorted(measures)), span.first, span.last)
    return for_a_moment(fresh, ("beside", *about, is_provisional(Period(span.first, span.last))), count)


def _by_line(leaves: Leaves, lines: Mapping[int, int], measures: Collection[MeasureKey]) -> Leaves:
    of_line: defaultdict[int, list[int]] = defaultdict(list)
    for leaf_id in leaves if lines else ():
        of_line[lines.get(leaf_id, leaf_id)].append(leaf_id)
    return {line_id: totals(leaves, measures, ids=ids) for line_id, ids in of_line.items()} if lines else leaves


def _counted(
    viewer: Viewer,
    cut: Cut,
    measures: Collection[MeasureKey],
    span: Span,
    limits: Limits,
    known: Mapping[MeasureKey, Found],
) -> Leaves:
    return figures_by(
        viewer,
        cut,
        measures,
        first=span.first,
        last=span.last,
        organisation_ids=limits.organisation_ids,
        area_ids=limits.area_ids,
        unit_ids=limits.unit_ids,
        unit_kinds=limits.unit_kinds,
        ownership_ids=limits.ownership_ids,
        at=span.at,
        known=known,
    )


def entry_by_day(
    viewer: Viewer, period: Period, limits: Limits, *, at: datetime, fresh: Fresh | None = None
) -> Mapping[date, Figure]:
    """The measure `entry` of each day of the period, in one statement; a day without a fact has nothing due."""
    span = Span(period.first_on, period.last_on, at)
    rolled = rolled_days(viewer, span, limits, fresh=fresh)
    splits = _counted_days(viewer, span, limits) if rolled is None else rolled
    return {day: _entry(splits.get(day, {})) for day in clock.days(period.first_on, period.last_on)}


def _counted_days(viewer: Viewer, span: Span, limits: Limits) -> Mapping[date, Mapping[str, int]]:
    facts = ENTRY.facts(counting(viewer), span, limits)
    splits: defaultdict[date, Counter[str]] = defaultdict(Counter)
    if facts is not None:
        fact = facts.subquery("fact")
        grouped = select(fact.c.day, fact.c.why, func.count()).group_by(fact.c.day, fact.c.why)
        for day, why, count in db.session.execute(covered_by(grouped, facts)):
            splits[day][why] = count
    return splits


def _entry(split: Mapping[str, int]) -> Figure:
    due = sum(count for why, count in split.items() if why not in ENTRY.not_due)
    return Figure(MeasureKey.ENTRY, sum(split.get(why, 0) for why in ENTRY.counted), due, dict(split))


def targets(*, on: date) -> Mapping[MeasureKey, float]:
    """The share (0–1) that the letters in force on a day ask for; of several letters the highest."""
    stmt = (
        select(Obligation.measure, func.max(Obligation.target_share).label("share"))
        .join(Directive)
        .where(Directive.published_on <= on, (Directive.closed_on.is_(None)) | (Directive.closed_on > on))
        .group_by(Obligation.measure)
    )
    return {row.measure: row.share for row in db.session.execute(stmt)}
