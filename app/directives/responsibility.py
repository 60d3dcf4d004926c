"""The sheet of responsibility on paper, and the pack of evidence: the sheet, its data and its papers in one archive."""

import json
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from flask import render_template
from flask_babel import force_locale

from app.clock import local, local_day
from app.directives.exports import documents_sheet, periods_sheet, receipts_sheet
from app.directives.models import Paper
from app.directives.queries import ResponsibilitySheet, Version
from app.directives.sealing import content_of
from app.documents import sheets
from app.documents.papers import SUFFIXES
from app.documents.pdf import render_pdf
from app.documents.wording import official_moment, undated
from app.organisations.labels import POSITION_LABELS
from app.web.sheets import Sheet


def sheet_pdf(sheet: ResponsibilitySheet) -> bytes:
    """The sheet in the form of Decree 30/2020, not numbered and not signed yet."""
    # An official document is Vietnamese, whatever language its reader has chosen.
    with force_locale("vi"):
        html = render_template(
            "directives/responsibility.html",
            sheet=sheet,
            place_and_date=undated(local_day().year),
            positions=POSITION_LABELS,
            moment=lambda at: official_moment(local(at)),
        )
    return render_pdf(html)


def evidence_zip(sheet: ResponsibilitySheet, papers: Sequence[Paper]) -> bytes:
    """The sheet, lists as CSV, what was confirmed as JSON with its digests, and the papers as they are kept."""
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        archive.writestr("phieu-theo-doi-trach-nhiem.pdf", sheet_pdf(sheet))
        with force_locale("vi"):
            for listed in _lists(sheet):
                archive.writestr(f"{listed.file_name}.csv", sheets.csv_file(listed.header, listed.rows))
        archive.writestr("xac-nhan.json", _confirmations(sheet))
        for paper in papers:
            archive.writestr(f"tep/{paper.id}-{paper.digest[:12]}.{SUFFIXES[paper.mimetype]}", paper.content)
    return content.getvalue()


def _lists(sheet: ResponsibilitySheet) -> Iterator[Sheet]:
    yield receipts_sheet([sheet.receipt, *sheet.below], sheet.directive.published_on)
    yield documents_sheet(sheet.documents)
    yield periods_sheet(sheet.periods)


def _confirmations(sheet: ResponsibilitySheet) -> str:
    rows = [
        {**content_of(given), "digest": given.digest, "previous_digest": given.previous_digest, **_reopened(each)}
        for each in sheet.versions
        for given in [each.confirmation]
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def _reopened(version: Version) -> dict[str, Any]:
    row = version.reopening
    if row is None:
        return {}
    return {"reopened": {"at": row.reopened_at.isoformat(), "by": row.reopened_by, "reason": row.reason}}
