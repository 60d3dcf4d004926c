"""Units with their figures, where the drill-down ends."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from sqlalchemy import func
from sqlalchemy.orm import joinedload

from app import clock
from app.access.scope import Rows, counting, within
from app.db import db
from app.directives.measures import Cut, Limits, Span
from app.directives.rules import MeasureKey, Period
from app.door import Absent, Viewer
from app.monitoring.memory import limits_of, scope_of
from app.monitoring.queries.figures import OF_UNITS, Figures, Leaves, figures, measured_at
from app.monitoring.queries.parts import Fresh, for_a_moment, fresh_days, of_frame
from app.monitoring.queries.trees import area_tree, organisation_tree
from app.monitoring.rules import Node, Tree
from app.units.models import Unit, UnitOwnership
from app.units.queries import units_answered_for, units_located_in
from app.web.pagination import Page, Wish, paginate


@dataclass(frozen=True)
class UnitLine:
    """A unit and its figures; without any when nothing was due of it.

    `is_open`: whether the viewer may open its page; a body that answered for it may have handed it over since.
    """

    unit: Unit
    figures: Figures
    is_open: bool


@dataclass(frozen=True)
class UnitList:
    """A page of units, as UnitLines, and the body or place they stand directly under.

    `withheld_count`: how many more there are that are not named to the viewer.
    """

    node: Node
    page: Page
    withheld_count: int


def units_of_body(
    viewer: Viewer, organisation_id: int, period: Period, wish: Wish, measures: Sequence[MeasureKey] = OF_UNITS
) -> UnitList:
    """The units that a body itself answered for in the period, by name, as far as the viewer may see them.

    Raises Absent.
    """
    fresh = _fresh(period)
    tree = of_frame(fresh, ("bodies", period.last_on), lambda: organisation_tree(on=period.last_on))
    if organisation_id not in tree:
        raise Absent
    meant = partial(units_answered_for, organisation_id=organisation_id, first=period.first_on, last=period.last_on)
    limits = Limits(organisation_ids=[organisation_id])
    page, withheld = _page_of_units(viewer, period, meant, limits, wish, measures, fresh)
    is_own = viewer.sees_all or organisation_id in viewer.organisation_ids
    return _visible(UnitList(tree[organisation_id], page, withheld), is_own=is_own)


def units_of_area(
    viewer: Viewer, code: str, period: Period, wish: Wish, measures: Sequence[MeasureKey] = OF_UNITS
) -> UnitList:
    """The units located in a commune, by name, as far as the viewer may see them. Raises Absent."""
    fresh = _fresh(period)
    tree: Tree = of_frame(fresh, ("places",), area_tree)
    meant = [node for node in tree.values() if node.code == code]
    if not meant:
        raise Absent
    located = partial(units_located_in, area_id=meant[-1].id)
    page, withheld = _page_of_units(viewer, period, located, Limits(), wish, measures, fresh)
    is_own = viewer.sees_all or meant[-1].id in viewer.area_ids
    return _visible(UnitList(meant[-1], page, withheld), is_own=is_own)


def _visible(found: UnitList, *, is_own: bool) -> UnitList:
    if not (is_own or found.page.total or found.withheld_count):
        raise Absent
    return found


def _page_of_units(
    viewer: Viewer,
    period: Period,
    meant: Callable[[Viewer], Rows],
    limits: Limits,
    wish: Wish,
    measures: Sequence[MeasureKey],
    fresh: Fresh,
) -> tuple[Page, int]:
    stmt = meant(viewer).options(joinedload(Unit.organisation), joinedload(Unit.area))
    page = paginate(stmt.order_by(Unit.sort_key, Unit.id), wish)
    ids = [unit.id for unit in page.rows]
    about = ("units", scope_of(viewer), limits_of(limits), tuple(ids), period, tuple(measures))
    listed = replace(limits, unit_ids=ids)
    leaves = for_a_moment(fresh, about, lambda: _figures(viewer, period, listed, measures)) if ids else {}
    may_open = frozenset(db.session.scalars(within(viewer, Unit).where(Unit.id.in_(ids)).with_only_columns(Unit.id)))
    lines = [UnitLine(unit, leaves.get(unit.id, {}), unit.id in may_open) for unit in page.rows]
    return replace(page, rows=lines), _count(meant(counting(viewer))) - page.total


def _fresh(period: Period) -> Fresh:
    return fresh_days(Span(period.first_on, period.last_on, clock.now()))


def _figures(viewer: Viewer, period: Period, limits: Limits, measures: Sequence[MeasureKey]) -> Leaves:
    """Of a page of units: who answered for them is looked for once, not by every measure."""
    owned = within(counting(viewer), UnitOwnership).where(UnitOwnership.unit_id.in_(sorted(limits.unit_ids or ())))
    found = db.session.scalars(owned.with_only_columns(UnitOwnership.id)).all()
    limits = replace(limits, ownership_ids=found)
    return figures(viewer, Cut.UNIT, measures, period, limits, at=measured_at(period))


def _count(stmt: Rows) -> int:
    return db.session.scalar(stmt.with_only_columns(func.count(Unit.id))) or 0
