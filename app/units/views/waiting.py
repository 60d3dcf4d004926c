"""How many registrations wait with whom, by body and by place, the longest first."""

from werkzeug.wrappers import Response

from app.clock import local_day, now
from app.door import Permission, requires, viewer
from app.units import exports, waiting
from app.units.views.blueprint import bp
from app.web.pages import render
from app.web.sheets import answer_sheet, file_of


@bp.get("/units/waiting")
@requires(Permission.UNIT_APPROVE)
def queues() -> Response:
    return render(
        "units/waiting.html",
        by_body=waiting.queues_by_body(viewer()),
        by_place=waiting.queues_by_place(viewer()),
        today=local_day(),
        updated_at=now(),
    )


@file_of(bp, "/units/waiting")
@requires(Permission.UNIT_APPROVE)
def export_queues(suffix: str) -> Response:
    """The same numbers as a file."""
    sheet = exports.queues_sheet(waiting.queues_by_body(viewer()), waiting.queues_by_place(viewer()))
    return answer_sheet(sheet, suffix)
