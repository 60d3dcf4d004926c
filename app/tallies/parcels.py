"""Several statements of PostgreSQL in one parcel: one message to the server and one back, all statements prepared.

The driver's own pipeline sends each statement by itself, and gives up what it prepared at every rollback, so that the
server plans the statements of an entry anew after each page that somebody opened. Values go as text, bytes as they are.
"""

import select
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
_DONE = (pq.ExecStatus.COMMAND_OK, pq.ExecStatus.TUPLES_OK, pq.ExecStatus.PIPELINE_SYNC)


class Outcome(NamedTuple):
    """What a statement did: its rows, and how many rows it touched."""

    rows: Sequence[tuple[Any, ...]]
    touched: int


class Numbered(NamedTuple):
    """A statement with numbered parameters, and their names in that order."""

    text: str
    names: Sequence[str]


class _Encoded(NamedTuple):
    """Parameters as they go to the server, and of each whether it is text."""

    values: Sequence[bytes | None]
    formats: Sequence[int]


class Parcel:
    """Goes over one connection of the driver; `prepared` is what that connection has prepared: names by text."""

    def __init__(self, driver: "psycopg.Connection[Any]", prepared: dict[str, bytes]) -> None:
        self._driver, self._prepared = driver, prepared
        self._link = driver.pgconn

    def send(self, statements: Sequence[tuple[Numbered, Mapping[str, Any]]], *, begins: bool) -> Sequence[Outcome]:
        """Execute in this order; with `begins` in a transaction that begins with them if none has, else by themselves.

        Raises the driver's errors. After one of the database the connection stands in the failed transaction; after
        any other nobody can use it any more.
        """
        parameters = [_encoded([values[name] for name in statement.names]) for statement, values in statements]
        begins = begins and self._link.transaction_status == pq.TransactionStatus.IDLE
        self._link.enter_pipeline_mode()
        if begins:
            self._link.send_query_params(b"BEGIN READ ONLY" if self._driver.read_only else b"BEGIN READ WRITE", None)
        new = [self._send_one(statement, each) for (statement, _), each in zip(statements, parameters, strict=True)]
        self._link.pipeline_sync()
        self._flush()
        return self._collect(begins, new)

    def _send_one(self, statement: Numbered, parameters: _Encoded) -> str | None:
        """The text, if it had to be prepared."""
        name, is_new = self._prepared.get(statement.text), False
        if name is None:
            name, is_new = b"parcel_%d" % len(self._prepared), True
            self._prepared[statement.text] = name
            self._link.send_prepare(name, statement.text.encode())
        self._link.send_query_prepared(name, parameters.values, parameters.formats)
        return statement.text if is_new else None

    def _flush(self) -> None:
        while self._link.flush():
            self._wait(select.POLLIN | select.POLLOUT)
            self._link.consume_input()

    def _collect(self, begins: bool, new: Sequence[str | None]) -> Sequence[Outcome]:
        errors: list[psycopg.Error] = []
        outcomes = []
        if begins:
            self._take(errors)
        for text in new:
            if text is not None and self._take(errors) is None:
                del self._prepared[text]
            outcomes.append(self._take(errors))
        self._result()
        self._link.exit_pipeline_mode()
        if errors:
            raise errors[0]
        return [self._outcome(result) for result in outcomes if result is not None]

    def _take(self, errors: list[psycopg.Error]) -> "pq.abc.PGresult | None":
        """The next result; None, its error noted, when the statement failed or one before it."""
        result = self._result()
        if result is None:
            raise psycopg.OperationalError("the server is gone")
        self._result()
        if result.status in _DONE:
            return result
        if result.status == pq.ExecStatus.FATAL_ERROR:
            errors.append(_error(result))
        return None

    def _result(self) -> "pq.abc.PGresult | None":
        while self._link.is_busy():
            self._wait(select.POLLIN)
            self._link.consume_input()
        return self._link.get_result()

    def _wait(self, events: int) -> None:
        poll = select.poll()
        poll.register(self._link.socket, events)
        poll.poll()

    def _outcome(self, result: "pq.abc.PGresult") -> Outcome:
        if not result.ntuples:
            return Outcome((), result.command_tuples or 0)
        reader = Transformer(self._driver)
        reader.set_pgresult(result)
        return Outcome(reader.load_rows(0, result.ntuples, tuple), result.ntuples)


def _encoded(values: Sequence[Any]) -> _Encoded:
    kinds = [type(value) for value in values]
    encoded = [_ENCODE[kind](value) for kind, value in zip(kinds, values, strict=True)]
    return _Encoded(encoded, [_BINARY if kind is bytes else _TEXT for kind in kinds])


def _error(result: "pq.abc.PGresult") -> psycopg.Error:
    state = (result.error_field(pq.DiagnosticField.SQLSTATE) or b"").decode()
    try:
        return psycopg.errors.lookup(state)(state)
    except KeyError:
        return psycopg.OperationalError(state)
