"""The rows behind a figure: a unit's day each, or what a body did: a step of `lead`, an action. Never a person."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from functools import partial

from app.access.scope import counting
from app.directives.measures import (
    LeadStep,
    Limits,
    Span,
    StepState,
    UnitDayRow,
    UnitFacts,
    count_unit_days,
    lead_steps,
    unit_day_rows,
)
from app.directives.measures.entry import ENTRY
from app.directives.measures.lead import StepKind
from app.directives.measures.qr import QR
from app.directives.measures.zones import ZONES
from app.directives.rules import MeasureKey, Period
from app.door import Absent, Viewer
from app.follow_ups.measure import ISOLATION
from app.monitoring.memory import scope_of
from app.monitoring.queries.ahead import Counted, Slice, count_days, has_withheld, page_of_days
from app.monitoring.queries.figures import measured_at
from app.monitoring.queries.parts import Fresh, for_a_moment, fresh_days
from app.monitoring.queries.rolled import BESIDE, FEW_FACTS, REGISTERED, rolled_areas, rolled_days
from app.monitoring.queries.trees import area_tree, organisation_tree
from app.monitoring.queries.written import WRITTEN, Dated, named, written_rows
from app.monitoring.rules import Node, Tree, ends_of_subtree, ids_of_subtree
from app.publicity.measure import PublicityRow, publicity_rows
from app.safety.measure import SAFETY
from app.web.languages import language
from app.web.pagination import Page, Wish


class Show(StrEnum):
    """Which rows of a figure: its denominator, its numerator, what is missing, or also what was not due."""

    DUE = "due"
    COUNTED = "counted"
    MISSING = "missing"
    ALL = "all"


FACTS: Mapping[MeasureKey, UnitFacts] = {
    MeasureKey.ENTRY: ENTRY,
    MeasureKey.QR: QR,
    MeasureKey.SAFETY: SAFETY,
    MeasureKey.ISOLATION: ISOLATION,
    MeasureKey.ZONES: ZONES,
}
# Of these each fact that was counted ahead is a row.
COUNTED_AHEAD: Mapping[MeasureKey, UnitFacts] = {facts.measure: facts for facts in (*REGISTERED, ZONES)}
BodyRow = LeadStep | PublicityRow
Row = UnitDayRow | BodyRow
# What bodies do themselves: few rows, listed by the measure's own chapter.
OF_BODIES: Mapping[MeasureKey, Callable[[Viewer, Span, Limits], Sequence[BodyRow]]] = {
    MeasureKey.LEAD: lead_steps,
    MeasureKey.PUBLICISE: publicity_rows,
}


@dataclass(frozen=True)
class Wanted:
    """Which figure's rows: of a body (alone, or with those below it), of a place, or of all that the viewer sees.

    Of what heads do (`lead`): one `task` only, and `only_open`, what nobody has done yet.
    """

    measure: MeasureKey
    period: Period
    body_id: int | None = None
    only_own: bool = False
    area_code: str = ""
    show: Show = Show.DUE
    task: StepKind | None = None
    only_open: bool = False


@dataclass(frozen=True)
class Rows:
    """The rows meant by an address: where they are, and as of when they are counted."""

    wanted: Wanted
    limits: Limits
    at: datetime
    body: Node | None
    area: Node | None


def has_rows(measure: MeasureKey) -> bool:
    """Whether the rows behind a measure's figures can be shown."""
    return measure in FACTS or measure in OF_BODIES


def wanted_rows(viewer: Viewer, wanted: Wanted) -> Rows:
    """What an address means. Raises Absent for a measure without rows, and for a body or place that is not there."""
    if not has_rows(wanted.measure):
        raise Absent
    body, organisation_ids = _body(wanted)
    area, area_ids = _area(wanted)
    limits = Limits(organisation_ids=organisation_ids, area_ids=area_ids)
    rows = Rows(wanted, limits, measured_at(wanted.period), body, area)
    if not _may_see(viewer, rows):
        raise Absent
    return rows


def page_of_rows(viewer: Viewer, rows: Rows, wish: Wish) -> Page:
    """One page of the rows, the newest day first; weakest, that is missing, rows are found by Show.MISSING."""
    offset = (wish.number - 1) * wish.size
    fresh = fresh_days(_span(rows))
    about = ("rows", scope_of(viewer), rows.wanted, wish, language())
    return for_a_moment(fresh, about, lambda: _page(viewer, rows, wish, offset, fresh))


