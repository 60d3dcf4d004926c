"""The log of what officers did: sealed in order, and every change to it is found."""

import pytest
from sqlalchemy import select, update

from app import audit
from app.audit import AuditEvent, AuditSeal
from app.db import db, transaction
from app.door import office_viewer
from app.jobs import run_job

# The triggers refuse what these tests do; whoever owns the database can drop them, and the chain must tell.
TRIGGERS = {
    "sqlite": ("DROP TRIGGER audit_event_no_update", "DROP TRIGGER audit_seal_no_delete"),
    "postgresql": (
        "ALTER TABLE audit_event DISABLE TRIGGER USER",
        "ALTER TABLE audit_seal DISABLE TRIGGER USER",
    ),
}


@pytest.fixture
def open_log(app, inside):
    """A sealed log whose triggers the owner of the database has dropped."""
    run_job("seal-audit")
    with transaction():
        for statement in TRIGGERS[db.engine.dialect.name]:
            db.session.connection().exec_driver_sql(statement)


def note(*names):
    with transaction():
        for name in names:
            audit.record(name, 7, by=office_viewer(), why="a test")


def test_a_log_that_nobody_touched_is_whole(inside, cast):
    count = run_job("seal-audit")
    found = audit.verify()

    assert count == found.sealed_count > 0
    assert found.unsealed_count == 0
    assert found.broken_at is None
    assert found.root == audit.root()


def test_an_empty_log_is_whole(inside):
    assert audit.verify().broken_at is None
    assert audit.root() == audit.GENESIS


def test_sealing_again_changes_nothing(inside, cast):
    run_job("seal-audit")
    root = audit.root()

    assert run_job("seal-audit") == 0
    assert audit.root() == root


def test_later_events_are_sealed_behind_the_earlier_ones(inside, cast):
    first = run_job("seal-audit")
    note("unit.approved", "unit.closed")
    assert audit.verify().unsealed_count == 2

    run_job("seal-audit")

    assert audit.verify().sealed_count == first + 2
    assert audit.verify().unsealed_count == 0


def test_a_root_printed_earlier_stays_part_of_the_chain(inside, cast):
    run_job("seal-audit")
    printed = audit.root()
    note("unit.approved")
    run_job("seal-audit")

    assert audit.root() != printed
    assert audit.contains(printed)
    assert not audit.contains("f" * 64)


@pytest.mark.parametrize(
    "change",
    [
        {"actor_id": 99},
        {"name": "unit.refused"},
        {"subject_id": "8"},
        {"detail": {"why": "another"}},
        {"actor_role": "x"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_event_breaks_the_chain_at_its_place(change, cast, open_log):
    event_id, place = middle()
    with transaction():
        db.session.execute(update(AuditEvent).where(AuditEvent.id == event_id).values(**change))

    assert audit.verify().broken_at == place


def test_a_removed_event_breaks_the_chain(cast, open_log):
    event_id, place = middle()
    with transaction():
        db.session.connection().exec_driver_sql(f"DELETE FROM audit_seal WHERE event_id = {event_id}")

    assert audit.verify().broken_at == place + 1


def test_the_nightly_job_fails_on_a_broken_chain_and_the_page_is_red(cast, open_log, browse):
    event_id, place = middle()
    with transaction():
        db.session.execute(update(AuditEvent).where(AuditEvent.id == event_id).values(name="unit.refused"))

    with pytest.raises(Exception, match=f"seal {place}"):
        run_job("verify-audit")
    browser = browse(cast.quan)
    assert f"Bị đứt tại việc thứ {place}" in browser.get("/audit/chain").text
    assert "Đang lỗi" in browser.get("/admin/jobs").text


def test_the_command_names_the_place(app, cast, open_log):
    event_id, place = middle()
    with transaction():
        db.session.execute(update(AuditEvent).where(AuditEvent.id == event_id).values(name="unit.refused"))

    said = app.test_cli_runner().invoke(args=["audit", "verify"])

    assert said.exit_code != 0
    assert f"broken at seal {place}" in said.output


def middle():
    """An event in the middle of the chain, and its place."""
    seals = db.session.execute(select(AuditSeal.event_id, AuditSeal.id).order_by(AuditSeal.id)).all()
    db.session.rollback()
    return seals[len(seals) // 2]
