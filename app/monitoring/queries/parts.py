"""What the worker counted ahead, day by day: read once for every scope, and again only of days that changed."""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Result, and_, func, or_, select

from app import clock
from app.access.scope import Rows, counting, within
from app.db import db
from app.directives.measures import Cut, Limits, Span
from app.directives.rules import MeasureKey
from app.door import Viewer
from app.monitoring.memory import limits_of, remembered, remembered_each, scope_of
from app.monitoring.models import FigureDay, FigurePart, RolledDay, SilentUnit
from app.monitoring.rules import is_fresh

COLUMNS = {Cut.OWNER: FigurePart.organisation_id, Cut.PLACE: FigurePart.area_id}
# Less than the minute within which a page is fresh: what was counted ahead may be most of it old.
REMEMBERED_SECONDS = 30
# As much room as some hundred names take.
FEW = 500
Found = TypeVar("Found")
# Of a day, by leaf and name of the part.
Parts = Mapping[int, Mapping[str, int]]
Wanted = tuple[MeasureKey, date]


@dataclass(frozen=True)
class Count:
    """As of when the worker counted a day, and under which name it knows what it found."""

    at: datetime
    version: str


Fresh = Mapping[date, Count]


def fresh_days(span: Span) -> Fresh:
    """The days of the span that the worker counted not too long ago."""
    at = clock.now()
    today = clock.local_day(at)
    stmt = select(RolledDay.day, RolledDay.rolled_at, RolledDay.version)
    rows = db.session.execute(stmt.where(RolledDay.day.between(span.first, span.last), RolledDay.version != ""))
    return {
        day: Count(rolled_at, version)
        for day, rolled_at, version in rows
        if is_fresh(day, rolled_at, at=at, today=today)
    }


def versions_of(days: Collection[date], fresh: Fresh) -> Sequence[str]:
    """Under which names the days are known."""
    return tuple([fresh[day].version for day in days])


def for_a_moment(fresh: Fresh, key: tuple[Hashable, ...], find: Callable[[], Found]) -> Found:
    """What hardly changes and is asked by every page: remembered for less than a minute where a worker counts ahead,
    until it counted another newest day.
    """
    if not fresh:
        return find()
    about = (*key, fresh[max(fresh)].version)
    return remembered(about, find, seconds=REMEMBERED_SECONDS, weigh=lambda _found: FEW)


def parts_of(
    viewer: Viewer, cut: Cut, wanted: Collection[Wanted], limits: Limits, fresh: Fresh
) -> Mapping[Wanted, Parts]:
    """The parts of each measure and day wanted, withheld units included; all days are `fresh`."""
    about = ("parts", scope_of(viewer), cut, limits_of(limits))
    keys = {each: (*about, each, fresh[each[1]].version) for each in wanted}

    def read(missing: Collection[Wanted]) -> Mapping[Wanted, Parts]:
        found = _read(viewer, cut, missing, limits)
        return {each: found.get(each, {}) for each in missing}

    return remembered_each(keys, read, weigh=lambda parts: sum(map(len, parts.values())))


def sum_of(viewer: Viewer, cut: Cut, measure: MeasureKey, days: Sequence[date], limits: Limits, fresh: Fresh) -> Parts:
    """The parts of days that hardly change any more, added up by the database."""
    if not days:
        return {}

    def read() -> Parts:
        keys = (COLUMNS[cut], FigurePart.part)
        found: defaultdict[int, dict[str, int]] = defaultdict(dict)
        for leaf_id, name, count in _sums(viewer, [(measure, day) for day in days], limits, keys):
            found[leaf_id][name] = int(count)
        return found

    about = ("sum", scope_of(viewer), cut, limits_of(limits), measure, days[0], *versions_of(days, fresh))
    return remembered(about, read, weigh=lambda found: sum(map(len, found.values())))


def splits_of(
    viewer: Viewer, measure: MeasureKey, days: Sequence[date], limits: Limits, fresh: Fresh
) -> Mapping[date, Mapping[str, int]]:
    """Of each day the parts of all leaves together."""
    about = ("split", scope_of(viewer), limits_of(limits), measure)
    keys = {day: (*about, day, fresh[day].version) for day in days}

    def read(missing: Collection[date]) -> Mapping[date, Mapping[str, int]]:
        found: dict[date, dict[str, int]] = {day: {} for day in missing}
        columns = (FigurePart.day, FigurePart.part)
        for day, name, count in _sums(viewer, [(measure, day) for day in missing], limits, columns):
            found[day][name] = int(count)
        return found

    return remembered_each(keys, read, weigh=len)


def limited(stmt: Rows, model: type[FigurePart | FigureDay | SilentUnit], limits: Limits) -> Rows:
    """The rows that the worker wrote of these bodies and places; single units and kinds it does not tell apart."""
    for column, ids in ((model.organisation_id, limits.organisation_ids), (model.area_id, limits.area_ids)):
        if ids is not None:
            stmt = stmt.where(column.in_(sorted(ids)))
    return stmt


def _read(viewer: Viewer, cut: Cut, wanted: Collection[Wanted], limits: Limits) -> Mapping[Wanted, Parts]:
    """In one statement."""
    keys = (FigurePart.measure, FigurePart.day, COLUMNS[cut], FigurePart.part)
    found: defaultdict[Wanted, defaultdict[int, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for measure, day, leaf_id, name, count in _sums(viewer, wanted, limits, keys):
        found[measure, day][leaf_id][name] = int(count)
    return found


def _sums(viewer: Viewer, wanted: Collection[Wanted], limits: Limits, keys: Sequence[Any]) -> Result[*tuple[Any, ...]]:
    stmt: Rows = within(counting(viewer), FigurePart).where(_among(wanted))
    stmt = limited(stmt, FigurePart, limits).with_only_columns(*keys, func.sum(FigurePart.count))
    return db.session.execute(stmt.group_by(*keys))


def _among(wanted: Collection[Wanted]) -> ColumnElement[bool]:
    days: defaultdict[MeasureKey, list[date]] = defaultdict(list)
    for measure, day in wanted:
        days[measure].append(day)
    return or_(*(_of_days(measure, sorted(each)) for measure, each in sorted(days.items())))


def _of_days(measure: MeasureKey, days: Sequence[date]) -> ColumnElement[bool]:
    is_gapless = len(days) == (days[-1] - days[0]).days + 1
    meant = FigurePart.day.between(days[0], days[-1]) if is_gapless else FigurePart.day.in_(days)
    return and_(FigurePart.measure == measure, meant)
