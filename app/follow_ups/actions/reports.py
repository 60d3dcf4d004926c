"""Writing down how somebody is. Daily reports are counts of their own, like entries: no audit events.

A record of a day that is over is put right with a reason; that is an event.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import select

from app import audit
from app.access.scope import unscoped
from app.clock import local, now
from app.db import db
from app.door import Viewer
from app.follow_ups.actions.alerts import settle_missing
from app.follow_ups.actions.cases import CaseEnded, note_report, refuse_if_erased
from app.follow_ups.models import DailyReport, FollowUp, FollowUpAlert, FollowUpNeed
from app.follow_ups.people import new_key, reading_of, seal_reading
from app.follow_ups.rules.alerts import AlertKind, alerts_of
from app.follow_ups.rules.cases import NeedKind
from app.follow_ups.rules.reports import Kind, Reading, Session, Writer, may_write
from app.follow_ups.settings import thresholds
from app.notices.telling import insert_new
from app.text import nfc

MINE = "the case was opened by who holds its link or has it in his scope"


class SessionClosed(Exception):
    """The session has not begun, or its records are closed."""


class ReportChanged(Exception):
    """Somebody wrote another record of the session since the page was opened."""


def write_report(
    viewer: Viewer, row: FollowUp, reading: Reading, *, day: date, session: Session, writer: Writer
) -> DailyReport:
    """Keep what is said of a session; said again it is a correction, and the record before is kept.

    The same words again change nothing. Of who has left the days before can be written down as long as of everybody.
    Raises CaseEnded, SessionClosed.
    """
    if row.ended_on and day >= row.ended_on:
        raise CaseEnded
    if day < row.started_on or not may_write(day, session, local=local(now())):
        raise SessionClosed
    before = _current(row, day, session)
    # That it was told elsewhere too takes nothing back of what is known.
    if before and (reading.kind is Kind.ELSEWHERE or reading_of(before, row.key) == reading):
        return before
    report = _supersede(viewer, row, before, reading, day=day, session=session, writer=writer)
    note_report(row, day, session)
    return report


def correct_report(
    viewer: Viewer, row: FollowUp, wrong: DailyReport, reading: Reading, *, reason: str, writer: Writer
) -> DailyReport:
    """Put right what was written of a day that is over, of somebody who has left too; what stood there is kept.

    What the right words raise is looked at like any other; what the wrong ones raised waits for somebody's name.
    Sent twice it is one correction. Raises CaseEnded once the person is erased, ReportChanged.
    """
    refuse_if_erased(row)
    stands = _current(row, wrong.day, wrong.session)
    if stands and reading_of(stands, row.key) == reading:
        return stands
    if stands is None or stands.id != wrong.id:
        raise ReportChanged
    found = _supersede(viewer, row, wrong, reading, day=wrong.day, session=wrong.session, writer=writer)
    found.correction_reason = nfc(reason)
    told = {"day": wrong.day.isoformat(), "session": wrong.session}
    audit.record("follow_up.report_corrected", row.id, by=viewer, **told)
    return found


def _supersede(
    viewer: Viewer,
    row: FollowUp,
    before: DailyReport | None,
    reading: Reading,
    *,
    day: date,
    session: Session,
    writer: Writer,
) -> DailyReport:
    if before:
        before.superseded_at = now()
        db.session.flush()
    report = DailyReport(key=new_key(), follow_up_id=row.id, day=day, session=session, kind=reading.kind, writer=writer)
    report.by_id, report.reported_at = viewer.user_id, now()
    seal_reading(report, row.key, reading)
    db.session.add(report)
    raise_alerts(row, alerts_of(reading, thresholds(day)), day, session)
    if reading.kind is Kind.HEALTH:
        settle_missing(row, FollowUpAlert.day == day, FollowUpAlert.session == session)
    db.session.flush()
    return report


def ask_for(row: FollowUp, needs: Iterable[NeedKind]) -> None:
    """Note what the family asks for; what it asked for already and has not got stands once."""
    stmt = select(FollowUpNeed.kind).where(FollowUpNeed.follow_up_id == row.id, FollowUpNeed.answered_at.is_(None))
    open_kinds = set(db.session.scalars(unscoped(stmt, because=MINE)))
    for kind in set(needs) - open_kinds:
        db.session.add(FollowUpNeed(follow_up_id=row.id, kind=kind, asked_at=now()))


def _current(row: FollowUp, day: date, session: Session) -> DailyReport | None:
    stmt = select(DailyReport).where(
        DailyReport.follow_up_id == row.id,
        DailyReport.day == day,
        DailyReport.session == session,
        DailyReport.superseded_at.is_(None),
    )
    found: DailyReport | None = db.session.scalar(unscoped(stmt, because=MINE))
    return found


def raise_alerts(row: FollowUp, kinds: Sequence[AlertKind], day: date, session: Session) -> None:
    """Let these be looked at; what was raised of the session already is not raised again."""
    place = {
        "organisation_id": row.organisation_id,
        "area_id": row.area_id,
        "unit_id": row.unit_id,
        "team_id": row.team_id,
    }
    when = {"day": day, "session": session, "raised_at": now()}
    rows = [{"follow_up_id": row.id, "kind": kind, **place, **when} for kind in kinds]
    if rows:
        insert_new(FollowUpAlert, rows, "follow_up_id", "kind", "day", "session")
