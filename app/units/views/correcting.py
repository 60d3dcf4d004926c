"""The details of a unit are corrected; what a manager changes after the approval waits for an officer."""

from typing import Any

from flask import flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.areas.models import Area
from app.door import Permission, requires, viewer
from app.units import actions, queries
from app.units.choices import by_district
from app.units.forms import CorrectForm
from app.units.labels import UNIT_KIND_LABELS
from app.units.models import Unit
from app.units.rules import Outcome, UnitKind
from app.units.telling import yes_or_no
from app.units.views.blueprint import bp
from app.units.waiting import find_proposal
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
    _store(unit, form)
    return see_other("units.show", unit_id=unit.id)


def _store(unit: Unit, form: CorrectForm) -> None:
    if viewer().can(Permission.UNIT_APPROVE):
        actions.correct_unit(viewer(), unit, **form.details())
        flash(_("Đã lưu thông tin của %(name)s.", name=unit.name))
    elif actions.correct_by_manager(viewer(), unit, **form.details()):
        flash(_("Đã lưu. Tên, loại hình, địa chỉ, địa bàn thay đổi khi cơ quan có thẩm quyền chấp nhận."))
    else:
        flash(_("Đã lưu thông tin của %(name)s.", name=unit.name))


def _conflict(unit: Unit, form: CorrectForm) -> Response:
    """Somebody saved the unit meanwhile: both texts, and a form that overwrites knowingly."""
    typed = form.details()
    differing = [(form[name].label.text, _shown(getattr(unit, name)), _shown(typed[name])) for name in typed]
    form.version.data, form.version.raw_data = unit.version, None
    both = [row for row in differing if row[1] != row[2]]
    return render("units/correct.html", unit=unit, form=form, both=both, status=409)


def _shown(value: Any) -> str:
    if isinstance(value, UnitKind):
        return str(UNIT_KIND_LABELS[value])
    if isinstance(value, bool):
        return yes_or_no(value)
    return getattr(value, "name", value) or "–"


def _form(unit: Unit) -> CorrectForm:
    """The form as the register stands; for a manager with what she has proposed already."""
    form = CorrectForm(obj=unit)
    form["area"].offer(by_district(_places(unit)))
    if not form.is_submitted():
        form["area"].choose(unit.area)
        _show_proposed(unit, form)
    return form


def _show_proposed(unit: Unit, form: CorrectForm) -> None:
    proposal = None if viewer().can(Permission.UNIT_APPROVE) else find_proposal(viewer(), unit)
    if proposal is None or proposal.outcome is not Outcome.OPEN:
        return
    for name, value in proposal.changes.items():
        if name == "area":
            form["area"].choose(value)
        else:
            form[name].data = value


def _places(unit: Unit) -> list[Area]:
    mine = list(queries.list_communes(viewer()))
    return mine if unit.area in mine else [unit.area, *mine]
