"""The vehicles of a unit: entered and corrected."""

from flask import flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.door import Permission, requires, viewer
from app.units import actions, queries
from app.units.forms import VehicleForm
from app.units.models import Checkpoint
from app.units.views.blueprint import bp
from app.web.pages import render, see_other


@bp.get("/units/<int:unit_id>/vehicles/new")
@requires(Permission.UNIT_CORRECT)
def ask_for_vehicle(unit_id: int) -> Response:
    return render("units/vehicle.html", unit=queries.get_unit(viewer(), unit_id), form=VehicleForm(), checkpoint=None)


@bp.post("/units/<int:unit_id>/vehicles/new")
@requires(Permission.UNIT_CORRECT)
def add_vehicle(unit_id: int) -> Response:
    unit, form = queries.get_unit(viewer(), unit_id), VehicleForm()
    if not form.validate():
        return render("units/vehicle.html", unit=unit, form=form, checkpoint=None, status=422)
    added = actions.add_vehicle(viewer(), unit, **form.values())
    flash(_("Đã thêm %(name)s. Mã QR của điểm này đã có, hãy in và dán.", name=added.name))
    return see_other("units.checkpoints", unit_id=unit.id)


@bp.get("/units/<int:unit_id>/vehicles/<int:checkpoint_id>")
@requires(Permission.UNIT_CORRECT)
def vehicle(unit_id: int, checkpoint_id: int) -> Response:
    unit = queries.get_unit(viewer(), unit_id)
    checkpoint = queries.get_vehicle(viewer(), unit, checkpoint_id)
    return render("units/vehicle.html", unit=unit, form=_form(checkpoint), checkpoint=checkpoint)


@bp.post("/units/<int:unit_id>/vehicles/<int:checkpoint_id>")
@requires(Permission.UNIT_CORRECT)
def describe_vehicle(unit_id: int, checkpoint_id: int) -> Response:
    unit = queries.get_unit(viewer(), unit_id)
    checkpoint, form = queries.get_vehicle(viewer(), unit, checkpoint_id), VehicleForm()
    if not form.validate():
        return render("units/vehicle.html", unit=unit, form=form, checkpoint=checkpoint, status=422)
    actions.describe_vehicle(viewer(), checkpoint, **form.values())
    flash(_("Đã lưu thông tin của %(name)s.", name=checkpoint.name))
    return see_other("units.checkpoints", unit_id=unit.id)


def _form(checkpoint: Checkpoint) -> VehicleForm:
    return VehicleForm(obj=checkpoint.vehicle, name=checkpoint.name)
