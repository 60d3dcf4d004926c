"""The day's list at the gate."""

from flask import Blueprint, Response, request

from app.clock import local_day, now
from app.door import Permission, requires, viewer
from app.visits.exports import visits_sheet
from app.visits.stays import list_visits
from app.web.pages import render
from app.web.pagination import each_page, wished_page
from app.web.sheets import answer_sheet, file_of

bp = Blueprint("visits", __name__, template_folder="templates")


@bp.get("/visits")
@requires(Permission.VISIT_READ)
def index() -> Response:
    """Today's entries at the viewer's units, names masked."""
    only_open = "open" in request.args
    page = list_visits(viewer(), local_day(), wished_page(), only_open=only_open)
    return render(
        "visits/index.html", fragment="visit_list", page=page, only_open=only_open, today=local_day(), at=now()
    )


@file_of(bp, "/visits")
@requires(Permission.VISIT_READ)
def export(suffix: str) -> Response:
    """The same entries as a file, names masked alike."""
    reader, today, only_open = viewer(), local_day(), "open" in request.args
    pages = each_page(lambda wish: list_visits(reader, today, wish, only_open=only_open))
    return answer_sheet(visits_sheet(visit for page in pages for visit in page.rows), suffix)
