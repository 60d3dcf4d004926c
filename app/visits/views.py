"""The day's list at the gate."""

from flask import Blueprint, Response, request

from app.clock import local_day, now
from app.door import Permission, requires, viewer
from app.visits.stays import list_visits
from app.web.pages import render
from app.web.pagination import wished_page

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
