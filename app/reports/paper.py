"""The report on paper, in the form of Decree 30/2020."""

from flask import render_template
from flask_babel import force_locale

from app.documents.pdf import render_pdf
from app.reports import sealing, word, wording
from app.reports.actions import Head, Paper
from app.reports.document import ANNEX_NUMBERS, HEADINGS, Document, document_of, sources
from app.reports.figures import Teller, quietly
from app.reports.models import Report

# To draw the PDF, to write the DOCX, to store both.
STEPS = 3


def draft_pdf(report: Report) -> bytes:
    """A draft's paper: no number, no day, no signer."""
    return _pdf(report, document_of(report), digest="", audit_root="")


def final_paper(report: Report, head: Head, *, audit_root: str, tell: Teller = quietly) -> Paper:
    """The paper under its number, with the digest of what it says and the root of the audit log printed on it."""
    tell(0, STEPS)
    digest = sealing.digest_of(report, head.as_json())
    document = document_of(
        report,
        number=head.number,
        issued_on=head.issued_on,
        signer=head.signer_name,
        title=head.signer_title,
    )
    pdf = _pdf(report, document, digest=digest, audit_root=audit_root)
    tell(1, STEPS)
    docx = word.report_docx(report, document, digest=digest, audit_root=audit_root)
    tell(2, STEPS)
    return Paper(report.version, pdf, docx, digest, audit_root)


def draft_docx(report: Report) -> bytes:
    """A draft for Word: no number, no day, no signer."""
    return word.report_docx(report, document_of(report))


def _pdf(report: Report, document: Document, *, digest: str, audit_root: str) -> bytes:
    # An official document is Vietnamese, whatever language its reader has chosen.
    with force_locale("vi"):
        html = _html(report, document, digest, audit_root)
    return render_pdf(html)


def _html(report: Report, document: Document, digest: str, audit_root: str) -> str:
    return render_template(
        "reports/paper.html",
        document=document,
        is_draft=not digest,
        last_number=ANNEX_NUMBERS[len(document.annexes)],
        sources=list(sources(document, report.as_of, digest, audit_root)),
        headings=HEADINGS,
        share=wording.share,
    )
