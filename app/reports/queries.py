"""Finding reports, and what a new one needs to know."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, undefer

from app.access.models import User
from app.access.scope import unscoped, within
from app.access.sessions import viewer_of
from app.clock import local_day
from app.db import db
from app.directives.queries import last_over
from app.directives.rules import Period
from app.door import Absent, Viewer
from app.organisations.models import Appointment, Organisation
from app.organisations.queries import find_holder
from app.organisations.rules import Position
from app.reports.models import Report
from app.reports.rules import ReportStatus
from app.web.pagination import Page, Wish, paginate

WORKING = "the worker compiles what somebody asked for, as that person"


def list_reports(viewer: Viewer, wish: Wish, *, status: ReportStatus | None = None) -> Page:
    """The viewer's reports, the newest first; optionally of one status."""
    stmt = within(viewer, Report).options(joinedload(Report.organisation))
    if status:
        stmt = stmt.where(Report.status == status)
    return paginate(stmt.order_by(Report.compiled_at.desc(), Report.id.desc()), wish)


def get_report(viewer: Viewer, report_id: int) -> Report:
    """A report in the viewer's scope with its body and what it corrects. Raises Absent."""
    stmt = within(viewer, Report).where(Report.id == report_id)
    stmt = stmt.options(joinedload(Report.organisation), joinedload(Report.corrects))
    return _found(db.session.scalar(stmt))


def find_ordered(
    viewer: Viewer, body: Organisation, period: Period, *, as_of: datetime | None, corrects: Report | None
) -> Report | None:
    """What the viewer asked for already and the worker has not compiled yet."""
    stmt = within(viewer, Report).where(
        Report.status == ReportStatus.COMPILING,
        Report.compiled_by_id == viewer.user_id,
        Report.organisation_id == body.id,
        Report.first_on == period.first_on,
        Report.last_on == period.last_on,
        Report.as_of == (as_of or Report.compiled_at),
        Report.corrects_id == corrects.id if corrects else Report.corrects_id.is_(None),
    )
    found: Report | None = db.session.scalar(stmt.order_by(Report.id).limit(1))
    return found


def get_for_work(report_id: int) -> Report | None:
    """A report that somebody asked the worker to compile; None when it is gone."""
    stmt = select(Report).where(Report.id == report_id)
    found: Report | None = db.session.scalar(unscoped(stmt, because=WORKING))
    return found


def viewer_at_work(user_id: int | None) -> Viewer:
    """On whose behalf the worker compiles: who asked, with what he may see today."""
    user = db.session.get(User, user_id) if user_id else None
    return viewer_of(user) if user and not user.disabled_at else Viewer(user_id=user_id)


def issued_pdf(viewer: Viewer, report_id: int) -> bytes | None:
    """The stored paper of an issued report; None for a draft, whose paper is drawn when asked for. Raises Absent."""
    stmt = within(viewer, Report).where(Report.id == report_id).options(undefer(Report.pdf))
    return _found(db.session.scalar(stmt)).pdf


def issued_docx(viewer: Viewer, report_id: int) -> bytes | None:
    """The same for Word."""
    stmt = within(viewer, Report).where(Report.id == report_id).options(undefer(Report.docx))
    return _found(db.session.scalar(stmt)).docx


def list_editions(viewer: Viewer, report: Report) -> Sequence[Report]:
    """The report with what it corrects and what corrects it, the first edition first."""
    stmt = within(viewer, Report).where(
        Report.organisation_id == report.organisation_id,
        Report.first_on == report.first_on,
        Report.last_on == report.last_on,
    )
    known = {each.id: each for each in db.session.scalars(stmt)}
    chain = {report.id}
    # A few rows of one period: each walk adds the neighbours of what is known to belong.
    while True:
        more = {each.id for each in known.values() if each.corrects_id in chain}
        more |= {each.corrects_id for each in known.values() if each.id in chain and each.corrects_id}
        if more <= chain:
            return sorted((known[id_] for id_ in chain), key=lambda each: (each.edition, each.id))
        chain |= more


def corrections_of(viewer: Viewer, report: Report) -> Sequence[Report]:
    """Later reports that take this one's place, oldest first."""
    stmt = within(viewer, Report).where(Report.corrects_id == report.id)
    return db.session.scalars(stmt.order_by(Report.id)).all()


def is_number_taken(viewer: Viewer, report: Report, number: str, year: int) -> bool:
    """Whether the body issued another report under this number in that year."""
    stmt = within(viewer, Report).where(
        Report.organisation_id == report.organisation_id, Report.number == number, Report.id != report.id
    )
    return any(each.issued_on and each.issued_on.year == year for each in db.session.scalars(stmt))


def get_body(viewer: Viewer, organisation_id: int | None) -> Organisation:
    """A body whose report the viewer may compile: his own or one below it. Raises Absent."""
    if organisation_id is None or not (viewer.sees_all or organisation_id in viewer.organisation_ids):
        raise Absent
    body = db.session.get(Organisation, organisation_id)
    if body is None:
        raise Absent
    return body


def list_bodies(viewer: Viewer) -> Sequence[Organisation]:
    """The bodies whose reports the viewer may compile, his own first, then in Vietnamese order."""
    stmt = select(Organisation).order_by(Organisation.sort_key, Organisation.id)
    if not viewer.sees_all:
        stmt = stmt.where(Organisation.id.in_(sorted(viewer.organisation_ids)))
    found = db.session.scalars(stmt).all()
    return sorted(found, key=lambda body: body.id != viewer.organisation_id)


def find_signer(body: Organisation) -> Appointment | None:
    """Who heads the body today."""
    return find_holder(body.id, Position.HEAD, on=local_day())


def usual_period() -> Period:
    """The last week whose figures are complete."""
    return last_over()


def _found(report: Report | None) -> Report:
    if report is None:
        raise Absent
    return report
