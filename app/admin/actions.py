"""Files of accounts: kept for a look, confirmed, their printed slips handed out once and then destroyed."""

import secrets
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, select, update

from app import audit
from app.admin.judging import Written
from app.admin.models import AccountBatch, AccountRow
from app.clock import now
from app.crypto import current_keys
from app.db import db
from app.door import Viewer, office_viewer
from app.tasks import ask_for

OPEN_ACCOUNTS = "accounts.open"
# Long enough for a printer that jams, short enough that a forgotten page opens nothing tomorrow.
AFTER_DOWNLOAD = timedelta(minutes=15)
KEPT = timedelta(days=1)


class BatchEnded(Exception):
    """The slips of this file were destroyed: what it would open now could not be handed out."""


def keep_batch(viewer: Viewer, filename: str, rows: Sequence[Written]) -> AccountBatch:
    """Keep the rows of a file for a look; no account is opened."""
    batch = AccountBatch(filename=filename, key_id=f"batch-{secrets.token_hex(16)}", sent_at=now())
    batch.sent_by_id = viewer.user_id or 0
    batch.rows = [
        AccountRow(number=row.number, full_name=row.full_name, username=row.username, role=row.role, body=row.body)
        for row in rows
    ]
    db.session.add(batch)
    db.session.flush()
    return batch


def confirm_batch(viewer: Viewer, batch: AccountBatch) -> None:
    """Ask the worker to open the accounts whose rows are right; asked again it goes on where it stopped.

    Raises BatchEnded.
    """
    if batch.destroyed_at:
        raise BatchEnded
    if batch.confirmed_at is None:
        batch.confirmed_at, batch.sent_by_id = now(), viewer.user_id or batch.sent_by_id
        audit.record("batch.confirmed", batch.id, by=viewer)
    ask_for(OPEN_ACCOUNTS, batch.id, by=viewer)


def note_download(viewer: Viewer, batch: AccountBatch) -> None:
    """The slips were handed out; minutes later their key is destroyed."""
    batch.downloaded_at = batch.downloaded_at or now()
    audit.record("batch.slips_downloaded", batch.id, by=viewer)


def destroy_slips(viewer: Viewer, batch: AccountBatch) -> None:
    """Make the slips and every password of the file unreadable, in backups too. Safe to repeat."""
    current_keys().destroy(batch.key_id)
    batch.slips, batch.destroyed_at = None, batch.destroyed_at or now()
    db.session.execute(update(AccountRow).where(AccountRow.batch_id == batch.id).values(password=None))
    audit.record("batch.slips_destroyed", batch.id, by=viewer)


def destroy_due_slips() -> int:
    """Destroy slips that were downloaded or are a day old, and forget files that nobody confirmed. Returns how many."""
    ended = (AccountBatch.downloaded_at < now() - AFTER_DOWNLOAD) | (AccountBatch.confirmed_at < now() - KEPT)
    due = db.session.scalars(select(AccountBatch).where(AccountBatch.destroyed_at.is_(None), ended)).all()
    for batch in due:
        destroy_slips(office_viewer(), batch)
    unconfirmed = select(AccountBatch.id).where(
        AccountBatch.confirmed_at.is_(None), AccountBatch.sent_at < now() - KEPT
    )
    forgotten = db.session.scalars(unconfirmed).all()
    db.session.execute(delete(AccountRow).where(AccountRow.batch_id.in_(forgotten)))
    db.session.execute(delete(AccountBatch).where(AccountBatch.id.in_(forgotten)))
    return len(due) + len(forgotten)
