"""Cases on their way: seen by who is to accept them, and from the case by who sent it."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.access.scope import Rows, covered_by, unscoped, within
from app.areas.models import Area
from app.db import db
from app.door import Absent, Viewer
from app.follow_ups.models import FollowUp, FollowUpTransfer
from app.units.rules import Outcome

_SHOWN = (
    joinedload(FollowUpTransfer.organisation),
    joinedload(FollowUpTransfer.unit),
    joinedload(FollowUpTransfer.area).joinedload(Area.parent),
)


def list_transfers(viewer: Viewer) -> Sequence[FollowUpTransfer]:
    """What waits for the viewer to accept it, the oldest first."""
    stmt = within(viewer, FollowUpTransfer).where(FollowUpTransfer.outcome == Outcome.OPEN)
    return db.session.scalars(stmt.options(*_SHOWN).order_by(FollowUpTransfer.id)).all()


def transfers_counted(viewer: Viewer) -> Rows:
    """The statement that counts those that wait for the viewer."""
    stmt = within(viewer, FollowUpTransfer).where(FollowUpTransfer.outcome == Outcome.OPEN)
    return covered_by(stmt.with_only_columns(func.count().label("transfers")), stmt)


def get_transfer(viewer: Viewer, transfer_id: int) -> FollowUpTransfer:
    """One that waits or waited for the viewer, with its case. Raises Absent."""
    stmt = within(viewer, FollowUpTransfer).where(FollowUpTransfer.id == transfer_id)
    found = db.session.scalar(stmt.options(*_SHOWN, joinedload(FollowUpTransfer.follow_up)))
    if found is None:
        raise Absent(transfer_id)
    return found  # type: ignore[no-any-return]


def find_transfer(row: FollowUp) -> FollowUpTransfer | None:
    """The open transfer of a case that the viewer has opened."""
    stmt = select(FollowUpTransfer).where(
        FollowUpTransfer.follow_up_id == row.id, FollowUpTransfer.outcome == Outcome.OPEN
    )
    stmt = unscoped(stmt.options(*_SHOWN), because="whose case it is knows where it goes, even outside of his own")
    found: FollowUpTransfer | None = db.session.scalar(stmt)
    return found
