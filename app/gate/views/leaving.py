"""Who is inside, who should have left by now, and letting them out."""

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from app.clock import now
from app.door import Permission, requires, viewer
from app.gate import actions, queries
from app.gate.exports import inside_sheet
from app.gate.views.blueprint import asked_door, bp
from app.gate.views.console import limit_guard, new_submission
from app.web.days import read_day
from app.web.dispatch import thinks_first
from app.web.pages import render, see_other
from app.web.pagination import each_page, wished_page
from app.web.sheets import answer_sheet, file_of


@bp.get("/gate/inside")
@requires(Permission.GATE_WORK)
def inside() -> Response:
    """The list; `late` leaves those who are inside longer than is usual."""
    door, only_late = asked_door(), "late" in request.args
    page = queries.list_inside(viewer(), door.unit_id, wished_page(), only_late=only_late)
    return render("gate/inside.html", fragment="inside_list", door=door, page=page, only_late=only_late, at=now())


@file_of(bp, "/gate/inside")
@requires(Permission.GATE_WORK)
def export_inside(suffix: str) -> Response:
    """The same people as a file."""
    reader, door, only_late = viewer(), asked_door(), "late" in request.args
    pages = each_page(lambda wish: queries.list_inside(reader, door.unit_id, wish, only_late=only_late))
    return answer_sheet(inside_sheet(each for page in pages for each in page.rows), suffix)


@bp.post("/gate/out")
@requires(Permission.GATE_WORK)
@thinks_first
def let_out() -> AnyResponse:
    """Somebody left."""
    door = asked_door()
    limit_guard()
    day = read_day(request.form.get("day", ""))
    if day is None:
        return see_other("gate.console", at=door.checkpoint_id)
    stay = queries.get_own_stay(viewer(), day, request.form.get("visit", ""))
    act = actions.leave(viewer(), door, stay, actions.moment(new_submission()))
    return see_other("gate.console", at=door.checkpoint_id, act=act.id if act else None)
