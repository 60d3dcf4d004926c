"""Units with their figures, where the drill-down ends."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

from sqlalchemy import func, true, union

from app import clock
from app.access.scope import Rows, counting, covered_by, criterion, within
from app.areas.models import Area
from app.db import db
from app.directives.measures import Cut, Limits, Span
from app.directives.measures.calendar import units_by_ways
from app.directives.rules import MeasureKey, Period
from app.door import Absent, Viewer
from app.monitoring.memory import scope_of
from app.monitoring.queries.figures import OF_UNITS, Figures, Leaves, figures, measured_at
from app.monitoring.queries.parts import NOTHING, Fresh, for_a_moment, fresh_days, of_frame
from app.monitoring.queries.trees import area_tree, organisation_tree
from app.monitoring.rules import Node, Tree
from app.organisations.models import Organisation
from app.units.models import Unit, UnitOwnership
from app.units.queries import units_answered_for, units_located_in
from app.units.rules import UnitStatus
from app.web.pagination import SIZES, Page, Wish


class ListedUnit(NamedTuple):
    """What a list says of a unit."""

    id: int
    name: str
    status: UnitStatus
    organisation_id: int
    organisation_name: str
    area_name: str


@dataclass(frozen=True)
class UnitLine:
    """A unit and its figures; without any when nothing was due of it.

    `is_open`: whether the viewer may open its page; a body that answered for it may have handed it over since.
    """

    unit: ListedUnit
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
    about = ("units of a body", scope_of(viewer), organisation_id, period, wish, tuple(measures))
    page, withheld = for_a_moment(
        _on_screen(fresh, wish), about, lambda: _page_of_units(viewer, period, meant, limits, wish, measures)
    )
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
    about = ("units of a place", scope_of(viewer), meant[-1].id, period, wish, tuple(measures))
    page, withheld = for_a_moment(
        _on_screen(fresh, wish), about, lambda: _page_of_units(viewer, period, located, Limits(), wish, measures)
    )
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
) -> tuple[Page, int]:
    units, total = _listed(viewer, meant(viewer), wish), _count(meant(viewer))
    listed = replace(limits, unit_ids=[unit.id for unit, _is_open in units])
    leaves = _figures(viewer, period, listed, measures) if units else {}
    lines = [UnitLine(unit, leaves.get(unit.id, {}), is_open) for unit, is_open in units]
    withheld = 0 if viewer.sees_restricted else _count(meant(counting(viewer))) - total
    return Page(lines, wish.number, wish.size, total), withheld


def _listed(viewer: Viewer, meant: Rows, wish: Wish) -> Sequence[tuple[ListedUnit, bool]]:
    mine = criterion(viewer, Unit)
    columns = (Unit.id, Unit.name, Unit.status, Unit.organisation_id, Organisation.name, Area.name)
    stmt = meant.with_only_columns(*columns, true() if mine is None else mine)
    stmt = stmt.join(Unit.organisation).join(Unit.area)
    stmt = stmt.order_by(Unit.sort_key, Unit.id).limit(wish.size).offset((wish.number - 1) * wish.size)
    rows = db.session.execute(covered_by(stmt, meant, within(viewer, Unit)))
    return [(ListedUnit(*row[:-1]), bool(row[-1])) for row in rows]


def _fresh(period: Period) -> Fresh:
    return fresh_days(Span(period.first_on, period.last_on, clock.now()))


def _on_screen(fresh: Fresh, wish: Wish) -> Fresh:
    """Pages of files are so large that nobody remembers them."""
    return fresh if wish.size in SIZES else NOTHING


def _figures(viewer: Viewer, period: Period, limits: Limits, measures: Sequence[MeasureKey]) -> Leaves:
    """Of a page of units: who answered for them is looked for once, not by every measure."""
    ways = units_by_ways(counting(viewer), Limits(unit_ids=limits.unit_ids))
    owned = union(*(way.with_only_columns(UnitOwnership.id) for way in ways))
    limits = replace(limits, ownership_ids=db.session.scalars(covered_by(owned, *ways)).all())
    return figures(viewer, Cut.UNIT, measures, period, limits, at=measured_at(period))


def _count(stmt: Rows) -> int:
    return db.session.scalar(stmt.with_only_columns(func.count(Unit.id))) or 0
