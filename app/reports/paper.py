"""The report on paper, in the form of Decree 30/2020."""

from datetime import datetime

from flask import render_template
from flask_babel import force_locale

from app.clock import local
from app.directives.labels import DEFINITIONS
from app.directives.rules import MeasureKey
from app.documents.pdf import render_pdf
from app.documents.wording import official_time, short_date
from app.reports import sealing, wording
from app.reports.actions import Head, Paper
from app.reports.document import Document, document_of
from app.reports.models import Report

HEADINGS = {"qr": "Mã QR", "entry": "Khách đến, khách đi", "lead": "Quán triệt, chỉ đạo"}


def draft_pdf(report: Report) -> bytes:
    """A draft's paper: no number, no day, no signer."""
    return _pdf(report, document_of(report), digest="", audit_root="")


def final_paper(report: Report, head: Head, *, audit_root: str) -> Paper:
    """The paper under its number, with the digest of what it says and the root of the audit log printed on it."""
    digest = sealing.digest_of(report, head.as_json())
    document = document_of(
        report,
        number=head.number,
        issued_on=head.issued_on,
        signer=head.signer_name,
        title=head.signer_title,
    )
    pdf = _pdf(report, document, digest=digest, audit_root=audit_root)
    return Paper(report.version, pdf, digest, audit_root)


def _pdf(report: Report, document: Document, *, digest: str, audit_root: str) -> bytes:
    as_of = local(report.as_of)
    # An official document is Vietnamese, whatever language its reader has chosen.
    with force_locale("vi"):
        html = _html(report, document, as_of, digest, audit_root)
    return render_pdf(html)


def _html(report: Report, document: Document, as_of: datetime, digest: str, audit_root: str) -> str:
    return render_template(
        "reports/paper.html",
        document=document,
        figures=report.figures,
        as_of=f"{official_time(as_of.time())} ngày {short_date(as_of.date())}",
        digest=digest,
        audit_root=audit_root,
        headings=HEADINGS,
        definitions=[DEFINITIONS[MeasureKey(key)] for key in HEADINGS],
        share=wording.share,
    )
