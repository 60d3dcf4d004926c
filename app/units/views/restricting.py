"""The province office withholds a unit from lists, and lifts that again."""

from flask import flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.door import Permission, requires, viewer
from app.units import actions, queries
from app.units.forms import RestrictForm
from app.units.views.blueprint import bp
from app.web.pages import render, see_other


@bp.get("/units/<int:unit_id>/restrict")
@requires(Permission.UNIT_RESTRICT)
def ask_to_restrict(unit_id: int) -> Response:
    unit = queries.get_unit(viewer(), unit_id)
    return render("units/restrict.html", unit=unit, form=RestrictForm(basis=unit.restricted_basis))


@bp.post("/units/<int:unit_id>/restrict")
@requires(Permission.UNIT_RESTRICT)
def restrict(unit_id: int) -> Response:
    unit, form = queries.get_unit(viewer(), unit_id), RestrictForm()
    if not form.validate():
        return render("units/restrict.html", unit=unit, form=form, status=422)
    actions.restrict_unit(viewer(), unit, **form.values())
    flash(_("%(name)s đã được hạn chế công khai.", name=unit.name))
    return see_other("units.show", unit_id=unit.id)


@bp.post("/units/<int:unit_id>/unrestrict")
@requires(Permission.UNIT_RESTRICT)
def lift_restriction(unit_id: int) -> Response:
    unit = queries.get_unit(viewer(), unit_id)
    actions.lift_restriction(viewer(), unit)
    flash(_("%(name)s không còn hạn chế công khai.", name=unit.name))
    return see_other("units.show", unit_id=unit.id)
