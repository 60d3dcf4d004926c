"""Reading files of accounts: which there are, and what each row comes to now."""

from collections.abc import Sequence

from sqlalchemy import select

from app.access.models import User
from app.access.rules import username_key
from app.admin.judging import Judged, Known, KnownAccount, KnownBody, Written, by_code_and_name, judge
from app.admin.models import AccountBatch, AccountRow
from app.clock import local_day
from app.db import db
from app.door import Absent, Permission, Viewer
from app.organisations.queries import list_organisations

SHOWN_BATCHES = 20


def get_batch(viewer: Viewer, batch_id: int) -> AccountBatch:
    """One file of accounts. Raises Absent."""
    batch = db.session.get(AccountBatch, batch_id) if viewer.can(Permission.ACCOUNT_MANAGE) else None
    if batch is None:
        raise Absent(batch_id)
    return batch


def list_batches(viewer: Viewer) -> Sequence[AccountBatch]:
    """The latest files of accounts, newest first."""
    if not viewer.can(Permission.ACCOUNT_MANAGE):
        return ()
    return db.session.scalars(select(AccountBatch).order_by(AccountBatch.id.desc()).limit(SHOWN_BATCHES)).all()


def list_known_bodies() -> list[KnownBody]:
    """The bodies of today, in Vietnamese order."""
    return [KnownBody(body.id, body.code, body.name, body.kind) for body in list_organisations(on=local_day())]


def judged_rows(batch: AccountBatch) -> list[Judged]:
    """Every row of a file with its verdict as things are now."""
    rows = [_written(row) for row in batch.rows]
    keys = {username_key(row.username) for row in rows}
    accounts = db.session.execute(
        select(User.username_key, User.role, User.organisation_id).where(User.username_key.in_(keys))
    )
    there = {key: KnownAccount(role, body_id) for key, role, body_id in accounts}
    return judge(rows, Known(there, by_code_and_name(list_known_bodies())))


def _written(row: AccountRow) -> Written:
    return Written(row.number, row.full_name, row.username, row.role, row.body, is_opened=row.user_id is not None)
