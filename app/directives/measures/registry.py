"""Which measures are counted, and the questions that desks, tables and reports ask of them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Protocol

from sqlalchemy import BindParameter

from app.clock import now
from app.directives.measures.entry import ENTRY
from app.directives.measures.figures import Cut, Figure, Limits, Span, absent, nothing, total
from app.directives.measures.lead import LEAD
from app.directives.measures.qr import QR
from app.directives.measures.unit_facts import UnitDayRow, UnitFacts
from app.directives.measures.zones import ZONES
from app.directives.rules import MeasureKey
from app.door import Viewer
from app.organisations.queries import ids_below


class Source(Protocol):
    """Who counts a measure: the leaves of a cut that have something, by id."""

    def figures(self, viewer: Viewer, cut: Cut, span: Span, limits: Limits) -> dict[int, Figure]: ...


_sources: dict[MeasureKey, Source] = {
    MeasureKey.LEAD: LEAD,
    MeasureKey.QR: QR,
    MeasureKey.ENTRY: ENTRY,
    MeasureKey.ZONES: ZONES,
}


def register(measure: MeasureKey, source: Source) -> None:
    """Let a later chapter count a measure that was absent before."""
    _sources[measure] = source


def figures_by(
    viewer: Viewer,
    cut: Cut,
    measures: Iterable[MeasureKey],
    *,
    first: date,
    last: date,
    organisation_ids: Collection[int] | None = None,
    area_ids: Collection[int] | None = None,
    unit_ids: Collection[int] | None = None,
    unit_kinds: Collection[str] | None = None,
    ownership_ids: Collection[int] | BindParameter[Any] | None = None,
    at: datetime | None = None,
    known: Mapping[MeasureKey, Mapping[int, Figure]] = MappingProxyType({}),
) -> dict[int, dict[MeasureKey, Figure]]:
    """The leaves: figures by body, commune or unit id, for the days `first` to `last` as known at `at` (default now).

    Only units within the viewer's scope and the given ids count. A leaf without any fact is missing; a leaf that is
    there has every measure asked for. What is `known` of a measure, by leaf, is not counted again.
    """
    asked, span = tuple(measures), Span(first, last, at or now())
    limits = Limits(organisation_ids, area_ids, unit_ids, unit_kinds, ownership_ids)
    counted = [each for each in asked if each in _sources and each not in known]
    found = {**known, **{each: _sources[each].figures(viewer, cut, span, limits) for each in counted}}
    leaf_ids = {leaf_id for leaves in found.values() for leaf_id in leaves}
    return {leaf_id: {each: _leaf(each, found, leaf_id) for each in asked} for leaf_id in sorted(leaf_ids)}


def _leaf(measure: MeasureKey, found: Mapping[MeasureKey, Mapping[int, Figure]], leaf_id: int) -> Figure:
    if measure not in found:
        return absent(measure)
    return found[measure].get(leaf_id) or nothing(measure)


def totals(
    leaves: Mapping[int, Mapping[MeasureKey, Figure]],
    measures: Iterable[MeasureKey],
    *,
    ids: Iterable[int] | None = None,
) -> dict[MeasureKey, Figure]:
    """The sum over leaves (over those of `ids`) of every measure asked for; without leaves nothing was due."""
    chosen = list(leaves.values()) if ids is None else [leaves[leaf_id] for leaf_id in ids if leaf_id in leaves]
    return {each: _sum(each, [leaf[each] for leaf in chosen]) for each in measures}


def _sum(measure: MeasureKey, figures: Sequence[Figure]) -> Figure:
    return total(figures, measure=measure) if measure in _sources else absent(measure)


def figures_of_body(
    viewer: Viewer,
    organisation_id: int,
    measures: Iterable[MeasureKey],
    *,
    first: date,
    last: date,
    unit_kinds: Collection[str] | None = None,
    at: datetime | None = None,
    below: Collection[int] | None = None,
) -> dict[MeasureKey, Figure]:
    """What a body answers for: its own units (of some kinds) and those of the bodies below it, wherever they are.

    `below` are the ids of these bodies, for who asks more than once.
    """
    asked, ids = tuple(measures), ids_below(organisation_id) if below is None else below
    leaves = figures_by(
        viewer, Cut.OWNER, asked, first=first, last=last, organisation_ids=ids, unit_kinds=unit_kinds, at=at
    )
    return totals(leaves, asked)


def unit_day_rows(
    viewer: Viewer,
    measure: MeasureKey,
    *,
    first: date,
    last: date,
    organisation_ids: Collection[int] | None = None,
    area_ids: Collection[int] | None = None,
    unit_ids: Collection[int] | None = None,
    whys: Collection[str] | None = None,
    limit: int | None = None,
    offset: int = 0,
    at: datetime | None = None,
) -> Sequence[UnitDayRow]:
    """The rows behind a figure, newest day first; a measure that does not count days of units has none."""
    source, span = _sources.get(measure), Span(first, last, at or now())
    if not isinstance(source, UnitFacts):
        return []
    limits = Limits(organisation_ids, area_ids, unit_ids)
    return source.rows(viewer, span, limits, whys=whys, limit=limit, offset=offset)


def count_unit_days(
    viewer: Viewer,
    measure: MeasureKey,
    *,
    first: date,
    last: date,
    organisation_ids: Collection[int] | None = None,
    area_ids: Collection[int] | None = None,
    unit_ids: Collection[int] | None = None,
    whys: Collection[str] | None = None,
    at: datetime | None = None,
) -> int:
    """How many rows `unit_day_rows` has in all."""
    source, span = _sources.get(measure), Span(first, last, at or now())
    if not isinstance(source, UnitFacts):
        return 0
    return source.count(viewer, span, Limits(organisation_ids, area_ids, unit_ids), whys=whys)
