"""Tables of one level: leaves summed up by line, lines grouped with those they may be compared with, and sorted."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.directives.measures import Basis, totals
from app.directives.rules import MeasureKey
from app.monitoring.queries.figures import Figures, Leaves
from app.monitoring.rules import (
    NEVER_RANKED,
    Direction,
    Node,
    Section,
    Standing,
    Tree,
    in_order,
    leaves_by_line,
)


@dataclass(frozen=True)
class Order:
    """By which column a table is sorted; None is by name."""

    measure: MeasureKey | None = MeasureKey.ENTRY
    direction: Direction = Direction.UP


@dataclass(frozen=True)
class Line:
    """A body or a place with its figures; `is_own` are the rows of the page's own body or place."""

    node: Node
    figures: Figures
    is_own: bool


@dataclass(frozen=True)
class SectionTable:
    """Lines that may be compared with each other, in order, and their sum."""

    section: Section
    lines: Sequence[Line]
    total: Figures

    @property
    def is_ranked(self) -> bool:
        return self.section not in NEVER_RANKED

    def has_several_bases(self, measure: MeasureKey | None) -> bool:
        """Whether lines of a measure were counted by different denominators, so that they are not ranked together."""
        shown = [line.figures[measure] for line in self.lines if measure and measure in line.figures]
        return len({figure.basis for figure in shown if figure.is_rankable}) > 1

    @property
    def has_few(self) -> bool:
        """Whether a line has a share of so little that it is not ordered."""
        shown = (figure for line in self.lines for figure in line.figures.values())
        return any(figure.share is not None and not figure.is_rankable for figure in shown)


def tables(
    leaves: Leaves, measures: Collection[MeasureKey], root_id: int | None, tree: Tree, order: Order
) -> Sequence[SectionTable]:
    """What is one level below the root, every leaf in exactly one line."""
    below = leaves_by_line(leaves, root_id, tree)
    lines = [
        Line(tree[id_], totals(leaves, measures, ids=below[id_]), is_own=id_ == root_id) for id_ in tree if id_ in below
    ]
    grouped: defaultdict[Section, list[Line]] = defaultdict(list)
    for line in lines:
        grouped[line.node.section].append(line)
    return [_table(section, grouped[section], measures, order) for section in Section if section in grouped]


def _table(section: Section, lines: Sequence[Line], measures: Collection[MeasureKey], order: Order) -> SectionTable:
    total = totals({line.node.id: line.figures for line in lines}, measures)
    if order.measure is None or section in NEVER_RANKED:
        return SectionTable(section, lines, total)
    standings = [_standing(line.figures, order.measure, index) for index, line in enumerate(lines)]
    return SectionTable(section, [lines[index] for index in in_order(standings, order.direction)], total)


def _standing(figures: Figures, measure: MeasureKey, by_name: int) -> Standing:
    figure = figures.get(measure)
    if figure is None:
        return Standing(None, False, by_name)
    return Standing(figure.share, figure.is_rankable, by_name, block=list(Basis).index(figure.basis))
