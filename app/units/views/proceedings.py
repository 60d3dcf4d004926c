"""On a unit's page: what it was asked, what its manager proposed, where it is to go, who answered for it when."""

from werkzeug.wrappers import Response

from app.door import Permission, requires, viewer
from app.units import queries, waiting
from app.units.differences import differences
from app.units.views.blueprint import bp
from app.web.pages import render


@bp.get("/units/<int:unit_id>/proceedings")
@requires(Permission.UNIT_READ)
def proceedings(unit_id: int) -> Response:
    unit = queries.get_unit(viewer(), unit_id)
    return render(
        "units/proceedings.html",
        fragment="proceedings_panel",
        unit=unit,
        questions=waiting.list_questions(viewer(), unit),
        proposal=waiting.find_proposal(viewer(), unit),
        transfer=waiting.find_transfer(viewer(), unit),
        ownerships=waiting.list_ownerships(viewer(), unit),
        differences=differences,
    )
