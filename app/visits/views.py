"""The day's list at the gate."""

from datetime import timedelta

from flask import Blueprint, Response, flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.clock import local_day, now
from app.door import Permission, requires, viewer
from app.units.queries import get_unit
from app.visits.crowding import count_inside, count_ratings, set_capacity_of
from app.visits.exports import visits_sheet
from app.visits.forms import CapacityForm
from app.visits.labels import CROWDING_LABELS, RATING_LABELS
from app.visits.stays import list_visits
from app.web.pages import render, see_other
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


@bp.get("/units/<int:unit_id>/capacity")
@requires(Permission.UNIT_READ)
def capacity(unit_id: int) -> Response:
    """The page; for htmx the panel of the unit's page."""
    return _capacity_page(unit_id)


@bp.post("/units/<int:unit_id>/capacity")
@requires(Permission.UNIT_READ, Permission.UNIT_CORRECT)
def set_capacity(unit_id: int) -> AnyResponse:
    """How many the unit lets in at once."""
    unit, form = get_unit(viewer(), unit_id), CapacityForm(None)
    if not form.validate():
        return _capacity_page(unit_id, form, status=422)
    set_capacity_of(viewer(), unit, form.number)
    flash(_("Đã ghi sức chứa của %(name)s.", name=unit.name))
    return see_other("visits.capacity", unit_id=unit_id)


def _capacity_page(unit_id: int, form: CapacityForm | None = None, status: int = 200) -> Response:
    unit = get_unit(viewer(), unit_id)
    inside = count_inside(unit.id)
    ratings = count_ratings(viewer(), unit, since=local_day() - timedelta(7))
    return render(
        "visits/capacity.html",
        fragment="capacity_panel",
        unit=unit,
        inside=inside,
        ratings=[(label, ratings.get(rating, 0)) for rating, label in RATING_LABELS.items()] if ratings else [],
        crowding_labels=CROWDING_LABELS,
        form=form or CapacityForm(inside.capacity),
        status=status,
    )
