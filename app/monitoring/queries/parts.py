"""What the worker counted ahead, and of when it is: read once for every scope, and again only when it changed."""

from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TypeVar

from sqlalchemy import and_, or_, select

from app import clock
from app.access.scope import Rows
from app.db import db
from app.directives.measures import Limits, Span
from app.directives.rules import Period
from app.monitoring.memory import remembered, remembered_each
from app.monitoring.models import FigureDay, RolledPeriod, SilentUnit
from app.monitoring.queries.cells import Cells, read
from app.monitoring.rules import is_fresh

# Less than the minute within which a page is fresh.
REMEMBERED_SECONDS = 30
# As much room as some hundred names take.
FEW = 500
Found = TypeVar("Found")
# Of a period, by the name under which they are counted.
Sheets = Mapping[str, Cells]


@dataclass(frozen=True)
class Count:
    """As of when the worker counted a period, and under which name it knows what it found."""

    at: datetime
    version: str


@dataclass(frozen=True)
class Fresh:
    """What the worker counted not too long ago: days, and longer periods."""

    counts: Mapping[Period, Count]
    # Another whenever what figures stand in is: bodies, places, letters, kept figures.
    frame: str = ""

    def __bool__(self) -> bool:
        return bool(self.counts)

    @cached_property
    def days(self) -> Mapping[date, Count]:
        """The single days among them."""
        return {period.last_on: count for period, count in self.counts.items() if period.first_on == period.last_on}

    def has(self, days: Collection[date]) -> bool:
        """Whether all of these are among them."""
        return self.days.keys() >= set(days)


NOTHING = Fresh({})


def fresh_days(span: Span) -> Fresh:
    """What the worker counted within the span not too long ago."""
    at = clock.now()
    today = clock.local_day(at)
    of = RolledPeriod
    stmt = select(of.first_on, of.last_on, of.rolled_at, of.version, of.frame)
    meant = and_(of.first_on >= span.first, of.last_on <= span.last)
    # Counted most often, it knows the frame best.
    newest = and_(of.first_on == today, of.last_on == today)
    rows = db.session.execute(stmt.where(or_(meant, newest)).order_by(of.rolled_at))
    found = [row for row in rows if is_fresh(row.last_on, row.rolled_at, at=at, today=today)]
    counts = {Period(row.first_on, row.last_on): Count(row.rolled_at, row.version) for row in found}
    return Fresh(counts, found[-1].frame) if found else NOTHING


def for_a_moment(fresh: Fresh, key: tuple[Hashable, ...], find: Callable[[], Found]) -> Found:
    """What many ask and nobody counts: remembered for less than a minute where a worker counts ahead."""
    if not fresh:
        return find()
    return remembered(key, find, seconds=REMEMBERED_SECONDS, weigh=lambda _found: FEW)


def of_frame(fresh: Fresh, key: tuple[Hashable, ...], find: Callable[[], Found]) -> Found:
    """What figures stand in and hardly ever changes: remembered until the worker sees that it did."""
    if not fresh:
        return find()
    return remembered((*key, fresh.frame), find, weigh=lambda _found: FEW)


def sheets_of(periods: Collection[Period], fresh: Fresh) -> Mapping[Period, Sheets]:
    """What was counted of these periods, all of them `fresh`."""
    keys = {each: ("sheets", each, fresh.counts[each].version) for each in periods}
    return remembered_each(keys, _read, weigh=lambda sheets: sum(each.weight for each in sheets.values()))


def _read(periods: Collection[Period]) -> Mapping[Period, Sheets]:
    row, ends = RolledPeriod, sorted({each.last_on for each in periods})
    stmt = select(row.first_on, row.last_on, row.cells).where(row.last_on.in_(ends))
    stmt = stmt.where(row.first_on.in_(sorted({each.first_on for each in periods})))
    found = {Period(first_on, last_on): cells for first_on, last_on, cells in db.session.execute(stmt)}
    return {each: read(found[each]) for each in periods}


def limited(stmt: Rows, model: type[FigureDay | SilentUnit], limits: Limits) -> Rows:
    """The rows that the worker wrote of these bodies and places; single units and kinds it does not tell apart."""
    for column, ids in ((model.organisation_id, limits.organisation_ids), (model.area_id, limits.area_ids)):
        if ids is not None:
            stmt = stmt.where(column.in_(sorted(ids)))
    return stmt
