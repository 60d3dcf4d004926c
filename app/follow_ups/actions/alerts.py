"""Alerts: what is missing at a cut-off is raised by the clock; somebody acknowledges them by name."""

from datetime import date

from sqlalchemy import ColumnElement, exists, select

from app import audit
from app.access.scope import unscoped
from app.clock import at, now
from app.db import db
from app.door import Viewer
from app.follow_ups.ladder import stand_down
from app.follow_ups.models import DailyReport, FollowUp, FollowUpAlert
from app.follow_ups.rules.alerts import AlertKind
from app.follow_ups.rules.cases import Place
from app.follow_ups.rules.reports import Kind, Session
from app.follow_ups.settings import cut_off_hour
from app.notices.telling import insert_new


def acknowledge_alert(viewer: Viewer, alert: FollowUpAlert) -> None:
    """Say by name that one looks after it; said a second time the first name stands."""
    if alert.acknowledged_at is None:
        alert.acknowledged_at, alert.acknowledged_by_id = now(), viewer.user_id
        audit.record("follow_up.alert_acknowledged", alert.follow_up_id, by=viewer, alert_id=alert.id, kind=alert.kind)
        stand_down([alert.id])


def settle_missing(row: FollowUp, *conditions: ColumnElement[bool]) -> None:
    """What was missing has come, or is owed no more: nobody need look for it."""
    stmt = select(FollowUpAlert).where(
        FollowUpAlert.follow_up_id == row.id,
        FollowUpAlert.kind == AlertKind.MISSING,
        FollowUpAlert.acknowledged_at.is_(None),
        *conditions,
    )
    alerts = db.session.scalars(unscoped(stmt, because="the case was opened by who may change it")).all()
    for alert in alerts:
        alert.acknowledged_at = now()
    if alerts:
        stand_down([alert.id for alert in alerts])


def raise_missing(day: date, session: Session) -> int:
    """Raise an alert for everybody of whom a session is missing whose cut-off is over. Safe to repeat.

    Who had no link before the cut-off, his case being opened later, is not missing.
    """
    said = exists().where(
        DailyReport.follow_up_id == FollowUp.id,
        DailyReport.day == day,
        DailyReport.session == session,
        DailyReport.superseded_at.is_(None),
        # What was told elsewhere says nothing of a fever.
        DailyReport.kind != Kind.ELSEWHERE,
    )
    raised = exists().where(
        FollowUpAlert.follow_up_id == FollowUp.id,
        FollowUpAlert.kind == AlertKind.MISSING,
        FollowUpAlert.day == day,
        FollowUpAlert.session == session,
    )
    stmt = select(FollowUp.id, FollowUp.organisation_id, FollowUp.area_id, FollowUp.unit_id, FollowUp.team_id).where(
        FollowUp.ended_on.is_(None),
        FollowUp.place != Place.HOSPITAL,
        FollowUp.started_on < day,
        FollowUp.opened_at < at(day, cut_off_hour(session, day)),
        ~said,
        ~raised,
    )
    found = db.session.execute(unscoped(stmt, because="at the cut-off everybody is looked for")).all()
    common = {"kind": AlertKind.MISSING, "day": day, "session": session, "raised_at": now()}
    rows = [
        dict(zip(("follow_up_id", "organisation_id", "area_id", "unit_id", "team_id"), case, strict=True), **common)
        for case in found
    ]
    return insert_new(FollowUpAlert, rows, "follow_up_id", "kind", "day", "session")
