"""The indicators of isolation by place: districts, communes, then sites and teams; each level sums up the next."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.access.scope import within
from app.areas.queries import PROVINCE_CODE
from app.db import db
from app.directives.measures import Span
from app.door import Absent, Viewer
from app.follow_ups.queries.indicators import Leaf, Where, indicators_by_leaf
from app.follow_ups.rules.indicators import Indicators, add_up
from app.monitoring.queries.parts import fresh_days, of_frame
from app.monitoring.queries.rows import Rows
from app.monitoring.queries.trees import area_tree
from app.monitoring.queries.written_people import written_people
from app.monitoring.rules import Node, Tree, path_to
from app.units.models import Unit
from app.zones.models import Team


@dataclass(frozen=True)
class IsolationLine:
    """A place that leads on (`code`), or a site or a team's homes (`leaf`); neither: sites that are not named."""

    name: str
    indicators: Indicators
    code: str = ""
    leaf: Leaf | None = None


@dataclass(frozen=True)
class IsolationTable:
    """What lies in a place, line by line, and all of it."""

    node: Node
    path: Sequence[Node]
    lines: Sequence[IsolationLine]
    total: Indicators


def where_of(rows: Rows, leaf: Leaf | None = None) -> Where:
    """Whose people an address of the drill-down means."""
    period = rows.wanted.period
    return Where(Span(period.first_on, period.last_on, rows.at), rows.limits, leaf)


def isolation_table(viewer: Viewer, rows: Rows) -> IsolationTable:
    """The lines below a place, the whole province where the address names none."""
    where = where_of(rows)
    fresh = fresh_days(where.span)
    known = written_people(viewer, where.span, where.limits, fresh)
    tree: Tree = of_frame(fresh, ("places",), area_tree)
    found = indicators_by_leaf(viewer, where, known=known)
    top = next(each for each in tree.values() if each.code == PROVINCE_CODE and each.parent_id is None)
    node = rows.area or _first_fork(top, {leaf.area_id for leaf in found}, tree)
    groups: defaultdict[int, list[Indicators]] = defaultdict(list)
    for leaf, part in found.items():
        if leaf.area_id != node.id:
            groups[_below(leaf.area_id, node, tree)].append(part)
    lines = [IsolationLine(tree[id_].name, add_up(groups[id_]), code=tree[id_].code) for id_ in tree if id_ in groups]
    own = {leaf: part for leaf, part in found.items() if leaf.area_id == node.id}
    return IsolationTable(node, path_to(node.id, tree), [*lines, *_leaves(viewer, own)], add_up(found.values()))


def find_leaf(rows: Rows, unit_id: int | None, team_id: int | None, *, at_home: bool) -> Leaf | None:
    """The site, or the homes of a team (0: of none), that an address names in a commune. Raises Absent."""
    if unit_id is None and not at_home:
        return None
    if rows.area is None:
        raise Absent
    return Leaf(rows.area.id, unit_id, None if unit_id else team_id or None)


def _below(area_id: int, node: Node, tree: Tree) -> int:
    """Which place directly below `node` holds the commune."""
    while tree[area_id].parent_id not in (node.id, None):
        area_id = tree[area_id].parent_id or 0
    return area_id


def _first_fork(node: Node, area_ids: set[int], tree: Tree) -> Node:
    """The place below which all that the viewer sees lies: who looks after one commune begins there."""
    while area_ids and node.id not in area_ids and len(below := {_below(id_, node, tree) for id_ in area_ids}) == 1:
        node = tree[below.pop()]
    return node


def _leaves(viewer: Viewer, own: Mapping[Leaf, Indicators]) -> list[IsolationLine]:
    """Sites by name, then homes by team; what is withheld or unknown by name is one line."""
    sites, teams = names_of_leaves(viewer, own)
    lines, withheld = [], []
    for leaf, part in own.items():
        if leaf.unit_id is None:
            name = teams.get(leaf.team_id, "") if leaf.team_id else ""
            lines.append((1, name, IsolationLine(name, part, leaf=leaf)))
        elif leaf.unit_id in sites:
            lines.append((0, sites[leaf.unit_id], IsolationLine(sites[leaf.unit_id], part, leaf=leaf)))
        else:
            withheld.append(part)
    listed = [line for _rank, _name, line in sorted(lines, key=lambda each: each[:2])]
    return listed + ([IsolationLine("", add_up(withheld))] if withheld else [])


def names_of_leaves(viewer: Viewer, leaves: Mapping[Leaf, object]) -> tuple[Mapping[int, str], Mapping[int, str]]:
    """The names of sites and of teams, as far as they are the viewer's to see."""
    found = []
    for model, ids in ((Unit, {each.unit_id for each in leaves}), (Team, {each.team_id for each in leaves})):
        ids.discard(None)
        stmt = within(viewer, model).where(model.id.in_(sorted(ids))).with_only_columns(model.id, model.name)
        found.append(dict(db.session.execute(stmt).all()) if ids else {})
    return found[0], found[1]
