"""The results table: bodies of one group side by side, with denominators, the change, and where it comes from."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app import clock
from app.directives.measures import Cut, Limits, Span, nothing, totals
from app.directives.rules import MeasureKey, Period
from app.door import Viewer
from app.monitoring.memory import scope_of
from app.monitoring.queries.figures import MEASURES, Figures, Leaves, measured
from app.monitoring.queries.kept import kept_leaves
from app.monitoring.queries.parts import fresh_days, of_frame
from app.monitoring.queries.tables import Order, SectionTable, tables
from app.monitoring.queries.trees import organisation_tree
from app.monitoring.rules import Section, Tree, leaves_by_line, line_of_each, previous

# Of these the period before is counted too, others are taken from what was kept of it. Heads' steps of another period
# are other steps, and so are the actions of another month.
COMPARED = (MeasureKey.QR, MeasureKey.ENTRY)


@dataclass(frozen=True)
class Results:
    """One group's table (None: the viewer sees no body), its lines' figures of the period before, and the groups."""

    table: SectionTable | None
    before: Mapping[int, Figures]
    sections: Sequence[Section]
    at: datetime


def results(viewer: Viewer, section: Section | None, period: Period, order: Order) -> Results:
    """The bodies of a group one level below the viewer's own; without a group the first one that there is."""
    fresh = fresh_days(Span(previous(period).first_on, period.last_on, clock.now()))
    tree = of_frame(fresh, ("bodies", period.last_on), lambda: organisation_tree(on=period.last_on))
    root_id = viewer.organisation_id
    lines = of_frame(fresh, ("lines", Cut.OWNER, root_id, period.last_on), lambda: line_of_each(root_id, tree))
    counted = measured(viewer, Cut.OWNER, MEASURES, period, Limits(), fresh=fresh, lines=lines)
    found = tables(counted.leaves, MEASURES, root_id, tree, order)
    table = next((each for each in found if each.section is section), found[0] if found else None)
    earlier = measured(viewer, Cut.OWNER, COMPARED, previous(period), Limits(), fresh=fresh, lines=lines)
    kept = of_frame(fresh, ("kept", scope_of(viewer), root_id, period), lambda: _kept(viewer, period, root_id, tree))
    before = _by_line(earlier.leaves, COMPARED, root_id, tree)
    for line_id, figures in kept.items():
        before[line_id] = {**before.get(line_id, {}), **figures}
    return Results(table, before, [each.section for each in found], counted.at)


def _kept(viewer: Viewer, period: Period, root_id: int | None, tree: Tree) -> Mapping[int, Figures]:
    kept = kept_leaves(viewer, previous(period))
    return _by_line(kept, _measures_in(kept), root_id, tree)


def _by_line(leaves: Leaves, measures: Collection[MeasureKey], root_id: int | None, tree: Tree) -> dict[int, Figures]:
    known = {id_: {each: leaf.get(each) or nothing(each) for each in measures} for id_, leaf in leaves.items()}
    lines = leaves_by_line([id_ for id_ in known if id_ in tree], root_id, tree)
    return {line_id: totals(known, measures, ids=ids) for line_id, ids in lines.items()}


def _measures_in(leaves: Leaves) -> Collection[MeasureKey]:
    return {measure for leaf in leaves.values() for measure in leaf}
