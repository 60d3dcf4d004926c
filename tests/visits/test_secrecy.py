"""Who came stands nowhere in clear: not in the log, not in the file, not in a backup once the day is erased."""

import logging
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from app.clock import at, local_day
from app.crypto import current_keys, day_key_id
from app.db import db
from tests.places import open_place
from tests.visits.sheets import sheet

NAME, PHONE, STREET = "MARKERNAME THỊ XUÂN", "0977123987", "77 Markerstreet"
MARKED = {"full_name": NAME, "phone": PHONE, "address": STREET, "id_number": "091185012345"}
MARKERS = ("MARKERNAME", "XUÂN", PHONE, "977123987", "Markerstreet", "091185012345", "Markersymptom")


def _journey(inn, browse):
    """In, wrong, out, remembered, and things that fail on the way."""
    phone = browse()
    phone.post(f"/q/{inn.code}", sheet(**MARKED))
    phone.send(f"/q/{inn.code}", sheet(**MARKED, birth_year="x"))
    form = sheet(**MARKED, remember="y", symptoms="yes", symptoms_details="Markersymptom")
    sent = phone.send(f"/q/{inn.code}", form)
    phone.follow(sent)
    browse().send(sent.location, {"phone_ending": "1111"}, to=f"{sent.location}/out")
    phone.send(sent.location, to=f"{sent.location}/out")
    phone.get(f"/q/{inn.code}")
    return phone, sent.location


def test_no_log_line_says_who_came(inn, browse, caplog):
    caplog.set_level(logging.DEBUG)

    _journey(inn, browse)

    assert [
        record.getMessage() for record in caplog.records if any(mark in record.getMessage() for mark in MARKERS)
    ] == []


def test_the_database_file_holds_nobody_in_clear(app, database, inn, browse):
    if not hasattr(database, "path"):
        pytest.skip("reads SQLite's file; PostgreSQL's rows are looked at below")
    _journey(inn, browse)

    for path in database.path.parent.glob(f"{database.path.name}*"):
        content = path.read_bytes()
        assert [mark for mark in MARKERS if mark.encode() in content] == []


def test_no_column_holds_anybody_in_clear(app, inn, browse):
    _journey(inn, browse)

    with app.app_context():
        rows = [
            str(row).encode() + b"".join(value for value in row if isinstance(value, bytes))
            for table in ("submission", "declaration", "visit", "unit_day", "audit_event")
            for row in db.session.execute(text(f"SELECT * FROM {table}"))
        ]

    assert len(rows) >= 4
    assert [mark for mark in MARKERS if any(mark.encode() in row for row in rows)] == []


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(target)) as written:
        read.backup(written)


def _on_a_day_of_its_own(time_machine, days_ago: int) -> date:
    """Destroying is for good and the key store lives as long as the test run: each such test has a day of its own."""
    day = local_day() - timedelta(days_ago)
    time_machine.move_to(at(day, 9))
    return day


def test_a_destroyed_day_is_told_as_erased(app, cast, browse, time_machine):
    day = _on_a_day_of_its_own(time_machine, 20)
    inn = open_place(app, cast.an)
    phone, receipt = _journey(inn, browse)
    with app.app_context():
        current_keys().destroy(day_key_id(day))

    shown = phone.get(receipt)
    listed = browse(inn.manager).get("/visits")

    assert shown.status == listed.status == 200
    assert "đã xóa" in shown.text
    assert "đã xóa" in listed.text
    assert not any(mark in shown.text + listed.text for mark in MARKERS)


def test_a_destroyed_day_is_gone_from_a_backup_made_before_too(app, cast, database, browse, time_machine, tmp_path):
    day = _on_a_day_of_its_own(time_machine, 22)
    inn = open_place(app, cast.an)
    if not hasattr(database, "path"):
        pytest.skip("restores a copy of SQLite's file; the cells are the same on PostgreSQL")
    phone, receipt = _journey(inn, browse)
    _copy(database.path, tmp_path / "backup.db")
    with app.app_context():
        current_keys().destroy(day_key_id(day))
        db.session.remove()
        db.engine.dispose()

    _copy(tmp_path / "backup.db", database.path)
    shown = phone.get(receipt)

    assert "đã xóa" in shown.text
    assert not any(mark in shown.text for mark in MARKERS)
    assert b"MARKERNAME" not in (tmp_path / "backup.db").read_bytes()


def test_a_destroyed_day_takes_no_entry(app, cast, browse, time_machine):
    day = _on_a_day_of_its_own(time_machine, 24)
    inn = open_place(app, cast.an)
    with app.app_context():
        current_keys().destroy(day_key_id(day))
    form = {**browse().get(f"/q/{inn.code}").fields(), **sheet()}

    assert browse().post(f"/q/{inn.code}", form).status == 409
