"""A statement of PostgreSQL that stays prepared as long as its connection: one message to the server and one back.

The driver gives up what it prepared at every rollback, so that the server would plan an entry anew after each page that
somebody opened; and what it does around a statement costs more than sending it. Values go as text, bytes as they are.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

import psycopg
from psycopg import pq
from psycopg.adapt import Transformer

_ENCODE: Mapping[type, Callable[[Any], bytes | None]] = {
    type(None): lambda value: None,
    bytes: bytes,
    str: str.encode,
    int: lambda value: b"%d" % value,
    bool: lambda value: b"t" if value else b"f",
    date: lambda value: value.isoformat().encode(),
    datetime: lambda value: value.isoformat().encode(),
}
_BINARY, _TEXT = int(pq.Format.BINARY), int(pq.Format.TEXT)
_DONE = (pq.ExecStatus.COMMAND_OK, pq.ExecStatus.TUPLES_OK)


class Outcome(NamedTuple):
    """What a statement did: its rows, and how many rows it touched."""

    rows: Sequence[tuple[Any, ...]]
    touched: int


class Numbered(NamedTuple):
    """A statement with numbered parameters, and their names in that order."""

    text: str
    names: Sequence[str]


def execute(
    driver: "psycopg.Connection[Any]", prepared: dict[str, bytes], statement: Numbered, values: Mapping[str, Any]
) -> Outcome:
    """Send it over this connection; `prepared` is what the connection has prepared: names by text.

    Outside of a transaction it is one by itself, which is committed when this returns. Raises the driver's errors.
    """
    link = driver.pgconn
    ordered = [values[name] for name in statement.names]
    encoded: list[Any] = [_ENCODE[type(value)](value) for value in ordered]
    formats = [_BINARY if type(value) is bytes else _TEXT for value in ordered]
    name = prepared.get(statement.text)
    if name is None:
        name = b"kept_%d" % len(prepared)
        _checked(link.prepare(name, statement.text.encode()))
        prepared[statement.text] = name
    # Returns when the server is ready for the next: what the last message says holds for the commit too.
    return _outcome(driver, _checked(link.exec_prepared(name, encoded, formats)))


def begin(driver: "psycopg.Connection[Any]") -> None:
    """Begin the transaction that the driver would begin with its next statement, unless there is one already."""
    link = driver.pgconn
    if link.transaction_status == pq.TransactionStatus.IDLE:
        _checked(link.exec_(b"BEGIN READ ONLY" if driver.read_only else b"BEGIN READ WRITE"))


def _checked(result: "pq.abc.PGresult") -> "pq.abc.PGresult":
    if result.status in _DONE:
        return result
    state = (result.error_field(pq.DiagnosticField.SQLSTATE) or b"").decode()
    try:
        raise psycopg.errors.lookup(state)(state)
    except KeyError:
        # No word of the server: it is gone.
        raise psycopg.OperationalError(state) from None


def _outcome(driver: "psycopg.Connection[Any]", result: "pq.abc.PGresult") -> Outcome:
    if not result.ntuples:
        return Outcome((), result.command_tuples or 0)
    reader = Transformer(driver)
    reader.set_pgresult(result)
    return Outcome(reader.load_rows(0, result.ntuples, tuple), result.ntuples)
