"""The statements of an entry, run on the connection itself: the session's bookkeeping costs twice what they cost.

The session does not look at what runs here, so nobody is kept from rows of others: give it only statements that
`unscoped` has a reason for. It is the session's connection all the same, in the session's transaction.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, CursorResult, Dialect, Executable
from sqlalchemy.exc import IntegrityError, OperationalError

from app.db import db


class Call(NamedTuple):
    """A statement and its parameters: plain values, since `run_together` gives them to the driver as they are."""

    statement: Executable
    values: Mapping[str, Any]


class Outcome(NamedTuple):
    """What a statement did: its rows, and how many rows it touched."""

    rows: Sequence[tuple[Any, ...]]
    touched: int


def run(call: Call) -> CursorResult[Any]:
    """Execute; the session begins its transaction if it has not yet."""
    return db.session.connection().execute(call.statement, call.values)


def run_many(calls: Sequence[Call]) -> None:
    """Execute one statement, that of the first call, for the values of all; nothing when there are none."""
    if calls:
        db.session.connection().execute(calls[0].statement, [call.values for call in calls])


def can_run_together() -> bool:
    """Whether statements can go to the database in one parcel: PostgreSQL's can, SQLite has no way to go."""
    return db.engine.dialect.name == "postgresql"


def run_together(calls: Sequence[Call]) -> Sequence[Outcome]:
    """Execute all in one round trip. Raises IntegrityError, and OperationalError as any statement would."""
    connection = db.session.connection()
    driver: Any = connection.connection.driver_connection
    cursors = [driver.cursor() for _ in calls]
    with _as_sqlalchemy(connection), driver.pipeline():
        for cursor, call in zip(cursors, calls, strict=True):
            cursor.execute(_text(call.statement, connection.dialect), call.values)
    return [Outcome(cursor.fetchall() if cursor.description else (), cursor.rowcount) for cursor in cursors]


@contextmanager
def _as_sqlalchemy(connection: Connection) -> Iterator[None]:
    """The driver's errors as everybody else raises them, without the values."""
    import psycopg

    try:
        yield
    except psycopg.IntegrityError as error:
        raise IntegrityError("run together", {}, error) from None
    except psycopg.OperationalError as error:
        connection.invalidate()
        raise OperationalError("run together", {}, error) from None


@lru_cache(maxsize=32)
def _text(statement: Executable, dialect: Dialect) -> str:
    return str(statement.compile(dialect=dialect))  # type: ignore[attr-defined]
