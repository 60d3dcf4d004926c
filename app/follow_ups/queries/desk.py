"""What a desk says of isolation."""

from dataclasses import dataclass

from app.door import Viewer
from app.follow_ups.queries.alerts import AlertFilter, count_alerts
from app.follow_ups.queries.cases import CaseFilter, count_cases
from app.follow_ups.queries.transfers import count_transfers
from app.follow_ups.rules.alerts import Step


@dataclass(frozen=True)
class DeskCounts:
    """`escalated`: of the alerts those that have left the first step of the ladder."""

    alerts: int
    escalated: int
    without_session: int
    followed: int
    transfers: int


def desk_counts(viewer: Viewer) -> DeskCounts:
    """How things stand for the viewer now."""
    counts, alerts = count_cases(viewer, CaseFilter()), count_alerts(viewer, AlertFilter())
    escalated = count_alerts(viewer, AlertFilter(from_step=Step.COMMUNE)) if alerts else 0
    return DeskCounts(alerts, escalated, counts.without_session, counts.followed, count_transfers(viewer))
