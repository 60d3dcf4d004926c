"""Measures whose facts are days of units: one statement yields the facts, grouped for figures or listed as rows.

A table of rolled-up days can replace the scan later: it has to answer `figures` with the same keys.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Integer, Subquery, and_, cast, func, literal, select, true

from app.access.scope import Rows, counting, covered_by, criterion, within
from app.areas.models import Area
from app.db import db
from app.directives.measures.calendar import OWNERSHIP_IDS
from app.directives.measures.figures import Cut, Figure, Limits, Span
from app.directives.measures.kept import kept
from app.directives.rules import MeasureKey
from app.door import Viewer
from app.organisations.models import Organisation
from app.units.models import Unit

COLUMNS = {Cut.OWNER: "organisation_id", Cut.PLACE: "area_id", Cut.UNIT: "unit_id"}
# (viewer, span, limits) → select of unit_id, organisation_id, area_id, day, why and the columns of `sums`;
# None when no day of the span can be due.
Facts = Callable[[Viewer, Span, Limits], Rows | None]


@dataclass(frozen=True)
class UnitDayRow:
    """One row behind a figure: a unit, a day, who answered on it, whether it was due and counted, and why.

    `point` names a vehicle of the unit. A place that a list names and nobody registered has a negative `unit_id`.
    Where rows are counts of people, `people` says of how many; elsewhere it is 1.
    `is_open`: whether the viewer may open the unit's page; a body that answered then may have handed it over since.
    """

    unit_id: int
    unit_name: str
    organisation_id: int
    organisation_name: str
    area_id: int
    area_name: str
    day: date
    point: str
    is_open: bool
    people: int
    why: str
    is_due: bool
    is_counted: bool


@dataclass(frozen=True)
class UnitFacts:
    """A measure over days of units. `counted`: reasons of the numerator; `not_due`: reasons outside the denominator.

    `weight` names the column that says how much a fact counts, where it is more than one. `is_answered_for`: its facts
    are those of `units_meant`, so that who answered says whose they are.
    """

    measure: MeasureKey
    facts: Facts
    reasons: Sequence[str]
    counted: frozenset[str]
    not_due: frozenset[str] = frozenset()
    sums: Sequence[str] = ()
    weight: str = ""
    is_answered_for: bool = False

    def figures(self, viewer: Viewer, cut: Cut, span: Span, limits: Limits) -> dict[int, Figure]:
        """The leaves that have a fact, by id; units that are withheld from the viewer count too."""

        def build(asked: Limits) -> Rows | None:
            stmt = self.facts(counting(viewer), span, asked)
            return None if stmt is None else self._grouped(stmt, cut)

        splits: defaultdict[int, Counter[str]] = defaultdict(Counter)
        for leaf_id, why, count, *sums in self._ask(viewer, span, limits, (cut,), build):
            splits[leaf_id][why] += count
            if why not in self.not_due:
                splits[leaf_id].update(dict(zip(self.sums, sums, strict=True)))
        return {leaf_id: self.figure(split) for leaf_id, split in splits.items()}

    def rows(
        self,
        viewer: Viewer,
        span: Span,
        limits: Limits,
        *,
        whys: Collection[str] | None,
        limit: int | None,
        offset: int,
    ) -> Sequence[UnitDayRow]:
        """The facts one by one, newest day first, then by the unit's name."""

        def build(asked: Limits) -> Rows | None:
            stmt = self.facts(viewer, span, asked)
            listed = None if stmt is None else self._listed(viewer, stmt, stmt.subquery("fact"), whys)
            return listed if listed is None or limit is None else listed.limit(limit).offset(offset)

        about = (None if whys is None else frozenset(whys), limit, offset)
        return [self._row(*row) for row in self._ask(viewer, span, limits, about, build)]

    def _ask(
        self,
        viewer: Viewer,
        span: Span,
        limits: Limits,
        about: tuple[Hashable, ...],
        build: Callable[[Limits], Rows | None],
    ) -> Iterable[Any]:
        """What a statement says. To build one takes longer than few units to answer: of these it is kept."""
        if limits.ownership_ids is None or not self.is_answered_for:
            stmt = build(limits)
            return () if stmt is None else db.session.execute(stmt)
        stmt = kept((self.measure, self.facts, about), viewer, span, limits, build)
        return () if stmt is None else db.session.execute(stmt, {OWNERSHIP_IDS: sorted(limits.ownership_ids)})

    def count(self, viewer: Viewer, span: Span, limits: Limits, *, whys: Collection[str] | None) -> int:
        """How many rows there are for this viewer; for `counting(viewer)`, how many the figure has."""
        stmt = self.facts(viewer, span, limits)
        if stmt is None:
            return 0
        fact = stmt.subquery("fact")
        counted = select(func.count()).select_from(fact)
        return db.session.scalar(covered_by(_of(counted, fact, whys), stmt)) or 0

    def _grouped(self, stmt: Rows, cut: Cut) -> Rows:
        fact = stmt.subquery("fact")
        keys = (fact.c[COLUMNS[cut]], fact.c.why)
        # A sum of large integers is a decimal to PostgreSQL.
        sums = [cast(func.sum(fact.c[name]), Integer).label(name) for name in self.sums]
        count = cast(func.sum(fact.c[self.weight]), Integer) if self.weight else func.count()
        return covered_by(select(*keys, count, *sums).group_by(*keys), stmt)

    def figure(self, split: Mapping[str, int]) -> Figure:
        """The figure of which these are the facts by reason, and the sums."""
        named = {name: split.get(name, 0) for name in (*self.reasons, *self.sums)}
        due = sum(named[why] for why in self.reasons if why not in self.not_due)
        return Figure(self.measure, sum(named[why] for why in self.counted), due, named)

    def _listed(self, viewer: Viewer, stmt: Rows, fact: Subquery, whys: Collection[str] | None) -> Rows:
        point, mine = fact.c.get("point", literal("")), criterion(viewer, Unit)
        is_open = and_(Unit.id.is_not(None), true() if mine is None else mine)
        listed = (
            select(fact.c.unit_id, func.coalesce(Unit.name, point), Organisation.id, Organisation.name)
            .add_columns(Area.id, Area.name, fact.c.day, point, is_open)
            .add_columns(fact.c[self.weight] if self.weight else literal(1), fact.c.why)
            .outerjoin(Unit, Unit.id == fact.c.unit_id)
            .join(Organisation, Organisation.id == fact.c.organisation_id)
            .join(Area, Area.id == fact.c.area_id)
            .order_by(fact.c.day.desc(), func.coalesce(Unit.sort_key, ""), fact.c.unit_id, point, fact.c.why)
        )
        # Of facts that are of no unit, nothing but this reads the register.
        return covered_by(_of(listed, fact, whys), stmt, within(viewer, Unit))

    def _row(self, *row: Any) -> UnitDayRow:
        why = row[-1]
        return UnitDayRow(*(*row, why not in self.not_due, why in self.counted))


def _of(stmt: Rows, fact: Subquery, whys: Collection[str] | None) -> Rows:
    return stmt if whys is None else stmt.where(fact.c.why.in_(sorted(whys)))
