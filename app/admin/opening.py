"""The worker opens the accounts of a file one by one and prints their slips; killed, it goes on where it stopped."""

from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Row, select

from app.access.actions import UsernameTaken, create_account
from app.access.models import User
from app.access.passwords import first_password
from app.access.sessions import viewer_of
from app.admin.actions import OPEN_ACCOUNTS
from app.admin.batches import judged_rows
from app.admin.judging import Judged, Verdict
from app.admin.models import AccountBatch, AccountRow
from app.admin.paper import AccountSlip, slips_pdf
from app.crypto import CellRef, current_keys, seal, unseal
from app.db import db, transaction
from app.documents.stamping import joined
from app.door import Viewer
from app.organisations.models import Organisation
from app.tasks import Progress, task

# Pages drawn in one go: the lease of the task is renewed after each, and memory stays small.
AT_ONCE = 50


@dataclass(frozen=True)
class Plan:
    """What is to be opened for whom, and how many were opened before."""

    batch_id: int
    key_id: str
    by: Viewer
    rows: list[tuple[int, Judged]]
    done_count: int

    @property
    def total_count(self) -> int:
        """The accounts, and the printing."""
        return self.done_count + len(self.rows) + 1


@task(OPEN_ACCOUNTS)
def open_accounts(batch_id: int, progress: Progress) -> None:
    """Open what can be opened, each account in a transaction of its own with its sealed password; then print."""
    plan = _plan(batch_id)
    for number, (row_id, judged) in enumerate(plan.rows, start=plan.done_count + 1):
        _open_one(plan, row_id, judged, number, progress)
    _print(plan, progress)


def slips_of(batch: AccountBatch) -> bytes:
    """The printed slips, while their key lives. Raises crypto.Unreadable."""
    return b64decode(unseal(current_keys(), _slips_ref(batch.id, batch.key_id), batch.slips or b""))


def _plan(batch_id: int) -> Plan:
    batch = db.session.get_one(AccountBatch, batch_id)
    ids = {row.number: row.id for row in batch.rows}
    judged = judged_rows(batch)
    new = [(ids[each.row.number], each) for each in judged if each.verdict is Verdict.NEW]
    opened_count = sum(each.verdict is Verdict.OPENED for each in judged)
    asked_by = db.session.get_one(User, batch.sent_by_id)
    return Plan(batch.id, batch.key_id, viewer_of(asked_by), new, opened_count)


def _open_one(plan: Plan, row_id: int, judged: Judged, number: int, progress: Progress) -> None:
    assert judged.role is not None and judged.body is not None  # noqa: S101, PT018 - a row without is not new
    password, body = first_password(), db.session.get_one(Organisation, judged.body.id)
    try:
        with transaction():
            # Digests the password before its first statement begins the transaction.
            user = create_account(
                plan.by,
                username=judged.row.username,
                password=password,
                full_name=judged.row.full_name,
                role=judged.role,
                organisation=body,
            )
            row = db.session.get_one(AccountRow, row_id)
            row.user_id = user.id
            row.password = seal(current_keys(), _password_ref(row_id, plan.key_id), password)
            progress.tell(number, plan.total_count)
    except UsernameTaken:
        # Somebody took the name meanwhile: the row says so when it is looked at.
        return


def _print(plan: Plan, progress: Progress) -> None:
    rows = db.session.execute(
        select(AccountRow.id, AccountRow.password, User)
        .join(User, User.id == AccountRow.user_id)
        .where(AccountRow.batch_id == plan.batch_id, AccountRow.password.is_not(None))
        .order_by(AccountRow.number)
    ).all()
    slips = _slips(rows, plan.key_id)
    parts = []
    for start in range(0, len(slips), AT_ONCE):
        parts.append(slips_pdf(slips[start : start + AT_ONCE]))
        with transaction():
            progress.tell(plan.total_count - 1, plan.total_count)
    printed = b64encode(joined(parts)).decode() if parts else ""
    with transaction():
        batch = db.session.get_one(AccountBatch, plan.batch_id)
        if printed and batch.destroyed_at is None:
            batch.slips = seal(current_keys(), _slips_ref(plan.batch_id, plan.key_id), printed)
        progress.tell(plan.total_count, plan.total_count)


def _slips(rows: Sequence[Row[int, bytes | None, User]], key_id: str) -> list[AccountSlip]:
    return [
        AccountSlip(
            full_name=user.full_name,
            username=user.username,
            role=user.role,
            body=user.organisation.name if user.organisation else "",
            password=unseal(current_keys(), _password_ref(row_id, key_id), password or b""),
        )
        for row_id, password, user in rows
    ]


def _password_ref(row_id: int, key_id: str) -> CellRef:
    return CellRef("account_row", "password", row_id, key_id)


def _slips_ref(batch_id: int, key_id: str) -> CellRef:
    return CellRef("account_batch", "slips", batch_id, key_id)
