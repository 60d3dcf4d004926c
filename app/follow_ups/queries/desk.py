"""What a desk says of isolation."""

from dataclasses import dataclass

from app.door import Viewer
from app.follow_ups.queries.alerts import count_escalated
from app.follow_ups.queries.cases import CaseFilter, count_cases
from app.follow_ups.queries.samples import NeedCounts, count_needs
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
    alerts, escalated, transfers = count_escalated(viewer, beside=transfers_counted(viewer))
    needs = count_needs(viewer)
    return DeskCounts(alerts, escalated, counts.without_session, counts.followed, transfers, needs)
