"""The list of inspections, and the same list as a file."""

from flask import request
from werkzeug.wrappers import Response

from app.clock import now
from app.door import Permission, requires, viewer
from app.inspections import queries
from app.inspections.exports import inspections_sheet
from app.inspections.queries import InspectionFilter, Need
from app.inspections.rules import InspectionStatus
from app.inspections.views.blueprint import bp
from app.units.rules import UnitKind
from app.units.views.listing import choices, chosen_member, row_id
from app.web.pages import asked, render
from app.web.pagination import wished_page
from app.web.sheets import answer_sheet, file_of


@bp.get("/inspections")
@requires(Permission.INSPECTION_READ)
def index() -> Response:
    wanted = wanted_inspections()
    return render(
        "inspections/index.html",
        fragment="inspection_list",
        page=queries.list_inspections(viewer(), wanted, wished_page()),
        wanted=wanted,
        updated_at=now(),
        address=asked(),
        **choices(),
    )


@file_of(bp, "/inspections")
@requires(Permission.INSPECTION_READ)
def export(suffix: str) -> Response:
    """The same inspections as a file."""
    return answer_sheet(inspections_sheet(queries.list_all_inspections(viewer(), wanted_inspections())), suffix)


def wanted_inspections() -> InspectionFilter:
    """The filter that the address asks for; what cannot be read is left out."""
    return InspectionFilter(
        search=request.args.get("q", "")[:200],
        status=chosen_member(InspectionStatus, "status"),
        need=chosen_member(Need, "need"),
        kind=chosen_member(UnitKind, "kind"),
        area_id=row_id("area"),
        is_mine=request.args.get("mine") == "1",
        is_ours=request.args.get("ours") == "1",
    )
