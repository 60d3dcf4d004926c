"""The pages of the drill-down: a body or a place, its figures, and what is one level below it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from app import clock, settings
from app.directives.measures import Cut, Figure, Limits, Span, total, totals
from app.directives.rules import MeasureKey, Period
from app.door import Absent, Viewer
from app.monitoring.memory import limits_of, scope_of
from app.monitoring.queries.figures import (
    MEASURES,
    OF_UNITS,
    Figures,
    entry_by_day,
    measured,
    measured_at,
    targets,
)
from app.monitoring.queries.kept import Series, kept_series, over_period
from app.monitoring.queries.parts import Fresh, fresh_days, of_frame
from app.monitoring.queries.tables import Order, SectionTable, tables
from app.monitoring.queries.trees import area_tree, organisation_tree
from app.monitoring.rules import Node, Tree, ends_of_subtree, ids_of_subtree, line_of_each, path_to, previous
from app.safety.measure import OF_UNITS as SAFETY_OF_UNITS
from app.units.coverage.settings import RESIDENTS, read_residents

# How far back the small line on a card goes.
SPARK = timedelta(27)


@dataclass(frozen=True)
class Density:
    """How many units have registered in a place, and how many that is per 1,000 of its residents."""

    unit_count: int
    per_thousand: float


@dataclass(frozen=True)
class Overview:
    """What a page shows. `path` leads down to its node.

    `is_whole`: the viewer sees all of its units; `has_units`: units stand directly under the node.
    """

    path: Sequence[Node]
    period: Period
    at: datetime
    figures: Figures
    previous: Figures
    sections: Sequence[SectionTable]
    days: Mapping[date, Figure]
    sparks: Mapping[MeasureKey, Sequence[float]]
    targets: Mapping[MeasureKey, float]
    limits: Limits
    is_whole: bool
    has_units: bool
    density: Density | None = None

    @property
    def node(self) -> Node | None:
        return self.path[-1] if self.path else None


def own_overview(viewer: Viewer, period: Period, order: Order) -> Overview:
    """All units that the viewer may see, by the body that answers for them."""
    fresh = _fresh(period)
    tree = _bodies(period, fresh)
    path = path_to(viewer.organisation_id, tree) if viewer.organisation_id else []
    if viewer.sees_all:
        # From a department most bodies are no one's below: it looks from the top, as the office does.
        path = path[:1]
    return _overview(viewer, Cut.OWNER, tree, path, period, order, Limits(), fresh, is_whole=True)


def body_overview(viewer: Viewer, organisation_id: int, period: Period, order: Order) -> Overview:
    """What a body and those below it answer for, as far as the viewer may see it. Raises Absent."""
    fresh = _fresh(period)
    tree = _bodies(period, fresh)
    if organisation_id not in tree:
        raise Absent
    is_whole = viewer.sees_all or organisation_id in viewer.organisation_ids
    limits = Limits(organisation_ids=ids_of_subtree(organisation_id, tree))
    path = path_to(organisation_id, tree)
    return _visible(_overview(viewer, Cut.OWNER, tree, path, period, order, limits, fresh, is_whole=is_whole))


def area_overview(viewer: Viewer, code: str, period: Period, order: Order) -> Overview:
    """What is located in a place, whoever answers for it. Raises Absent."""
    fresh = _fresh(period)
    tree = of_frame(fresh, ("places",), area_tree)
    meant = [node.id for node in tree.values() if node.code == code]
    if not meant:
        raise Absent
    # Codes are used again after a reform: the place meant is the latest of its code.
    communes, path = ends_of_subtree(meant[-1], tree), path_to(meant[-1], tree)
    is_whole = viewer.sees_all or communes <= viewer.area_ids
    limits = Limits(area_ids=communes)
    overview = _visible(_overview(viewer, Cut.PLACE, tree, path, period, order, limits, fresh, is_whole=is_whole))
    return (
        replace(overview, density=_density(code, period, overview.figures[MeasureKey.SAFETY])) if is_whole else overview
    )


def _density(code: str, period: Period, safety: Figure) -> Density | None:
    """None for a place whose residents the province has not entered. `safety` tells how each active unit stands."""
    residents = read_residents(str(settings.value(RESIDENTS, on=period.last_on))).get(code)
    if not residents:
        return None
    unit_count = sum(safety.split.get(why, 0) for why in SAFETY_OF_UNITS.reasons)
    return Density(unit_count, unit_count * 1000 / residents)


def _visible(overview: Overview) -> Overview:
    """A body or place that is not the viewer's is there for him only as far as he has units in it."""
    if not (overview.is_whole or overview.sections):
        raise Absent
    return overview


