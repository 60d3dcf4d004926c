"""The statements of an entry, run on the connection itself: the session's bookkeeping costs twice what they cost.

The session does not look at what runs here, so nobody is kept from rows of others: give it only statements that
`unscoped` has a reason for. `run` uses the session's connection, in the session's transaction; what `run_prepared`
writes `alone` is committed by itself: only for a request that writes nothing else.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Connection, CursorResult, Executable, PoolProxiedConnection
from sqlalchemy.exc import IntegrityError, OperationalError

from app.db import db, refuse_while_reading
from app.tallies.at_hand import at_hand

if TYPE_CHECKING:
    from app.tallies.prepared import Numbered, Outcome


class Call(NamedTuple):
    """A statement and its parameters: plain values, since `run_prepared` gives them to the driver as they are."""

    statement: Executable
    values: Mapping[str, Any]


def run(call: Call) -> CursorResult[Any]:
    """Execute; the session begins its transaction if it has not yet."""
    return db.session.connection().execute(call.statement, call.values)


def look(call: Call) -> "Sequence[tuple[Any, ...]]":
    """The rows of one reading statement with nothing around it; of PostgreSQL as the driver gives them."""
    return _by_itself(call).rows if can_run_prepared() else [tuple(row) for row in run(call)]


def run_many(calls: Sequence[Call]) -> None:
    """Execute one statement, that of the first call, for the values of all; nothing when there are none."""
    if calls:
        db.session.connection().execute(calls[0].statement, [call.values for call in calls])


def can_run_prepared() -> bool:
    """Whether the database keeps statements prepared: PostgreSQL does, SQLite has no way to go."""
    return db.engine.dialect.name == "postgresql"


def run_prepared(call: Call, *, alone: bool) -> "Outcome":
    """Execute a statement that is prepared once a connection, in the session's transaction.

    What a request writes `alone`, and nothing else by the session, goes past it and is committed when this returns:
    there is no transaction that the session's could wait for, and none that could end otherwise than the session's.
    Raises IntegrityError, and OperationalError as any statement would; StatementsStale when the connection's statements
    were made for tables that have changed since.
    """
    if alone:
        refuse_while_reading()
        return _by_itself(call)
    from app.tallies.prepared import begin

    connection = db.session.connection()
    try:
        begin(_driver(connection))
    except BaseException as error:
        raise _as_sqlalchemy(error, connection) from None
    return _send(connection, call)


def _by_itself(call: Call) -> "Outcome":
    connections = at_hand()
    try:
        connection = connections.take() or db.engine.raw_connection()
    except db.engine.dialect.loaded_dbapi.OperationalError as error:
        # As the session would say it: who asked for a connection past it hears the driver itself.
        raise OperationalError("connect", {}, error) from None
    try:
        return _send(connection, call)
    finally:
        connections.give_back(connection)


def _send(connection: Connection | PoolProxiedConnection, call: Call) -> "Outcome":
    from app.tallies.prepared import execute

    driver, prepared = _driver(connection), connection.info.setdefault("prepared", {})
    # By itself the driver prepares what it sent often, and at a rollback lets the server forget all that is prepared.
    driver.prepare_threshold = None
    try:
        return execute(driver, prepared, _positional(call.statement), call.values)
    except BaseException as error:
        raise _as_sqlalchemy(error, connection) from None


def _driver(connection: Connection | PoolProxiedConnection) -> Any:
    pooled = connection.connection if isinstance(connection, Connection) else connection
    return pooled.driver_connection


class StatementsStale(Exception):
    """What the connection had prepared fits the tables no longer; the next connection prepares anew."""


def _as_sqlalchemy(error: BaseException, connection: Connection | PoolProxiedConnection) -> BaseException:
    """The driver's error as everybody else raises it, without the values."""
    import psycopg

    if isinstance(error, psycopg.IntegrityError):
        return IntegrityError("run prepared", {}, error)
    # Half sent, half read, or away: nobody can go on with such a connection.
    connection.invalidate()
    if isinstance(error, psycopg.NotSupportedError | psycopg.ProgrammingError):
        return StatementsStale()
    return OperationalError("run prepared", {}, error) if isinstance(error, psycopg.OperationalError) else error


@lru_cache(maxsize=32)
def _positional(statement: Executable) -> "Numbered":
    """The statement as PostgreSQL numbers its parameters, and their names in that order."""
    from sqlalchemy.dialects.postgresql.psycopg import dialect

    from app.tallies.prepared import Numbered

    numbering: Any = dialect
    compiled: Any = statement.compile(dialect=numbering(paramstyle="numeric_dollar"))  # type: ignore[attr-defined]
    return Numbered(str(compiled), tuple(compiled.positiontup))
