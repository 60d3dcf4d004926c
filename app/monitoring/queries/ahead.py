"""Pages of rows where the worker has counted their days: only the part of the register that a page shows is asked for
its facts.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select, tuple_, union

from app.access.scope import Rows, counting, covered_by, withheld_from, within
from app.db import db
from app.directives.measures import Limits, Span, UnitDayRow, UnitFacts
from app.directives.measures.calendar import units_by_ways
from app.directives.measures.zones import next_numbers
from app.door import Viewer
from app.monitoring.queries.parts import Fresh
from app.monitoring.queries.rolled import rolled_days
from app.units.models import Unit, UnitOwnership

# As many units are asked at once, and no more than so many for a page: further down the whole day costs less.
FEW, ASKED_AT_ONCE, ASKED_AT_MOST = 20, 1000, 10_000
# Rows without a unit of the register: by name they come before all others.
UNREGISTERED = "unregistered"


@dataclass(frozen=True)
class Slice:
    """Units that follow each other by name, and who answered for them when, as far as the viewer sees it.

    Of `zones` numbers of households and teams, for whom nobody answers otherwise.
    """

    unit_ids: Collection[int]
    ownership_ids: Collection[int] | None


# The rows of a day, of these units or (None) of all, as many as named (None: all) after as many.
Ask = Callable[[date, Slice | None, int | None, int], Sequence[UnitDayRow]]


@dataclass(frozen=True)
class Counted:
    """Of each day how many facts there are, how many of them are listed, and how many of these are of no unit.

    `beside`: how many rows there are besides, which nobody counted ahead; `beside_rows` are
    these, where they had to be read. `is_of_units`: of the register.
    """

    facts: Mapping[date, int]
    listed: Mapping[date, int]
    unregistered: Mapping[date, int]
    beside: int = 0
    beside_rows: Sequence[UnitDayRow] = ()
    is_of_units: bool = True

    @property
    def total(self) -> int:
        """How many rows the list has."""
        return self.beside + sum(self.listed.values())


def count_days(
    viewer: Viewer,
    facts: UnitFacts,
    span: Span,
    limits: Limits,
    whys: Collection[str] | None,
    *,
    fresh: Fresh | None = None,
) -> Counted | None:
    """None where facts have to be counted, or some units are withheld from the viewer."""
    days = rolled_days(viewer, span, limits, facts, fresh=fresh)
    if not days or has_withheld(viewer):
        return None
    listed = {day: _listed(split, whys) for day, split in days.items()}
    return Counted(
        {day: sum(split.values()) for day, split in days.items()},
        {day: sum(split.values()) for day, split in listed.items()},
        {day: split[UNREGISTERED] for day, split in listed.items()},
        is_of_units=facts.is_answered_for,
    )


def has_withheld(viewer: Viewer) -> bool:
    """Whether any unit is counted and not named to the viewer."""
    if viewer.sees_restricted:
        return False
    stmt = within(counting(viewer), Unit).where(withheld_from(viewer, Unit)).with_only_columns(Unit.id)
    return db.session.scalar(stmt.limit(1)) is not None


def _listed(split: Mapping[str, int], whys: Collection[str] | None) -> Counter[str]:
    return Counter({why: n for why, n in split.items() if whys is None or why in whys})


def page_of_days(
    viewer: Viewer, limits: Limits, counted: Counted, ask: Ask, *, limit: int, offset: int
) -> list[UnitDayRow]:
    """The newest day first, then by the unit's name."""
    found: list[UnitDayRow] = []
    for day in sorted(counted.listed, reverse=True):
        there, missing = counted.listed[day], limit - len(found)
        if offset >= there:
            offset -= there
        elif missing:
            found += _of_day(viewer, limits, day, counted, ask, limit=missing, offset=offset)
            offset = 0
    return found


def _of_day(
    viewer: Viewer, limits: Limits, day: date, counted: Counted, ask: Ask, *, limit: int, offset: int
) -> Sequence[UnitDayRow]:
    # As if the listed ones lay evenly among all units.
    likely = (offset + limit) * counted.facts[day] // counted.listed[day]
    before = counted.unregistered[day]
    if likely > ASKED_AT_MOST or offset < before:
        return ask(day, None, limit, offset)
    found: list[UnitDayRow] = []
    first = offset - before
    size = min(likely + FEW, ASKED_AT_ONCE)
    for part in _slices(viewer, limits, size) if counted.is_of_units else _numbers(viewer, limits, day, size):
        found += ask(day, part, None, 0)
        if len(found) >= first + limit:
            break
    return found[first : first + limit]


def _slices(viewer: Viewer, limits: Limits, size: int) -> Iterator[Slice]:
    """The units meant by name, so many at once."""
    last: Sequence[Any] | None = None
    while rows := db.session.execute(_next_by_name(viewer, limits, last, size)).all():
        yield Slice({row[1] for row in rows}, [row[2] for row in rows])
        last = rows[-1]


def _numbers(viewer: Viewer, limits: Limits, day: date, size: int) -> Iterator[Slice]:
    last: int | None = None
    while found := next_numbers(viewer, limits, day, after=last, size=size):
        yield Slice(found, None)
        last = found[-1]


def _next_by_name(viewer: Viewer, limits: Limits, last: Sequence[Any] | None, size: int) -> Rows:
    # Who has handed a unit over still has the days on which he answered for it: of a unit's rows one holds on a day.
    keys = (Unit.sort_key, Unit.id, UnitOwnership.id)
    ways = [way.with_only_columns(*keys).order_by(*keys).limit(size) for way in units_by_ways(viewer, limits)]
    if last is not None:
        ways = [way.where(tuple_(*keys) > tuple_(*last)) for way in ways]
    if len(ways) == 1:
        return ways[0]
    found = union(*(select(way.subquery()) for way in ways)).subquery("by_name")
    return covered_by(select(found).order_by(*found.c).limit(size), *ways)
