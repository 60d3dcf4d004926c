"""The sheet of responsibility of a body for a letter, on paper, and the pack of what proves it."""

from flask import Response

from app.directives import queries
from app.directives.responsibility import evidence_zip, sheet_pdf
from app.directives.views.cascade import bp
from app.door import Permission, requires, viewer
from app.web.sheets import answer_file


@bp.get("/<int:directive_id>/bodies/<int:organisation_id>/sheet.pdf")
@requires(Permission.DIRECTIVE_READ)
def sheet(directive_id: int, organisation_id: int) -> Response:
    found = queries.get_sheet(viewer(), directive_id, organisation_id)
    return answer_file(sheet_pdf(found), "application/pdf", f"phieu-theo-doi-{found.body.code}.pdf")


@bp.get("/<int:directive_id>/bodies/<int:organisation_id>/pack.zip")
@requires(Permission.DIRECTIVE_READ)
def pack(directive_id: int, organisation_id: int) -> Response:
    """The sheet, its lists, what was confirmed with its digests, and the papers."""
    found = queries.get_sheet(viewer(), directive_id, organisation_id)
    content = evidence_zip(found, queries.list_papers(viewer(), found))
    return answer_file(content, "application/zip", f"ho-so-{found.body.code}.zip")
