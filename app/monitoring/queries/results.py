"""The results table: bodies of one group side by side, with denominators, the change, and where it comes from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app import clock
from app.directives.measures import Cut, Limits, Span, totals
from app.directives.rules import MeasureKey, Period
from app.door import Viewer
from app.monitoring.memory import scope_of
from app.monitoring.queries.figures import MEASURES, Figures, Leaves, measured
from app.monitoring.queries.parts import for_a_moment, fresh_days
from app.monitoring.queries.tables import Order, SectionTable, tables
from app.monitoring.queries.trees import organisation_tree
from app.monitoring.rules import Section, Tree, leaves_by_line, previous

# Of these the period before is counted too; heads' steps of another period are other steps.
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
    tree = for_a_moment(fresh, ("bodies", period.last_on), lambda: organisation_tree(on=period.last_on))
    root_id = viewer.organisation_id
    counted = measured(viewer, Cut.OWNER, MEASURES, period, Limits(), fresh=fresh)
    about = ("tables", scope_of(viewer), "results", period, counted.version, root_id, order)
    found = for_a_moment(fresh, about, lambda: tables(counted.leaves, MEASURES, root_id, tree, order))
    table = next((each for each in found if each.section is section), found[0] if found else None)
    earlier = measured(viewer, Cut.OWNER, COMPARED, previous(period), Limits(), fresh=fresh)
    about_earlier = ("earlier", scope_of(viewer), period, earlier.version, root_id)
    before = for_a_moment(fresh, about_earlier, lambda: _by_line(earlier.leaves, root_id, tree))
    return Results(table, before, [each.section for each in found], counted.at)


def _by_line(leaves: Leaves, root_id: int | None, tree: Tree) -> Mapping[int, Figures]:
    lines = leaves_by_line(leaves, root_id, tree)
    return {line_id: totals(leaves, COMPARED, ids=ids) for line_id, ids in lines.items()}
