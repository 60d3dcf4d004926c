"""Alerts that nobody has acknowledged yet, how far up the ladder they are, and those that somebody has."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import case, func
from sqlalchemy.orm import joinedload

from app.access.scope import Rows, covered_by, within
from app.areas.models import Area
from app.clock import now
from app.db import db
from app.door import Absent, Viewer
from app.follow_ups.models import FollowUp, FollowUpAlert
from app.follow_ups.rules.alerts import AlertKind, Step, rises_at, step_at
from app.follow_ups.settings import ladder_minutes
from app.web.pagination import Page, Wish, paginate_many

# One who is infected must not stand behind a hundred who have not written yet.
_RANK = case((FollowUpAlert.kind == AlertKind.MISSING, 1), else_=0)


@dataclass(frozen=True)
class AlertLine:
    """An alert and the step of the ladder on which it is."""

    alert: FollowUpAlert
    step: Step
    rises_at: datetime | None = None


@dataclass(frozen=True)
class AlertFilter:
    """Those that wait, or those that somebody has acknowledged; from a step on."""

    is_done: bool = False
    from_step: Step = Step.TEAM


def list_alerts(viewer: Viewer, wanted: AlertFilter, wish: Wish) -> Page:
    """A page of the viewer's alerts as AlertLines; of those that wait what is known before what is missing, by age."""
    first = (FollowUpAlert.acknowledged_at.desc(),) if wanted.is_done else (_RANK, FollowUpAlert.raised_at)
    page = paginate_many(
        _filtered(viewer, wanted),
        FollowUpAlert.id,
        (*first, FollowUpAlert.id),
        wish,
        found_first=True,
        options=(
            joinedload(FollowUpAlert.follow_up).joinedload(FollowUp.area).joinedload(Area.parent),
            joinedload(FollowUpAlert.follow_up).joinedload(FollowUp.unit),
            joinedload(FollowUpAlert.acknowledged_by),
        ),
    )
    minutes, at = ladder_minutes(), now()
    lines: Sequence[AlertLine] = [
        AlertLine(row, step_at(row.raised_at, minutes, now=at), rises_at(row.raised_at, minutes, now=at))
        for row in page.rows
    ]
    return replace(page, rows=lines)


@dataclass(frozen=True)
class AlertCounts:
    """How many alerts wait, and how many of them have left the ladder's first step."""

    waiting: int
    escalated: int


def count_alerts(viewer: Viewer) -> AlertCounts:
    """The viewer's as of this instant: of an alert nobody is told a minute later."""
    stmt = _filtered(viewer, AlertFilter())
    has_left = FollowUpAlert.raised_at <= now() - timedelta(minutes=ladder_minutes()[Step.COMMUNE - 1])
    counts = (func.count(), func.count().filter(has_left))
    return AlertCounts(*db.session.execute(covered_by(stmt.with_only_columns(*counts), stmt)).one())


def get_alert(viewer: Viewer, alert_id: int) -> FollowUpAlert:
    """One of the viewer's alerts. Raises Absent."""
    stmt = within(viewer, FollowUpAlert).where(FollowUpAlert.id == alert_id)
    found = db.session.scalar(stmt.options(joinedload(FollowUpAlert.follow_up)))
    if found is None:
        raise Absent(alert_id)
    return found  # type: ignore[no-any-return]


def _filtered(viewer: Viewer, wanted: AlertFilter) -> Rows:
    stmt: Rows = within(viewer, FollowUpAlert)
    is_open = FollowUpAlert.acknowledged_at.is_(None)
    stmt = stmt.where(~is_open if wanted.is_done else is_open)
    if wanted.from_step is not Step.TEAM:
        minutes = ladder_minutes()[wanted.from_step - 1]
        stmt = stmt.where(FollowUpAlert.raised_at <= now() - timedelta(minutes=minutes))
    return stmt
