"""Many rows at once are the rows that the unit of work would have stored, on PostgreSQL by COPY too."""

from datetime import UTC, date, datetime

import pytest

from app.areas.models import Area
from app.areas.rules import AreaLevel
from app.audit import AuditEvent
from app.db import add_rows, among, db, reserve_ids, transaction

ODD = (r"\N", r"\.", "a\tb", "a\nb\r\nc", 'C:\\temp "x"', "Rạch Giá", "ភ្នំពេញ", "😀", "", "\\", "\u2028")

DISTRICT = {"level": AreaLevel.DISTRICT, "valid_from": date(2021, 1, 1), "search_key": "", "sort_key": ""}


@pytest.fixture
def stored(inside):
    """`stored(rows, same)` are these rows of the log as they come back."""

    def add(rows, same):
        with transaction():
            add_rows(AuditEvent, rows, same)
        mine = db.select(AuditEvent).where(AuditEvent.name == same["name"])
        return db.session.scalars(mine.order_by(AuditEvent.id)).all()

    return add


def test_texts_come_back_as_they_were_written(stored):
    at = datetime(2021, 12, 1, 7, 30, 5, 123456, tzinfo=UTC)
    same = {"at": at, "actor_role": r"\N", "name": "a.b", "subject_kind": "a", "organisation_id": None}
    rows = [{"actor_id": None, "subject_id": text, "detail": {"text": text, "n": [1, None]}} for text in ODD]
    rows[3]["actor_id"] = 7

    found = stored(rows, same)

    assert [event.subject_id for event in found] == list(ODD)
    assert [event.detail for event in found] == [row["detail"] for row in rows]
    assert [event.actor_id for event in found] == [None, None, None, 7, *[None] * (len(ODD) - 4)]
    assert {(event.at, event.actor_role, event.organisation_id) for event in found} == {(at, r"\N", None)}


def test_kinds_and_days_and_what_a_model_takes_for_granted_are_stored_too(inside):
    with transaction():
        first, second = reserve_ids(Area, 2)
        rows = [{"id": n, "code": f"x{n}", "name": name} for n, name in ((first, "Một"), (second, "Hai"))]
        add_rows(Area, rows, DISTRICT)
    mine = db.select(Area).where(among(Area.code, [f"x{first}", f"x{second}"])).order_by(Area.id)
    found = db.session.scalars(mine).all()

    assert [(area.id, area.name, area.level, area.valid_until) for area in found] == [
        (first, "Một", AreaLevel.DISTRICT, None),
        (second, "Hai", AreaLevel.DISTRICT, None),
    ]


def test_reserved_ids_are_nobody_elses(inside):
    with transaction():
        ids = reserve_ids(Area, 3)
        add_rows(Area, [{"id": n, "code": f"x{n}", "name": "Một"} for n in ids], DISTRICT)
        db.session.add(other := Area(code="y", name="Hai", **DISTRICT))
        db.session.flush()

        assert len({*ids, other.id}) == 4
        assert not {*ids, other.id} & set(reserve_ids(Area, 3))


def test_no_values_are_no_rows(inside):
    assert db.session.scalars(db.select(Area).where(among(Area.code, []))).all() == []
