"""Compiling, remarking upon, issuing and correcting reports. What was issued is never touched again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app import audit, clock
from app.clock import now
from app.db import db, one_at_a_time
from app.directives.rules import Period
from app.door import Viewer
from app.organisations.models import Organisation
from app.reports import queries
from app.reports.figures import Teller, compile_figures, quietly
from app.reports.models import Report
from app.reports.rules import ReportStatus, Schedule, full_name, may_change, may_check
from app.tasks import ask_for, find_task

# The kind of task that compiles a report,
COMPILE = "reports.compile"
# and of the one that draws its paper and issues it.
ISSUE = "reports.issue"


class ReportIssued(Exception):
    """The report was issued: it cannot be changed, only corrected by a new one."""


class ReportIssuing(Exception):
    """The worker is drawing its paper: until it is there, or could not be drawn, nothing can be changed."""


class ReportCompiling(Exception):
    """Its figures are not there yet: there is nothing to read, remark upon or check."""


class ReportNotChecked(Exception):
    """Only what somebody else has checked can be issued."""


class OwnReport(Exception):
    """Nobody checks the report that he compiled."""


class ReportNotIssued(Exception):
    """Only an issued report can be corrected; a draft is changed itself."""


class ReportChanged(Exception):
    """Somebody changed the draft after its paper was drawn."""


class NumberTaken(Exception):
    """The body issued another report under this number this year."""


@dataclass(frozen=True)
class Taken:
    """The figures of a body's report as they stood at `as_of`: taken while reading, before anything is written."""

    organisation_id: int
    period: Period
    as_of: datetime
    figures: Mapping[str, Any]


@dataclass(frozen=True)
class Head:
    """What the registry clerk and the signer add to a draft: its number with symbol, its day, who signs."""

    number: str
    issued_on: date
    signer_name: str
    signer_title: str

    @classmethod
    def of(cls, report: Report) -> "Head":
        """What was given when the report was sent to be issued."""
        if report.number is None or report.issued_on is None:
            raise ReportNotChecked(report.id)
        return cls(report.number, report.issued_on, report.signer_name, report.signer_title)

    def as_json(self) -> dict[str, Any]:
        """As it is hashed."""
        return {
            "number": self.number,
            "issued_on": self.issued_on.isoformat(),
            "signer_name": self.signer_name,
            "signer_title": self.signer_title,
        }


@dataclass(frozen=True)
class Paper:
    """The drawn report: of which version of the draft, its files, the digest and the audit root printed on it."""

    version: int
    pdf: bytes
    docx: bytes
    digest: str
    audit_root: str


def take_figures(
    viewer: Viewer, *, organisation_id: int, period: Period, as_of: datetime | None = None, tell: Teller = quietly
) -> Taken:
    """The figures as they stand, or stood at `as_of`. Raises Absent for a body not the viewer's."""
    body, moment = queries.get_body(viewer, organisation_id), as_of or now()
    with clock.showing(moment):
        return Taken(body.id, period, moment, compile_figures(viewer, body, period, tell=tell))


def compile_report(viewer: Viewer, taken: Taken, *, schedule: Schedule | None = None) -> Report:
    """A new draft with these figures. Raises Absent for a body not the viewer's."""
    report = _new(queries.get_body(viewer, taken.organisation_id), taken.period, None)
    report.schedule = schedule
    _put(viewer, report, taken)
    db.session.add(report)
    db.session.flush()
    audit.record("report.compiled", report.id, by=viewer)
    return report


def order_report(
    viewer: Viewer,
    organisation_id: int,
    period: Period,
    *,
    as_of: datetime | None = None,
    corrects: Report | None = None,
) -> Report:
    """Ask the worker for a draft; asked twice before it is there, it is one. Raises Absent for a body not the viewer's.

    Its figures are as of the moment of asking, or as of a moment before.
    """
    body = queries.get_body(viewer, organisation_id)
    one_at_a_time(f"reports-{viewer.user_id}")
    report = queries.find_ordered(viewer, body, period, as_of=as_of, corrects=corrects)
    if report is None:
        report = _new(body, period, corrects)
        report.compiled_at, report.compiled_by_id = now(), viewer.user_id
        report.as_of, report.status = as_of or report.compiled_at, ReportStatus.COMPILING
        # The lists name the body of a report by what is frozen.
        report.figures = {"body": {"full_name": full_name(body.kind, body.name)}}
        db.session.add(report)
        db.session.flush()
        audit.record("report.ordered", report.id, by=viewer)
    ask_for(COMPILE, report.id, by=viewer)
    return report


def order_again(viewer: Viewer, report: Report) -> None:
    """Ask the worker for a draft's figures as they stand now. Raises ReportIssued."""
    refuse_issued(report)
    ask_for(COMPILE, report.id, by=viewer)
    audit.record("report.ordered", report.id, by=viewer)


def order_correction(viewer: Viewer, report: Report) -> Report:
    """Ask for a draft that will take an issued report's place. Raises ReportNotIssued."""
    if report.status is not ReportStatus.ISSUED:
        raise ReportNotIssued(report.id)
    return order_report(viewer, report.organisation_id, Period(report.first_on, report.last_on), corrects=report)