def _overview(
    viewer: Viewer,
    cut: Cut,
    tree: Tree,
    path: Sequence[Node],
    period: Period,
    order: Order,
    limits: Limits,
    fresh: Fresh,
    *,
    is_whole: bool,
) -> Overview:
    measures = MEASURES if cut is Cut.OWNER else OF_UNITS
    before = previous(period)
    root_id = path[-1].id if path else None
    lines = of_frame(fresh, ("lines", cut, root_id, period.last_on), lambda: line_of_each(root_id, tree))
    found = measured(viewer, cut, measures, period, limits, fresh=fresh, lines=lines)
    days = _days(viewer, period, limits, fresh)
    kept = _kept(viewer, measures, period, limits, fresh)
    return Overview(
        path=path,
        period=period,
        at=found.at,
        figures=totals(found.leaves, measures),
        previous=_previous(days, kept, before),
        sections=tables(found.leaves, measures, root_id, tree, order),
        days={day: figure for day, figure in days.items() if day >= period.first_on},
        sparks=_sparks(kept, period),
        targets=of_frame(fresh, ("targets", period.last_on), lambda: targets(on=period.last_on)),
        limits=limits,
        is_whole=is_whole,
        has_units=bool(path) and (path[-1].id in found.leaves or ends_of_subtree(path[-1].id, tree) == {path[-1].id}),
    )


def _fresh(period: Period) -> Fresh:
    """What the worker counted ahead of the period and of the one before it."""
    return fresh_days(Span(previous(period).first_on, period.last_on, clock.now()))


def _bodies(period: Period, fresh: Fresh) -> Tree:
    return of_frame(fresh, ("bodies", period.last_on), lambda: organisation_tree(on=period.last_on))


def _kept(viewer: Viewer, measures: Collection[MeasureKey], period: Period, limits: Limits, fresh: Fresh) -> Series:
    """What was kept of the weeks up to the period's end, and of the period before it."""
    first = min(period.last_on - SPARK, previous(period).last_on)
    about = ("kept", scope_of(viewer), limits_of(limits), tuple(measures), first, period.last_on)
    return of_frame(fresh, about, lambda: kept_series(viewer, measures, Period(first, period.last_on), limits))


def _sparks(kept: Series, period: Period) -> Mapping[MeasureKey, Sequence[float]]:
    return {
        measure: [
            figure.share for day, figure in days.items() if figure.share is not None and day >= period.last_on - SPARK
        ]
        for measure, days in kept.items()
    }


def _days(viewer: Viewer, period: Period, limits: Limits, fresh: Fresh) -> Mapping[date, Figure]:
    """Both periods day by day: the trend, and what is needed to compare them."""
    both = Period(previous(period).first_on, period.last_on)
    return entry_by_day(viewer, both, limits, at=measured_at(period), fresh=fresh)


def _previous(days: Mapping[date, Figure], kept: Series, before: Period) -> Figures:
    """The period before: entries as they are counted now, the rest as it was kept."""
    return {**over_period(kept, before), MeasureKey.ENTRY: _sum_of(days, before)}


def _sum_of(days: Mapping[date, Figure], period: Period) -> Figure:
    within = [figure for day, figure in days.items() if period.first_on <= day <= period.last_on]
    return total(within, measure=MeasureKey.ENTRY)
