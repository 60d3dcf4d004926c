"""Signs in the stays of a day: all in one minute, all by one phone, in the night, the same people again and again.

An entry counts at the time at which somebody came in, not at which it was received: what a machine at a gate kept
while it had no network, or sent late, is judged alike. Phones are compared by their blind index; none is opened.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func

from app import clock
from app.access.scope import Rows, within
from app.db import db
from app.door import office_viewer
from app.flags.rules import FlagKind
from app.flags.settings import BULK_ENTRIES, NIGHT_ENTRIES, PHONE_ENTRIES
from app.flags.signs import Seen, Sign
from app.settings import value
from app.units.models import Unit
from app.units.rules import UnitKind
from app.visits.models import Visit
from app.visits.rules import ExitKind

# Passengers are confirmed together when they board.
TOGETHER = (UnitKind.TRANSPORT,)
# Where people come at any hour.
AT_NIGHT_TOO = (
    UnitKind.HOSPITAL,
    UnitKind.HOTEL,
    UnitKind.LODGING,
    UnitKind.TRANSPORT,
    UnitKind.QUARANTINE_SITE,
    UnitKind.MARKET,
    UnitKind.COMPANY,
)
NIGHT_UNTIL_HOUR = 4
MOST = 0.5
REPEATED_FROM = 5
MINUTES: Mapping[str, Callable[[Any], ColumnElement[str]]] = {
    "sqlite": lambda at: func.strftime("%Y-%m-%d %H:%M", at),
    "postgresql": lambda at: func.to_char(func.timezone("UTC", at), "YYYY-MM-DD HH24:MI"),
}


def _stays(day: date, *, but: tuple[UnitKind, ...]) -> Rows:
    stmt: Rows = within(office_viewer(), Visit).join(Unit, Unit.id == Visit.unit_id)
    return stmt.where(Visit.day == day, Unit.kind.not_in(but))


def _entries(day: date) -> Mapping[int, int]:
    stmt = within(office_viewer(), Visit).where(Visit.day == day)
    rows = db.session.execute(stmt.with_only_columns(Visit.unit_id, func.count()).group_by(Visit.unit_id))
    return {row[0]: row[1] for row in rows}


def bulk_minutes(day: date) -> Iterator[Seen]:
    """So many entries within one minute, and most of the day's."""
    minute = MINUTES[db.engine.dialect.name](Visit.checked_in_at)
    stmt = _stays(day, but=TOGETHER).with_only_columns(Visit.unit_id, minute, func.count())
    stmt = stmt.group_by(Visit.unit_id, minute).having(func.count() >= int(value(BULK_ENTRIES, on=day)))
    found, entries = db.session.execute(stmt).all(), _entries(day)
    for unit_id, at, count in found:
        if count > MOST * entries[unit_id]:
            row = {"day": day.isoformat(), "minute": _local(at), "together": count, "entries": entries[unit_id]}
            yield Seen(unit_id, [row])


def _local(minute: str) -> str:
    """08:15 by the province's clocks, of a minute in UTC."""
    return f"{clock.local(datetime.fromisoformat(f'{minute}+00:00')):%H:%M}"


def same_phones(day: date) -> Iterator[Seen]:
    """One phone number for so many entries, and for most of the day's."""
    stmt = _stays(day, but=()).where(Visit.phone_index.is_not(None))
    stmt = stmt.with_only_columns(Visit.unit_id, func.count()).group_by(Visit.unit_id, Visit.phone_index)
    stmt = stmt.having(func.count() >= int(value(PHONE_ENTRIES, on=day)))
    found, entries = db.session.execute(stmt).all(), _entries(day)
    for unit_id, count in found:
        if count > MOST * entries[unit_id]:
            yield Seen(unit_id, [{"day": day.isoformat(), "by_one_phone": count, "entries": entries[unit_id]}])


def in_the_night(day: date) -> Mapping[int, int]:
    """How many came in between midnight and four, where nobody is expected then; where so many did, by unit."""
    stmt = _stays(day, but=AT_NIGHT_TOO).where(
        Visit.checked_in_at >= clock.day_start(day), Visit.checked_in_at < clock.at(day, NIGHT_UNTIL_HOUR)
    )
    stmt = stmt.with_only_columns(Visit.unit_id, func.count()).group_by(Visit.unit_id)
    stmt = stmt.having(func.count() >= int(value(NIGHT_ENTRIES, on=day)))
    return {row[0]: row[1] for row in db.session.execute(stmt)}


def duplicates(day: date) -> Iterator[Seen]:
    """Many stays of the day ended because the same person came in again."""
    stmt: Rows = within(office_viewer(), Visit).where(Visit.day == day, Visit.exit_kind == ExitKind.REPEATED)
    stmt = stmt.with_only_columns(Visit.unit_id, func.count()).group_by(Visit.unit_id)
    found, entries = db.session.execute(stmt.having(func.count() >= REPEATED_FROM)).all(), _entries(day)
    for unit_id, count in found:
        if count > MOST / 2 * entries[unit_id]:
            yield Seen(unit_id, [{"day": day.isoformat(), "repeated": count, "entries": entries[unit_id]}])


SIGNS: Mapping[FlagKind, Sign] = {
    FlagKind.BULK_MINUTE: bulk_minutes,
    FlagKind.SAME_PHONE: same_phones,
    FlagKind.DUPLICATES: duplicates,
}
