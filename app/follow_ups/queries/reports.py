"""What was written of people, session by session."""

from collections.abc import Mapping, Sequence
from datetime import date

from app.access.scope import within
from app.db import db
from app.door import Absent, Viewer
from app.follow_ups.models import DailyReport, FollowUp
from app.follow_ups.rules.reports import Session


def list_reports(viewer: Viewer, row: FollowUp) -> Sequence[DailyReport]:
    """All records of a person, corrected ones too, the latest day first."""
    stmt = within(viewer, DailyReport).where(DailyReport.follow_up_id == row.id)
    return db.session.scalars(stmt.order_by(DailyReport.day.desc(), DailyReport.session, DailyReport.id.desc())).all()


def get_report(viewer: Viewer, report_id: int) -> DailyReport:
    """One record of one of the viewer's cases. Raises Absent."""
    found: DailyReport | None = db.session.scalar(within(viewer, DailyReport).where(DailyReport.id == report_id))
    if found is None:
        raise Absent(report_id)
    return found


def current_reports(viewer: Viewer, rows: Sequence[FollowUp], day: date, session: Session) -> Mapping[int, DailyReport]:
    """What stands of a session, by case."""
    stmt = within(viewer, DailyReport).where(
        DailyReport.follow_up_id.in_([row.id for row in rows]),
        DailyReport.day == day,
        DailyReport.session == session,
        DailyReport.superseded_at.is_(None),
    )
    return {report.follow_up_id: report for report in db.session.scalars(stmt)}
