"""Compiling, remarking upon, issuing and correcting reports. What was issued is never touched again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app import audit
from app.clock import now
from app.db import db
from app.directives.rules import Period
from app.door import Viewer
from app.reports import queries
from app.reports.figures import compile_figures
from app.reports.models import Report
from app.reports.rules import ReportStatus, may_change


class ReportIssued(Exception):
    """The report was issued: it cannot be changed, only corrected by a new one."""


class ReportNotIssued(Exception):
    """Only an issued report can be corrected; a draft is changed itself."""


class ReportChanged(Exception):
    """Somebody changed the draft after its paper was drawn."""


class NumberTaken(Exception):
    """The body issued another report under this number this year."""


@dataclass(frozen=True)
class Head:
    """What the registry clerk and the signer add to a draft: its number with symbol, its day, who signs."""

    number: str
    issued_on: date
    signer_name: str
    signer_title: str

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
    """The drawn report: of which version of the draft, its bytes, the digest and the audit root printed on it."""

    version: int
    pdf: bytes
    digest: str
    audit_root: str


def compile_report(viewer: Viewer, *, organisation_id: int, period: Period, corrects: Report | None = None) -> Report:
    """A new draft with the figures as of now. Raises Absent for a body that is not the viewer's."""
    body = queries.get_body(viewer, organisation_id)
    report = Report(organisation=body, first_on=period.first_on, last_on=period.last_on, corrects=corrects)
    report.commentary = dict(corrects.commentary) if corrects else {}
    _compile(viewer, report)
    db.session.add(report)
    db.session.flush()
    audit.record("report.compiled", report.id, by=viewer)
    return report


def recompile(viewer: Viewer, report: Report) -> None:
    """Take the draft's figures anew. Raises ReportIssued."""
    refuse_issued(report)
    _compile(viewer, report)
    audit.record("report.recompiled", report.id, by=viewer)


def write_commentary(viewer: Viewer, report: Report, commentary: Mapping[str, str]) -> None:
    """Keep an officer's remarks on the parts of a draft. Raises ReportIssued."""
    refuse_issued(report)
    report.commentary = dict(commentary)
    audit.record("report.commented", report.id, by=viewer)


def issue_report(viewer: Viewer, report: Report, head: Head, paper: Paper) -> None:
    """Freeze a draft under its number. Raises ReportIssued, ReportChanged, NumberTaken."""
    refuse_issued(report)
    if report.version != paper.version:
        raise ReportChanged(report.id)
    if queries.is_number_taken(viewer, report, head.number, head.issued_on.year):
        raise NumberTaken(head.number)
    report.status, report.number, report.issued_on = ReportStatus.ISSUED, head.number, head.issued_on
    report.signer_name, report.signer_title = head.signer_name, head.signer_title
    report.issued_at, report.issued_by_id = now(), viewer.user_id
    report.pdf, report.digest, report.audit_root = paper.pdf, paper.digest, paper.audit_root
    audit.record("report.issued", report.id, by=viewer, digest=paper.digest)


def correct_report(viewer: Viewer, report: Report) -> Report:
    """A new draft that will take an issued report's place. Raises ReportNotIssued."""
    if may_change(report.status):
        raise ReportNotIssued(report.id)
    period = Period(report.first_on, report.last_on)
    return compile_report(viewer, organisation_id=report.organisation_id, period=period, corrects=report)


def _compile(viewer: Viewer, report: Report) -> None:
    period = Period(report.first_on, report.last_on)
    report.figures = compile_figures(viewer, report.organisation, period)
    report.as_of = report.compiled_at = now()
    report.compiled_by_id = viewer.user_id


def refuse_issued(report: Report) -> None:
    """Raise ReportIssued unless the report is a draft."""
    if not may_change(report.status):
        raise ReportIssued(report.id)