def _page(viewer: Viewer, rows: Rows, wish: Wish, offset: int, fresh: Fresh) -> Page:
    if rows.wanted.measure in OF_BODIES:
        steps = _of_bodies(viewer, rows)
        return Page(steps[offset : offset + wish.size], wish.number, wish.size, len(steps))
    if _has_none(viewer, rows, fresh):
        return Page([], wish.number, wish.size, 0)
    written = _written(viewer, rows, fresh)
    if written is not None:
        return Page(named(viewer, written[offset : offset + wish.size]), wish.number, wish.size, len(written))
    counted = _counted_ahead(viewer, rows, fresh)
    found = _unit_days(viewer, rows, counted, limit=wish.size, offset=offset)
    return Page(found, wish.number, wish.size, counted.total if counted else _count(viewer, rows))


def _written(viewer: Viewer, rows: Rows, fresh: Fresh) -> Sequence[Dated] | None:
    if rows.wanted.measure is not WRITTEN.measure:
        return None
    return written_rows(viewer, _span(rows), rows.limits, _whys(rows.wanted), fresh)


def _has_none(viewer: Viewer, rows: Rows, fresh: Fresh) -> bool:
    """Whether the worker counted no fact at all of what is not in the register: most days of most communes."""
    measure = rows.wanted.measure
    if measure in COUNTED_AHEAD or viewer.acted is not None:
        return False
    return rolled_days(viewer, _span(rows), rows.limits, FACTS[measure], fresh=fresh) == {}


def all_rows(viewer: Viewer, rows: Rows, *, limit: int) -> Sequence[Row]:
    """The first `limit` rows, for exports."""
    if rows.wanted.measure in OF_BODIES:
        return _of_bodies(viewer, rows)[:limit]
    return _unit_days(viewer, rows, _counted_ahead(viewer, rows), limit=limit, offset=0)


def count_withheld(viewer: Viewer, rows: Rows, *, listed: int | None = None) -> int:
    """How many rows the figure has besides those `listed`: of units that are not named to the viewer."""
    if rows.wanted.measure in OF_BODIES or not has_withheld(viewer):
        return 0
    about, fresh = ("everything", scope_of(viewer), rows.wanted), fresh_days(_span(rows))
    everything = for_a_moment(fresh, about, lambda: _count_everything(viewer, rows, fresh))
    return everything - (_count(viewer, rows) if listed is None else listed)


def _count_everything(viewer: Viewer, rows: Rows, fresh: Fresh) -> int:
    if _has_none(counting(viewer), rows, fresh):
        return 0
    counted = _counted_ahead(counting(viewer), rows, fresh)
    return counted.total if counted else _count(counting(viewer), rows)


def _body(wanted: Wanted) -> tuple[Node | None, Collection[int] | None]:
    if wanted.body_id is None:
        return None, None
    tree = organisation_tree(on=wanted.period.last_on)
    if wanted.body_id not in tree:
        raise Absent
    ids = {wanted.body_id} if wanted.only_own else ids_of_subtree(wanted.body_id, tree)
    return tree[wanted.body_id], ids


def _area(wanted: Wanted) -> tuple[Node | None, Collection[int] | None]:
    if not wanted.area_code:
        return None, None
    tree: Tree = area_tree()
    meant = [node for node in tree.values() if node.code == wanted.area_code]
    if not meant:
        raise Absent
    return meant[-1], ends_of_subtree(meant[-1].id, tree)


def _may_see(viewer: Viewer, rows: Rows) -> bool:
    """Own bodies and places always; others as far as there are rows for this viewer."""
    if viewer.sees_all or (rows.body is None and rows.area is None):
        return True
    own_body = rows.body is not None and rows.body.id in viewer.organisation_ids
    own_area = rows.area is not None and frozenset(rows.limits.area_ids or ()) <= viewer.area_ids
    return own_body or own_area or _has_any(counting(viewer), _everything(rows))


def _has_any(viewer: Viewer, rows: Rows) -> bool:
    written = _written(viewer, rows, fresh_days(_span(rows)))
    if written is not None:
        return bool(written)
    counted = None if rows.wanted.measure in OF_BODIES else _counted_ahead(viewer, rows)
    return bool(all_rows(viewer, rows, limit=1)) if counted is None else counted.total > 0


def _everything(rows: Rows) -> Rows:
    wanted = Wanted(rows.wanted.measure, rows.wanted.period, show=Show.ALL)
    return Rows(wanted, rows.limits, rows.at, rows.body, rows.area)


def _unit_days(viewer: Viewer, rows: Rows, counted: Counted | None, *, limit: int, offset: int) -> Sequence[UnitDayRow]:
    if counted is None:
        return _of_period(viewer, rows, limit=limit, offset=offset)
    found = _beside(viewer, rows, counted, limit=limit, offset=offset)
    ask = partial(_of_units, viewer, rows)
    after, missing = max(offset - counted.beside, 0), limit - len(found)
    return [*found, *page_of_days(viewer, rows.limits, counted, ask, limit=missing, offset=after)]


