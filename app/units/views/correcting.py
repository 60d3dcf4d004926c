"""The details of a unit are corrected: by its manager the plain ones, by officers also kind, place and owner."""

from typing import Any

from flask import flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.areas.models import Area
from app.door import Permission, requires, viewer
from app.organisations.models import Organisation
from app.units import actions, queries
from app.units.choices import by_district
from app.units.forms import CorrectByManagerForm, CorrectByOfficerForm
from app.units.labels import UNIT_KIND_LABELS
from app.units.models import Unit
from app.units.rules import UnitKind
from app.units.views.blueprint import bp
from app.web.pages import render, see_other


@bp.get("/units/<int:unit_id>/correct")
@requires(Permission.UNIT_CORRECT)
def ask_to_correct(unit_id: int) -> Response:
    unit = queries.get_unit(viewer(), unit_id)
    return render("units/correct.html", unit=unit, form=_form(unit))


@bp.post("/units/<int:unit_id>/correct")
@requires(Permission.UNIT_CORRECT)
def correct(unit_id: int) -> Response:
    unit = queries.get_unit(viewer(), unit_id)
    form = _form(unit)
    if not form.validate():
        return render("units/correct.html", unit=unit, form=form, status=422)
    if form.version.data != unit.version:
        return _conflict(unit, form)
    actions.correct_unit(viewer(), unit, **form.details())
    flash(_("Đã lưu thông tin của %(name)s.", name=unit.name))
    return see_other("units.show", unit_id=unit.id)


def _conflict(unit: Unit, form: CorrectByManagerForm) -> Response:
    """Somebody saved the unit meanwhile: both texts, and a form that overwrites knowingly."""
    typed = form.details()
    differing = [(form[name].label.text, _shown(getattr(unit, name)), _shown(typed[name])) for name in typed]
    form.version.data, form.version.raw_data = unit.version, None
    both = [row for row in differing if row[1] != row[2]]
    return render("units/correct.html", unit=unit, form=form, both=both, status=409)


def _shown(value: Any) -> str:
    if isinstance(value, UnitKind):
        return str(UNIT_KIND_LABELS[value])
    return getattr(value, "name", value) or "–"


def _form(unit: Unit) -> CorrectByManagerForm:
    if not viewer().can(Permission.UNIT_APPROVE):
        return CorrectByManagerForm(obj=unit)
    form = CorrectByOfficerForm(obj=unit)
    form["area"].offer(by_district(_places(unit)))
    form["organisation"].offer({None: _owners(unit)})
    if not form.is_submitted():
        form["area"].choose(unit.area)
        form["organisation"].choose(unit.organisation)
    return form


def _places(unit: Unit) -> list[Area]:
    mine = list(queries.list_communes(viewer()))
    return mine if unit.area in mine else [unit.area, *mine]


def _owners(unit: Unit) -> list[Organisation]:
    """Who answers is changed by the body that answers now, or one above it; the place's officers cannot take a unit."""
    if not viewer().sees_all and unit.organisation_id not in viewer().organisation_ids:
        return [unit.organisation]
    possible = {body.id: body for body in (unit.organisation, *queries.list_possible_owners(unit.area))}
    return list(possible.values())
