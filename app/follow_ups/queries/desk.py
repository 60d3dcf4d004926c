"""What a desk says of isolation."""

from dataclasses import dataclass

from app.access.scope import covered_by
from app.db import db
from app.door import Viewer
from app.follow_ups.queries.alerts import count_escalated
from app.follow_ups.queries.cases import CaseFilter, count_cases
from app.follow_ups.queries.samples import NeedCounts, needs_counted
from app.follow_ups.queries.transfers import transfers_counted


@dataclass(frozen=True)
class DeskCounts:
    """`escalated`: of the alerts those that have left the first step of the ladder."""

    alerts: int
    escalated: int
    without_session: int
    followed: int
    transfers: int
    needs: NeedCounts


def desk_counts(viewer: Viewer) -> DeskCounts:
    """How things stand for the viewer now."""
    counts = count_cases(viewer, CaseFilter())
    alerts, escalated = count_escalated(viewer)
    needs, transfers = count_waiting(viewer)
    return DeskCounts(alerts, escalated, counts.without_session, counts.followed, transfers, needs)


def count_waiting(viewer: Viewer) -> tuple[NeedCounts, int]:
    """What families wait for, and how many cases wait to be taken over; in one statement, since desks ask much."""
    needs, transfers = needs_counted(viewer), transfers_counted(viewer)
    both = covered_by(needs.add_columns(transfers.scalar_subquery()), needs, transfers)
    *found, transfer_count = db.session.execute(both).one()
    return NeedCounts(*found), transfer_count or 0