def _beside(viewer: Viewer, rows: Rows, counted: Counted, *, limit: int, offset: int) -> Sequence[UnitDayRow]:
    """Those rows of the figure's last day that are of no unit: by name they come first."""
    if offset >= counted.beside:
        return []
    if counted.beside_rows:
        return counted.beside_rows[offset : offset + limit]
    return _rows_beside(viewer, rows, limit=limit, offset=offset)


def _rows_beside(viewer: Viewer, rows: Rows, *, limit: int | None, offset: int) -> Sequence[UnitDayRow]:
    facts = BESIDE[rows.wanted.measure]
    return facts.rows(viewer, _span(rows), rows.limits, whys=_whys(rows.wanted), limit=limit, offset=offset)


def _of_units(
    viewer: Viewer, rows: Rows, day: date, part: Slice | None, limit: int | None, offset: int
) -> Sequence[UnitDayRow]:
    """The rows of a day that were counted ahead, without those `_beside`."""
    facts, limits = COUNTED_AHEAD[rows.wanted.measure], rows.limits
    if part:
        limits = replace(limits, unit_ids=part.unit_ids, ownership_ids=part.ownership_ids)
    return facts.rows(viewer, Span(day, day, rows.at), limits, whys=_whys(rows.wanted), limit=limit, offset=offset)


def _of_period(viewer: Viewer, rows: Rows, *, limit: int, offset: int) -> Sequence[UnitDayRow]:
    return unit_day_rows(
        viewer,
        rows.wanted.measure,
        first=rows.wanted.period.first_on,
        last=rows.wanted.period.last_on,
        organisation_ids=rows.limits.organisation_ids,
        area_ids=rows.limits.area_ids,
        whys=_whys(rows.wanted),
        limit=limit,
        offset=offset,
        at=rows.at,
    )


def _counted_ahead(viewer: Viewer, rows: Rows, fresh: Fresh | None = None) -> Counted | None:
    """How many rows each day has; None where facts have to be asked."""
    measure = rows.wanted.measure
    if measure not in COUNTED_AHEAD or (measure in FEW_FACTS and viewer.acted is not None):
        return None
    facts = COUNTED_AHEAD[measure]
    counted = count_days(viewer, facts, _span(rows), rows.limits, _whys(rows.wanted), fresh=fresh)
    if counted is None or measure not in BESIDE:
        return counted
    known = None if fresh is None or viewer.acted else rolled_areas(viewer, _span(rows), rows.limits, fresh)
    if known is None:
        # A hundred and a half at most: read once they need not be counted besides.
        listed = _rows_beside(viewer, rows, limit=None, offset=0)
        return replace(counted, beside=len(listed), beside_rows=listed)
    whys = _whys(rows.wanted)
    return replace(counted, beside=sum(count for why, count in known.items() if whys is None or why in whys))


def _span(rows: Rows) -> Span:
    return Span(rows.wanted.period.first_on, rows.wanted.period.last_on, rows.at)


def _count(viewer: Viewer, rows: Rows) -> int:
    period = rows.wanted.period
    return count_unit_days(
        viewer,
        rows.wanted.measure,
        first=period.first_on,
        last=period.last_on,
        organisation_ids=rows.limits.organisation_ids,
        area_ids=rows.limits.area_ids,
        whys=_whys(rows.wanted),
        at=rows.at,
    )


def _whys(wanted: Wanted) -> Collection[str] | None:
    facts = FACTS[wanted.measure]
    due = frozenset(facts.reasons) - facts.not_due
    match wanted.show:
        case Show.DUE:
            return due
        case Show.COUNTED:
            return facts.counted
        case Show.MISSING:
            return due - facts.counted
        case Show.ALL:
            return None


def _of_bodies(viewer: Viewer, rows: Rows) -> Sequence[BodyRow]:
    period = rows.wanted.period
    span = Span(period.first_on, period.last_on, rows.at)
    listed = OF_BODIES[rows.wanted.measure](viewer, span, rows.limits) if rows.limits.area_ids is None else []
    listed = [row for row in listed if _is_meant(rows.wanted, row)]
    match rows.wanted.show:
        case Show.COUNTED:
            return [row for row in listed if row.is_counted]
        case Show.MISSING:
            return [row for row in listed if row.is_due and not row.is_counted]
        case Show.DUE:
            return [row for row in listed if row.is_due]
        case Show.ALL:
            return listed


def _is_meant(wanted: Wanted, row: BodyRow) -> bool:
    if not isinstance(row, LeadStep):
        return True
    return wanted.task in (None, row.kind) and not (wanted.only_open and row.state is not StepState.MISSING)
