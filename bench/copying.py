"""What the rows of an import cost by themselves: copied out of their tables, then into others just like them."""

import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from app.db import db
from app.units.intake.applying import CHUNK

# How many rows of each table one unit of a file brings, in the order in which they refer to each other.
ROWS_OF_A_UNIT = {
    "unit": 1,
    "unit_ownership": 1,
    "unit_status_change": 1,
    "checkpoint": 1,
    "poster": 1,
    "audit_event": 3,
    "unit_import_row": 1,
}
_REFERENCE = re.compile(r"(?<=REFERENCES )\w+(?=\()")


def seconds_to_copy(units: int) -> float:
    """How long the last so many units' rows take by COPY alone, with their keys and indexes, a chunk a transaction."""
    with _cursor() as (connection, cursor):
        lines = {table: _lines(cursor, table, units * count) for table, count in ROWS_OF_A_UNIT.items()}
        for table in ROWS_OF_A_UNIT:
            _make_twin(cursor, table)
        connection.commit()
        began = time.perf_counter()
        for first in range(0, units, CHUNK):
            for table, count in ROWS_OF_A_UNIT.items():
                with cursor.copy(f"COPY twin_{table} FROM STDIN") as copy:
                    copy.write(b"".join(lines[table][first * count : (first + CHUNK) * count]))
            connection.commit()
        seconds = time.perf_counter() - began
        cursor.execute("DROP TABLE " + ", ".join(f"twin_{table}" for table in ROWS_OF_A_UNIT))
        connection.commit()
    return seconds


@contextmanager
def _cursor() -> Iterator[tuple[Any, Any]]:
    pooled = db.engine.raw_connection()
    try:
        connection: Any = pooled.driver_connection
        connection.read_only = False
        with connection.cursor() as cursor:
            yield connection, cursor
    finally:
        pooled.close()


def _lines(cursor: Any, table: str, count: int) -> Sequence[bytes]:
    last = f"SELECT * FROM (SELECT * FROM {table} ORDER BY id DESC LIMIT {count}) AS last ORDER BY id"
    with cursor.copy(f"COPY ({last}) TO STDOUT") as copy:
        return b"".join(map(bytes, copy)).splitlines(keepends=True)


def _make_twin(cursor: Any, table: str) -> None:
    cursor.execute(f"CREATE TABLE twin_{table} (LIKE {table} INCLUDING ALL)")
    keys = "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f' AND conrelid = %s::regclass"
    for (key,) in cursor.execute(keys, (table,)).fetchall():
        cursor.execute(f"ALTER TABLE twin_{table} ADD {_REFERENCE.sub(_twin, key)}")


def _twin(found: re.Match[str]) -> str:
    return f"twin_{found[0]}" if found[0] in ROWS_OF_A_UNIT else found[0]
