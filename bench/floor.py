"""The floors: an app that does nothing, and one that writes the same rows with the driver alone.

The same rows into the same tables under the same indexes, with ids and sealed columns as long as the portal's of the
people of `people.py`: a longer id or cell costs the server more in the table, its indexes and its log.
"""

import json
import os
import secrets
import threading
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

import psycopg

Start = Callable[[str, list[tuple[str, str]]], Any]
_local = threading.local()
# What the portal seals of such a person: who declares, what he said, who entered.
DECLARED_BYTES, ANSWERS_BYTES, ENTERED_BYTES = 237, 146, 85
_doors: dict[str, tuple[int, int]] = json.loads(os.environ.get("BENCH_DOORS", "{}"))


def null_app(environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
    """Answers two bytes."""
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "2")])
    return [b"ok"]


def writing_app(environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
    """Stores a submission, a declaration, a visit and the tally of the unit's day, then redirects."""
    form = parse_qs(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])).decode())
    unit_id, poster_id = _doors[environ["PATH_INFO"].rpartition("/")[2]]
    receipt = _store(form, unit_id, poster_id)
    start_response("303 See Other", [("Location", f"/r/{receipt}"), ("Content-Length", "0")])
    return [b""]


def _connection() -> psycopg.Connection[Any]:
    if not hasattr(_local, "connection"):
        url = os.environ["DATABASE_URL"].replace("+psycopg", "")
        _local.connection = psycopg.connect(url)
    return _local.connection  # type: ignore[no-any-return]


def _store(form: dict[str, list[str]], unit_id: int, poster_id: int) -> str:
    now = datetime.now(UTC)
    day = (now + timedelta(hours=7)).date()
    row_id, receipt, index = secrets.token_urlsafe(16), secrets.token_urlsafe(12), secrets.token_bytes(16)
    written = str(form).encode().ljust(DECLARED_BYTES)
    declared, entered, answers = written[:DECLARED_BYTES], written[:ENTERED_BYTES], secrets.token_bytes(ANSWERS_BYTES)
    connection = _connection()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO submission (id, day, receipt, digest, created_at) VALUES (%s, %s, %s, %s, %s)",
            (row_id, day, receipt, index, now),
        )
        cursor.execute(
            "INSERT INTO declaration (day, id, unit_id, poster_id, sent_at, form_version, language, risk, person,"
            " answers, phone_index) VALUES (%s, %s, %s, %s, %s, 1, 'vi', 'green', %s, %s, %s)",
            (day, row_id, unit_id, poster_id, now, declared, answers, index),
        )
        cursor.execute(
            "INSERT INTO visit (day, id, unit_id, poster_id, declaration_day, declaration_id, checked_in_at, suspect,"
            " person, person_index, phone_index) VALUES (%s, %s, %s, %s, %s, %s, %s, false, %s, %s, %s)",
            (day, row_id, unit_id, poster_id, day, row_id, now, entered, index, index),
        )
        cursor.execute(
            "INSERT INTO unit_day (unit_id, day, entry_count, declaration_count) VALUES (%s, %s, 1, 1)"
            " ON CONFLICT (unit_id, day) DO UPDATE SET entry_count = unit_day.entry_count + 1,"
            " declaration_count = unit_day.declaration_count + 1",
            (unit_id, day),
        )
    connection.commit()
    return receipt
