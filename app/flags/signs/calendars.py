"""Signs beside the calendar: entries at a closed door, closures announced after the day, open days without data."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from app import clock
from app.access.scope import Rows, counting, covered_by, within
from app.clock import day_start
from app.db import db
from app.directives.measures import Limits, Span
from app.directives.measures.entry import ENTRY
from app.door import office_viewer
from app.flags.rules import FlagKind
from app.flags.settings import MISSING_DAYS, NIGHT_ENTRIES
from app.flags.signs import Seen, Sign
from app.flags.signs.stays import in_the_night
from app.settings import value
from app.tallies.models import UnitDay
from app.units.models import Closure, Unit

WEEK = timedelta(6)
NO_DATA = ("none",)


def closed_hours(day: date) -> Iterator[Seen]:
    """Entries on a day on which the door is closed by the unit's own calendar, or in the night."""
    rows: defaultdict[int, dict[str, Any]] = defaultdict(lambda: {"day": day.isoformat()})
    for unit_id, entries in _at_closed_doors(day).items():
        rows[unit_id]["on_closed_day"] = entries
    for unit_id, entries in in_the_night(day).items():
        rows[unit_id]["at_night"] = entries
    for unit_id, row in rows.items():
        yield Seen(unit_id, [row])


def _at_closed_doors(day: date) -> Mapping[int, int]:
    closed = within(office_viewer(), Closure).where(Closure.from_on <= day, Closure.until_on > day)
    closed = closed.where(Closure.announced_at < day_start(day + timedelta(1))).with_only_columns(Closure.unit_id)
    off_week = Unit.open_weekdays.bitwise_and(1 << day.weekday()) == 0
    book = within(office_viewer(), UnitDay).join(Unit, Unit.id == UnitDay.unit_id)
    stmt: Rows = book.where(UnitDay.day == day, UnitDay.entry_count >= int(value(NIGHT_ENTRIES, on=day)))
    stmt = stmt.where(off_week | Unit.id.in_(closed)).with_only_columns(UnitDay.unit_id, UnitDay.entry_count)
    return {row[0]: row[1] for row in db.session.execute(covered_by(stmt, book, closed))}


def late_closures(day: date) -> Iterator[Seen]:
    """Closures of days before that were announced on the day or the one after."""
    stmt = within(office_viewer(), Closure).where(
        Closure.announced_at >= day_start(day), Closure.announced_at < day_start(day + timedelta(2))
    )
    for closure in db.session.scalars(stmt.order_by(Closure.id)):
        if closure.announced_at >= day_start(closure.from_on + timedelta(1)):
            said = clock.local_day(closure.announced_at)
            row = {"first_day": closure.from_on.isoformat(), "announced_on": said.isoformat()}
            yield Seen(closure.unit_id, [row])


def missing(day: date) -> Iterator[Seen]:
    """So many open days of the week that ends with a day without any data, the last one among them."""
    stmt = ENTRY.facts(counting(office_viewer()), Span(day - WEEK, day, clock.now()), Limits())
    if stmt is None:
        return
    fact = stmt.subquery("fact")
    listed = select(fact.c.unit_id, fact.c.day).where(fact.c.why.in_(NO_DATA))
    days: defaultdict[int, list[date]] = defaultdict(list)
    for unit_id, each in db.session.execute(covered_by(listed.order_by(fact.c.unit_id, fact.c.day), stmt)):
        days[unit_id].append(each)
    least = int(value(MISSING_DAYS, on=day))
    for unit_id, found in days.items():
        if len(found) >= least and found[-1] == day:
            yield Seen(unit_id, [{"day": each.isoformat(), "entries": 0} for each in found])


SIGNS: Mapping[FlagKind, Sign] = {
    FlagKind.CLOSED_HOURS: closed_hours,
    FlagKind.LATE_CLOSURE: late_closures,
    FlagKind.MISSING: missing,
}
