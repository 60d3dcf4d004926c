"""Signs in the day book: counts that never change, weeks without an exit, runs of quiet days, too many people."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, and_, case, func

from app.access.scope import Rows, covered_by, within
from app.db import db
from app.door import office_viewer
from app.flags.rules import FlagKind
from app.flags.settings import EXIT_ENTRIES, QUIET_DAYS, RUN_DAYS
from app.flags.signs import Seen, Sign
from app.settings import value
from app.tallies.models import AppDay, UnitDay
from app.units.models import Unit
from app.units.rules import UnitKind

WEEK_DAYS = 7
# Fewer a day is what chance makes equal.
CONSTANT_FROM = 5
# So many times the average of its kind, and so many at least.
FAR_ABOVE, MANY = 20, 300


def _week(day: date) -> Rows:
    """The book of the week that ends with a day."""
    return within(office_viewer(), UnitDay).where(UnitDay.day.between(day - timedelta(WEEK_DAYS - 1), day))


def constant_counts(day: date) -> Iterator[Seen]:
    """The same number of entries on each of so many days, to the last one."""
    run = int(value(RUN_DAYS, on=day))
    book = within(office_viewer(), UnitDay).where(UnitDay.day.between(day - timedelta(run - 1), day))
    stmt = book.with_only_columns(UnitDay.unit_id, func.min(UnitDay.entry_count)).group_by(UnitDay.unit_id)
    stmt = stmt.having(
        func.count() == run,
        func.min(UnitDay.entry_count) == func.max(UnitDay.entry_count),
        func.min(UnitDay.entry_count) >= CONSTANT_FROM,
    )
    for unit_id, count in db.session.execute(stmt):
        days = [day - timedelta(back) for back in reversed(range(run))]
        yield Seen(unit_id, [{"day": each.isoformat(), "entries": count} for each in days])


def never_exit(day: date) -> Iterator[Seen]:
    """A week of entries without a single recorded exit, by app neither; vehicles are left where nobody looks."""
    book = _week(day).join(Unit, Unit.id == UnitDay.unit_id).where(Unit.kind != UnitKind.TRANSPORT)
    totals = book.with_only_columns(
        UnitDay.unit_id, func.sum(UnitDay.entry_count).label("entries"), func.sum(UnitDay.exit_count).label("exits")
    )
    totals = totals.group_by(UnitDay.unit_id).having(
        func.sum(UnitDay.entry_count) >= int(value(EXIT_ENTRIES, on=day)), func.sum(UnitDay.exit_count) == 0
    )
    for unit_id, entries, _exits in db.session.execute(_without_app_exits(totals, day)):
        yield Seen(unit_id, [{"first_day": _first(day), "day": day.isoformat(), "entries": int(entries), "exits": 0}])


def _without_app_exits(totals: Rows, day: date) -> Rows:
    apps = within(office_viewer(), AppDay).where(AppDay.day.between(day - timedelta(WEEK_DAYS - 1), day))
    left = apps.where(AppDay.exit_count > 0).with_only_columns(AppDay.unit_id)
    return covered_by(totals.where(UnitDay.unit_id.not_in(left)), totals, left)


def quiet_runs(day: date) -> Iterator[Seen]:
    """“Không có khách” on more days of a week than is usual, where most days of the kind have visitors."""
    quiet = and_(UnitDay.no_visitors_at.is_not(None), UnitDay.entry_count == 0)
    busy_kinds = _kinds_with_visitors(day)
    if not busy_kinds:
        return
    book = _week(day).join(Unit, Unit.id == UnitDay.unit_id).where(Unit.kind.in_(busy_kinds), quiet)
    stmt = book.with_only_columns(UnitDay.unit_id, func.count()).group_by(UnitDay.unit_id)
    stmt = stmt.having(func.count() > int(value(QUIET_DAYS, on=day)))
    for unit_id, count in db.session.execute(stmt):
        yield Seen(unit_id, [{"first_day": _first(day), "day": day.isoformat(), "quiet_days": count}])


def _kinds_with_visitors(day: date) -> list[UnitKind]:
    """Kinds whose median day has a visitor: a median of counts is above zero where more than half of them are."""
    share = func.avg(case((UnitDay.entry_count > 0, 1.0), else_=0.0))
    book = _week(day).join(Unit, Unit.id == UnitDay.unit_id)
    stmt = book.with_only_columns(Unit.kind).group_by(Unit.kind).having(share > 0.5)
    return sorted(db.session.scalars(stmt))


def implausible(day: date) -> Iterator[Seen]:
    """More people left than came, or far more came than to others of the kind."""
    of_day = within(office_viewer(), UnitDay).where(UnitDay.day == day)
    left = UnitDay.exit_count + UnitDay.estimated_exit_count
    usual = _averages(of_day)
    stmt: Rows = of_day.join(Unit, Unit.id == UnitDay.unit_id)
    stmt = stmt.with_only_columns(UnitDay.unit_id, Unit.kind, UnitDay.entry_count, left)
    stmt = stmt.where((left > UnitDay.entry_count) | (UnitDay.entry_count >= MANY))
    for unit_id, kind, entries, exits in db.session.execute(stmt):
        if exits > entries or entries > FAR_ABOVE * usual[kind]:
            row = {"day": day.isoformat(), "entries": entries, "exits": exits, "usual": round(usual[kind])}
            yield Seen(unit_id, [row])


def _averages(of_day: Select[Any]) -> Mapping[UnitKind, float]:
    stmt = of_day.join(Unit, Unit.id == UnitDay.unit_id).where(UnitDay.entry_count > 0)
    stmt = stmt.with_only_columns(Unit.kind, func.avg(UnitDay.entry_count)).group_by(Unit.kind)
    found = {kind: float(mean) for kind, mean in db.session.execute(stmt)}
    return {kind: found.get(kind, 0.0) for kind in UnitKind}


def _first(day: date) -> str:
    return (day - timedelta(WEEK_DAYS - 1)).isoformat()


SIGNS: Mapping[FlagKind, Sign] = {
    FlagKind.CONSTANT_COUNTS: constant_counts,
    FlagKind.NEVER_EXIT: never_exit,
    FlagKind.QUIET_RUN: quiet_runs,
    FlagKind.IMPLAUSIBLE: implausible,
}
