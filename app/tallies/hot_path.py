"""The statements of an entry, run on the connection itself: the session's bookkeeping costs twice what they cost.

The session does not look at what runs here, so nobody is kept from rows of others: give it only statements that
`unscoped` has a reason for. `run` uses the session's connection, in the session's transaction; what `run_together`
wrote `alone` ends with the request's transaction too (`app/db.py`): only a request that writes nothing else may.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Connection, CursorResult, Executable, PoolProxiedConnection
from sqlalchemy.exc import IntegrityError, OperationalError

from app.db import db, lean_connection

if TYPE_CHECKING:
    from app.tallies.parcels import Numbered, Outcome


class Call(NamedTuple):
    """A statement and its parameters: plain values, since `run_together` gives them to the driver as they are."""

    statement: Executable
    values: Mapping[str, Any]


def run(call: Call) -> CursorResult[Any]:
    """Execute; the session begins its transaction if it has not yet."""
    return db.session.connection().execute(call.statement, call.values)


def look(call: Call) -> "Sequence[tuple[Any, ...]]":
    """The rows of one reading statement with nothing around it; of PostgreSQL as the driver gives them."""
    if not can_run_together():
        return [tuple(row) for row in run(call)]
    connection = db.engine.raw_connection()
    try:
        return _send(connection, [call], begins=False)[0].rows
    finally:
        connection.close()


def run_many(calls: Sequence[Call]) -> None:
    """Execute one statement, that of the first call, for the values of all; nothing when there are none."""
    if calls:
        db.session.connection().execute(calls[0].statement, [call.values for call in calls])


def can_run_together() -> bool:
    """Whether statements can go to the database in one parcel: PostgreSQL's can, SQLite has no way to go."""
    return db.engine.dialect.name == "postgresql"


def run_together(calls: Sequence[Call], *, alone: bool) -> "Sequence[Outcome]":
    """Execute all in one round trip; the session begins its transaction if it has not yet.

    What a request writes `alone`, and nothing else by the session, goes past it, in a transaction that ends where the
    session's would: two transactions of one request would wait for each other, and not end together.
    The statements are prepared once a connection. Raises IntegrityError, and OperationalError as any statement would;
    StatementsStale when the connection's statements were made for tables that have changed since.
    """
    return _send(lean_connection() if alone else db.session.connection(), calls)


def _send(
    connection: Connection | PoolProxiedConnection, calls: Sequence[Call], *, begins: bool = True
) -> "Sequence[Outcome]":
    from app.tallies.parcels import Parcel

    pooled = connection.connection if isinstance(connection, Connection) else connection
    driver: Any = pooled.driver_connection
    # By itself the driver prepares what it sent often, and at a rollback lets the server forget all that is prepared.
    driver.prepare_threshold = None
    prepared: dict[str, bytes] = connection.info.setdefault("prepared", {})
    with _as_sqlalchemy(connection):
        parcel = [(_positional(call.statement), call.values) for call in calls]
        return Parcel(driver, prepared).send(parcel, begins=begins)


class StatementsStale(Exception):
    """What the connection had prepared fits the tables no longer; the next connection prepares anew."""


@contextmanager
def _as_sqlalchemy(connection: Connection | PoolProxiedConnection) -> Iterator[None]:
    """The driver's errors as everybody else raises them, without the values."""
    import psycopg

    try:
        yield
    except psycopg.IntegrityError as error:
        raise IntegrityError("run together", {}, error) from None
    except (psycopg.NotSupportedError, psycopg.ProgrammingError):
        connection.invalidate()
        raise StatementsStale from None
    except psycopg.OperationalError as error:
        connection.invalidate()
        raise OperationalError("run together", {}, error) from None
    except BaseException:
        # Half sent, half read: nobody can go on with such a connection.
        connection.invalidate()
        raise


@lru_cache(maxsize=32)
def _positional(statement: Executable) -> "Numbered":
    """The statement as PostgreSQL numbers its parameters, and their names in that order."""
    from sqlalchemy.dialects.postgresql.psycopg import dialect

    from app.tallies.parcels import Numbered

    numbering: Any = dialect
    compiled: Any = statement.compile(dialect=numbering(paramstyle="numeric_dollar"))  # type: ignore[attr-defined]
    return Numbered(str(compiled), tuple(compiled.positiontup))
