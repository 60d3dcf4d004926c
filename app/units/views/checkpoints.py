"""The doors and vehicles of a unit."""

from flask import flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.door import Permission, requires, viewer
from app.units import actions, queries
from app.units.forms import CheckpointForm
from app.units.models import Unit
from app.units.views.blueprint import bp
from app.web.pages import render, see_other


@bp.get("/units/<int:unit_id>/checkpoints")
@requires(Permission.UNIT_CORRECT)
def checkpoints(unit_id: int) -> Response:
    return _page(queries.get_unit(viewer(), unit_id), CheckpointForm())


@bp.post("/units/<int:unit_id>/checkpoints")
@requires(Permission.UNIT_CORRECT)
def add_checkpoint(unit_id: int) -> Response:
    unit, form = queries.get_unit(viewer(), unit_id), CheckpointForm()
    if not form.validate():
        return _page(unit, form, status=422)
    added = actions.add_checkpoint(viewer(), unit, **form.values())
    flash(_("Đã thêm %(name)s. Mã QR của điểm này đã có, hãy in và dán.", name=added.name))
    return see_other("units.checkpoints", unit_id=unit.id)


@bp.get("/units/<int:unit_id>/checkpoints/<int:checkpoint_id>/retire")
@requires(Permission.UNIT_CORRECT)
def ask_to_retire(unit_id: int, checkpoint_id: int) -> Response:
    unit = queries.get_unit(viewer(), unit_id)
    return render(
        "units/retire_checkpoint.html", unit=unit, checkpoint=queries.get_checkpoint(viewer(), unit, checkpoint_id)
    )


@bp.post("/units/<int:unit_id>/checkpoints/<int:checkpoint_id>/retire")
@requires(Permission.UNIT_CORRECT)
def retire_checkpoint(unit_id: int, checkpoint_id: int) -> Response:
    unit = queries.get_unit(viewer(), unit_id)
    retired = queries.get_checkpoint(viewer(), unit, checkpoint_id)
    actions.retire_checkpoint(viewer(), retired)
    flash(_("Đã ngừng dùng %(name)s.", name=retired.name))
    return see_other("units.checkpoints", unit_id=unit.id)


def _page(unit: Unit, form: CheckpointForm, *, status: int = 200) -> Response:
    used = queries.list_checkpoints(viewer(), unit)
    return render("units/checkpoints.html", unit=unit, form=form, checkpoints=used, status=status)
