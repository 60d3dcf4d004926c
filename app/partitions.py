"""Days of the big tables: on PostgreSQL each day is a partition that must exist before a row of the day is stored."""

from datetime import date, timedelta

from flask import Flask
from sqlalchemy import inspect, text

from app.clock import days, local_day
from app.db import db
from app.jobs import job

PARTITIONED = ("declaration", "visit")
DAYS_AHEAD = 14
FEWEST_DAYS_AHEAD = 3


def ensure_days(first: date, last: date) -> int:
    """Make the partitions of every day from `first` to `last` that are missing; returns how many. SQLite needs none."""
    if db.engine.dialect.name != "postgresql":
        return 0
    present = set(inspect(db.session.connection()).get_table_names())
    missing = [(table, day) for table in PARTITIONED for day in days(first, last) if _name(table, day) not in present]
    for table, day in missing:
        db.session.execute(
            text(
                f"CREATE TABLE IF NOT EXISTS {_name(table, day)} PARTITION OF {table} "
                f"FOR VALUES FROM ('{day}') TO ('{day + timedelta(1)}')"
            )
        )
    return len(missing)


def days_ahead(today: date) -> int:
    """For how many days from today on, without a gap, entries can be stored."""
    if db.engine.dialect.name != "postgresql":
        return DAYS_AHEAD
    present = set(inspect(db.session.connection()).get_table_names())
    for n in range(DAYS_AHEAD):
        if any(_name(table, today + timedelta(n)) not in present for table in PARTITIONED):
            return n
    return DAYS_AHEAD


def drop_day(day: date) -> bool:
    """Remove the partitions of a day with all their rows; False where there are none, as on SQLite.

    Waits two seconds at most for whoever reads the day, so that entries of other days never queue behind it for long.
    """
    if db.engine.dialect.name != "postgresql":
        return False
    db.session.execute(text("SET LOCAL lock_timeout = '2s'"))
    for table in PARTITIONED:
        db.session.execute(text(f"DROP TABLE IF EXISTS {_name(table, day)}"))
    return True


@job("ensure-partitions", every="day 00:10")
def ensure_partitions(today: date) -> int:
    """Keep two weeks of days ready. Safe to run again."""
    return ensure_days(today, today + timedelta(DAYS_AHEAD))


def problem() -> str | None:
    """What readiness has to say: too few days ahead, or None."""
    ahead = days_ahead(local_day())
    return None if ahead >= FEWEST_DAYS_AHEAD else f"partitions exist for {ahead} days only"


def init_app(app: Flask) -> None:
    from app.web.health import add_check

    add_check("partitions", problem)


def _name(table: str, day: date) -> str:
    return f"{table}_{day:%Y%m%d}"
