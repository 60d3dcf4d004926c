"""What the worker counted ahead, and of when it is: read once for every scope, and again only when it changed."""

from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TypeVar

from sqlalchemy import select

from app import clock
from app.access.scope import Rows
from app.db import db
from app.directives.measures import Limits, Span
from app.directives.rules import Period
from app.monitoring.memory import remembered, remembered_each
from app.monitoring.models import FigureDay, RolledPeriod, SilentUnit
from app.monitoring.queries.cells import Cells, read
from app.monitoring.rules import is_fresh

# Less than the minute within which a page is fresh: what was counted ahead may be most of it old.
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

    def __bool__(self) -> bool:
        return bool(self.counts)

    @cached_property
    def days(self) -> Mapping[date, Count]:
        """The single days among them."""
        return {period.last_on: count for period, count in self.counts.items() if period.first_on == period.last_on}

    @property
    def newest(self) -> str:
        """The name of what was counted of the last day."""
        return self.days[max(self.days)].version if self.days else ""

    def has(self, days: Collection[date]) -> bool:
        """Whether all of these are among them."""
        return self.days.keys() >= set(days)


NOTHING = Fresh({})


def fresh_days(span: Span) -> Fresh:
    """What the worker counted within the span not too long ago."""
    at = clock.now()
    today = clock.local_day(at)
    row = RolledPeriod
    stmt = select(row.first_on, row.last_on, row.rolled_at, row.version)
    rows = db.session.execute(stmt.where(row.first_on >= span.first, row.last_on <= span.last))
    return Fresh(
        {
            Period(first_on, last_on): Count(rolled_at, version)
            for first_on, last_on, rolled_at, version in rows
            if is_fresh(last_on, rolled_at, at=at, today=today)
        }
    )


def for_a_moment(fresh: Fresh, key: tuple[Hashable, ...], find: Callable[[], Found]) -> Found:
    """What hardly changes and is asked by every page: remembered for less than a minute where a worker counts ahead,
    until it counted another newest day.
    """
    if not fresh:
        return find()
    return remembered((*key, fresh.newest), find, seconds=REMEMBERED_SECONDS, weigh=lambda _found: FEW)


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