def fill_report(viewer: Viewer, report: Report, taken: Taken) -> None:
    """Put figures into what was asked for, or newer ones into a draft. Raises ReportIssued."""
    refuse_issued(report)
    is_new = report.status is ReportStatus.COMPILING
    _put(viewer, report, taken)
    _draft_again(report)
    if is_new:
        audit.record("report.compiled", report.id, by=viewer)
    else:
        audit.record("report.recompiled", report.id, by=viewer)


def write_commentary(viewer: Viewer, report: Report, commentary: Mapping[str, str]) -> None:
    """Keep an officer's remarks on the parts of a report, which is to be checked again.

    Raises ReportIssued, ReportCompiling.
    """
    refuse_issued(report)
    refuse_compiling(report)
    report.commentary = dict(commentary)
    _draft_again(report)
    audit.record("report.commented", report.id, by=viewer)


def check_report(viewer: Viewer, report: Report, *, version: int) -> None:
    """Vouch for a report as it was read, in its `version`.

    Raises ReportIssued, ReportCompiling, ReportChanged, OwnReport.
    """
    refuse_issued(report)
    refuse_compiling(report)
    if report.version != version:
        raise ReportChanged(report.id)
    if not may_check(report.compiled_by_id, viewer.user_id):
        raise OwnReport(report.id)
    report.status, report.checked_at, report.checked_by_id = ReportStatus.CHECKED, now(), viewer.user_id
    audit.record("report.checked", report.id, by=viewer)


def order_issue(viewer: Viewer, report: Report, head: Head) -> None:
    """Ask the worker to issue a checked report under its number; asked twice it is issued once.

    Raises ReportIssued, ReportIssuing, ReportNotChecked, NumberTaken.
    """
    if report.status is ReportStatus.ISSUING and Head.of(report) == head and not _failed(report):
        return
    refuse_unchecked(report)
    # Two who issue at once must not be given one number.
    one_at_a_time(f"reports-of-{report.organisation_id}")
    if queries.is_number_taken(viewer, report, head.number, head.issued_on.year):
        raise NumberTaken(head.number)
    report.status, report.number, report.issued_on = ReportStatus.ISSUING, head.number, head.issued_on
    report.signer_name, report.signer_title = head.signer_name, head.signer_title
    report.issued_by_id = viewer.user_id
    ask_for(ISSUE, report.id, by=viewer)
    audit.record("report.issue_ordered", report.id, by=viewer)


def issue_report(viewer: Viewer, report: Report, paper: Paper) -> None:
    """Freeze a report that was sent to be issued, with its paper. Raises ReportChanged."""
    if report.status is not ReportStatus.ISSUING or report.version != paper.version:
        raise ReportChanged(report.id)
    report.status, report.issued_at = ReportStatus.ISSUED, now()
    report.pdf, report.docx, report.digest, report.audit_root = paper.pdf, paper.docx, paper.digest, paper.audit_root
    audit.record("report.issued", report.id, by=viewer, digest=paper.digest)


def _new(body: Organisation, period: Period, corrects: Report | None) -> Report:
    report = Report(organisation=body, first_on=period.first_on, last_on=period.last_on, corrects=corrects)
    report.commentary = dict(corrects.commentary) if corrects else {}
    report.edition = corrects.edition + 1 if corrects else 1
    return report


def _put(viewer: Viewer, report: Report, taken: Taken) -> None:
    report.figures, report.as_of = dict(taken.figures), taken.as_of
    report.compiled_at, report.compiled_by_id = now(), viewer.user_id


def _draft_again(report: Report) -> None:
    report.status, report.checked_at, report.checked_by_id = ReportStatus.DRAFT, None, None
    # Of one that could not be issued: its number is free again.
    report.number = report.issued_on = report.issued_by_id = None
    report.signer_name = report.signer_title = ""


def _failed(report: Report) -> bool:
    """Whether its paper could not be drawn, as often as the worker tried."""
    if report.status is not ReportStatus.ISSUING:
        return False
    asked = find_task(ISSUE, report.id)
    return asked is not None and asked.failed_at is not None


def refuse_issued(report: Report) -> None:
    """Raise ReportIssued or ReportIssuing unless the report can still change, as when it could not be issued."""
    if not may_change(report.status) and not _failed(report):
        raise (ReportIssuing if report.status is ReportStatus.ISSUING else ReportIssued)(report.id)


def refuse_compiling(report: Report) -> None:
    """Raise ReportCompiling while the report has no figures."""
    if report.status is ReportStatus.COMPILING:
        raise ReportCompiling(report.id)


def refuse_unchecked(report: Report) -> None:
    """Raise ReportIssued, ReportIssuing or ReportNotChecked unless the report can be issued."""
    if _failed(report):
        return
    refuse_issued(report)
    if report.status is not ReportStatus.CHECKED:
        raise ReportNotChecked(report.id)
