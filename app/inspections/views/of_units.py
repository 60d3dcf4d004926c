"""A unit's inspections: what was found there, what is planned; planned by hand."""

from flask import flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import local_day
from app.door import Permission, requires, viewer
from app.inspections import actions, queries
from app.inspections.forms import PlanForm
from app.inspections.views.blueprint import bp
from app.units.models import Unit
from app.units.queries import get_unit
from app.web.pages import render, see_other


@bp.get("/units/<int:unit_id>/inspections")
@requires(Permission.INSPECTION_READ)
def of_unit(unit_id: int) -> Response:
    """The page; for htmx the panel of the unit's page."""
    return _page(get_unit(viewer(), unit_id), None)


@bp.post("/units/<int:unit_id>/inspections")
@requires(Permission.INSPECTION_WORK)
def plan(unit_id: int) -> Response:
    unit, form = get_unit(viewer(), unit_id), _form()
    if not form.validate():
        return _page(unit, form, status=422)
    inspection = actions.plan_inspection(viewer(), unit, **form.plan())
    flash(_("Đã đưa %(name)s vào kế hoạch kiểm tra.", name=unit.name))
    return see_other("inspections.show", inspection_id=inspection.id)


def _form() -> PlanForm:
    known = {"planned_on": local_day(), "officers": [str(viewer().user_id)]}
    return PlanForm(queries.list_officers(viewer()), today=local_day(), data=known)


def _page(unit: Unit, form: PlanForm | None, status: int = 200) -> Response:
    plans = viewer().can(Permission.INSPECTION_WORK)
    return render(
        "inspections/unit.html",
        fragment="inspections_panel",
        status=status,
        unit=unit,
        inspections=queries.list_of_unit(viewer(), unit),
        plan=form or (_form() if plans else None),
        form=form,
    )
