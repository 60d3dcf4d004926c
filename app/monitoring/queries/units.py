"""Units with their figures, where the drill-down ends."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement
from sqlalchemy.orm import joinedload

from app.access.scope import within
from app.directives.measures import Cut, Limits
from app.directives.rules import Period
from app.door import Absent, Viewer
from app.monitoring.queries.figures import OF_UNITS, Figures, figures
from app.monitoring.queries.trees import area_tree, organisation_tree
from app.monitoring.rules import Node
from app.units.models import Unit
from app.web.pagination import Page, Wish, paginate


@dataclass(frozen=True)
class UnitLine:
    """A unit and its figures; without any when nothing was due of it."""

    unit: Unit
    figures: Figures


@dataclass(frozen=True)
class UnitList:
    """A page of units, as UnitLines, and the body or place they stand directly under."""

    node: Node
    page: Page


def units_of_body(viewer: Viewer, organisation_id: int, period: Period, wish: Wish) -> UnitList:
    """The units that a body itself answers for, by name, as far as the viewer may see them. Raises Absent."""
    tree = organisation_tree(on=period.last_on)
    if organisation_id not in tree:
        raise Absent
    page = _page_of_units(viewer, period, Unit.organisation_id == organisation_id, wish)
    return _visible(tree[organisation_id], page, is_own=viewer.sees_all or organisation_id in viewer.organisation_ids)


def units_of_area(viewer: Viewer, code: str, period: Period, wish: Wish) -> UnitList:
    """The units located in a commune, by name, as far as the viewer may see them. Raises Absent."""
    meant = [node for node in area_tree().values() if node.code == code]
    if not meant:
        raise Absent
    page = _page_of_units(viewer, period, Unit.area_id == meant[-1].id, wish)
    return _visible(meant[-1], page, is_own=viewer.sees_all or meant[-1].id in viewer.area_ids)


def _visible(node: Node, page: Page, *, is_own: bool) -> UnitList:
    if not (is_own or page.total):
        raise Absent
    return UnitList(node, page)


def _page_of_units(viewer: Viewer, period: Period, meant: ColumnElement[bool], wish: Wish) -> Page:
    stmt = within(viewer, Unit).where(meant).options(joinedload(Unit.organisation), joinedload(Unit.area))
    page = paginate(stmt.order_by(Unit.sort_key, Unit.id), wish)
    shown = Limits(unit_ids=[unit.id for unit in page.rows])
    leaves = figures(viewer, Cut.UNIT, OF_UNITS, period, shown) if page.rows else {}
    lines = [UnitLine(unit, leaves.get(unit.id, {})) for unit in page.rows]
    return Page(lines, page.number, page.size, page.total)
