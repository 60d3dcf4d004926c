"""Writing the day book."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import Insert

from app import audit
from app.access.scope import unscoped
from app.clock import local_day, now
from app.db import db
from app.door import Viewer
from app.tallies.changes import ENTRY, note_changed
from app.tallies.hot_path import Call, run
from app.tallies.models import AppDay, UnitDay
from app.tallies.queries import count_app_entries, get_unit_day
from app.tallies.rules import NationalApp, may_declare
from app.units.models import Unit

KEY = ("unit_id", "day")
COUNTS = ("entry_count", "exit_count", "estimated_exit_count", "declaration_count", "suspect_count", "late_count")
APP_COUNTS = ("entry_count", "exit_count", "late_count")
INSERTS: dict[str, Callable[..., Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class DayNotOpen(Exception):
    """Only today and yesterday can be declared."""


class DayHasEntries(Exception):
    """Somebody entered on the day: it had visitors."""


def bump(unit_id: int, day: date, **counts: int) -> None:
    """Add to a unit's counts of a day, in the transaction that causes them: one statement, safe beside others.

    `counts` are those of `bumping`. Who bumps several days or units in one transaction does so in the order of
    (unit_id, day), or two may deadlock.
    """
    run(bumping(unit_id, day, **counts))
    note_changed([ENTRY], day)


def bumping(
    unit_id: int,
    day: date,
    *,
    entries: int = 0,
    exits: int = 0,
    estimated_exits: int = 0,
    declarations: int = 0,
    suspects: int = 0,
    late: int = 0,
) -> Call:
    """What `bump` executes, for who sends it together with other statements."""
    counts = dict(zip(COUNTS, (entries, exits, estimated_exits, declarations, suspects, late), strict=True))
    return Call(_adding(db.engine.dialect.name), {"unit_id": unit_id, "day": day, **counts})


def bumping_for(source: Select[Any]) -> Insert:
    """What adds the counts in the rows of `source` (unit, day, then `COUNTS`), as a part of a larger statement."""
    return _adding_to("postgresql", UnitDay.__table__, KEY, COUNTS, source)


def bump_app(unit_id: int, day: date, app: NationalApp, *, entries: int, exits: int, late: int) -> None:
    """Add to what a unit's door counted by app on a day, or take from it; `late` is the part of `entries` that came
    after the day's door had closed.
    """
    counts = dict(zip(APP_COUNTS, (entries, exits, late), strict=True))
    run(Call(_adding_app(db.engine.dialect.name), {"unit_id": unit_id, "day": day, "app": app, **counts}))
    note_changed([ENTRY], day)


def declare_no_visitors(viewer: Viewer, unit: Unit, day: date) -> None:
    """Note that nobody came on `day`. Raises DayNotOpen, DayHasEntries; declaring again changes nothing."""
    if not may_declare(day, today=local_day()):
        raise DayNotOpen(day)
    # Makes the row if there is none, and holds it: an entry beside this one is counted before or after.
    bump(unit.id, day)
    row = get_unit_day(viewer, unit.id, day)
    if row.entry_count or count_app_entries(viewer, unit.id, day):
        raise DayHasEntries(day)
    if row.no_visitors_at:
        return
    row.no_visitors_at, row.no_visitors_by_id = now(), viewer.user_id
    audit.record("day.declared_without_visitors", unit.id, by=viewer, day=day.isoformat())


@cache
def _adding(dialect: str) -> Insert:
    return _adding_to(dialect, UnitDay.__table__, KEY, COUNTS)


@cache
def _adding_app(dialect: str) -> Insert:
    return _adding_to(dialect, AppDay.__table__, ("unit_id", "day", "app"), APP_COUNTS)


def _adding_to(
    dialect: str, table: Any, key: Sequence[str], counts: Sequence[str], source: Select[Any] | None = None
) -> Insert:
    """Insert the row of this key, or add to it if it is there; of `source` whatever rows it has."""
    names, insert = (*key, *counts), INSERTS[dialect](table)
    insert = insert.values({n: bindparam(n) for n in names}) if source is None else insert.from_select(names, source)
    sums = {name: table.c[name] + insert.excluded[name] for name in counts}
    upsert: Insert = insert.on_conflict_do_update(index_elements=list(key), set_=sums)
    return unscoped(upsert, because="who bumps holds the unit's row or code already; nothing is read")
