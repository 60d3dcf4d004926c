"""An officer approves, refuses, suspends, reopens and closes."""

from flask import flash, request
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.clock import local_day
from app.door import Permission, requires, viewer
from app.units import actions, queries
from app.units.forms import RefuseForm, StatusForm
from app.units.rules import UnitStatus
from app.units.views.blueprint import bp
from app.units.views.listing import LARGEST_ID
from app.web.filters import day
from app.web.pages import render, see_other

AT_ONCE = 100
CHANGES: dict[str, tuple[UnitStatus, LazyString]] = {
    "suspend": (UnitStatus.SUSPENDED, _l("Tạm ngừng")),
    "reopen": (UnitStatus.ACTIVE, _l("Hoạt động trở lại")),
    "close": (UnitStatus.CLOSED, _l("Đóng cửa hẳn")),
}
CHANGERS = {"suspend": actions.suspend_unit, "reopen": actions.reopen_unit, "close": actions.close_unit}


@bp.post("/units/<int:unit_id>/approve")
@requires(Permission.UNIT_APPROVE)
def approve(unit_id: int) -> Response:
    unit = queries.get_unit(viewer(), unit_id)
    actions.approve_unit(viewer(), unit)
    flash(_("Đã duyệt %(name)s.", name=unit.name))
    return see_other("units.show", unit_id=unit.id)


@bp.get("/units/approve")
@requires(Permission.UNIT_APPROVE)
def choose() -> Response:
    """What will be approved, and how many: the button stands under the list."""
    units = queries.list_units_by_id(viewer(), chosen_ids(request.args.getlist("unit")))
    pending = [unit for unit in units if unit.status is UnitStatus.PENDING and unit.asked_at is None]
    alike = queries.list_alike_among(viewer(), pending)
    return render("units/approve.html", units=pending, alike=alike, left_out=len(units) - len(pending))


@bp.post("/units/approve")
@requires(Permission.UNIT_APPROVE)
def approve_many() -> Response:
    units = queries.list_units_by_id(viewer(), chosen_ids(request.form.getlist("unit")))
    count = actions.approve_units(viewer(), units)
    flash(_("Đã duyệt %(count)s đơn vị.", count=count))
    return see_other("units.index", status=UnitStatus.PENDING.value)


def chosen_ids(values: list[str]) -> list[int]:
    """The ids of rows that were ticked, at most so many as are done at once; what is no id is left out."""
    numbers = [int(value) for value in values if value.isascii() and value.isdecimal() and len(value) <= 10]
    return [number for number in numbers if number <= LARGEST_ID][:AT_ONCE]


@bp.get("/units/<int:unit_id>/refuse")
@requires(Permission.UNIT_APPROVE)
def ask_to_refuse(unit_id: int) -> Response:
    return render("units/refuse.html", unit=queries.get_unit(viewer(), unit_id), form=RefuseForm())


@bp.post("/units/<int:unit_id>/refuse")
@requires(Permission.UNIT_APPROVE)
def refuse(unit_id: int) -> Response:
    unit, form = queries.get_unit(viewer(), unit_id), RefuseForm()
    if not form.validate():
        return render("units/refuse.html", unit=unit, form=form, status=422)
    actions.refuse_unit(viewer(), unit, **form.values())
    flash(_("Đã từ chối đăng ký của %(name)s.", name=unit.name))
    return see_other("units.show", unit_id=unit.id)


@bp.get("/units/<int:unit_id>/<any(suspend, reopen, close):change>")
@requires(Permission.UNIT_SUSPEND)
def ask_to_change_status(unit_id: int, change: str) -> Response:
    unit = queries.get_unit(viewer(), unit_id)
    return render("units/status.html", unit=unit, change=change, title=CHANGES[change][1], form=_status_form(unit_id))


@bp.post("/units/<int:unit_id>/<any(suspend, reopen, close):change>")
@requires(Permission.UNIT_SUSPEND)
def change_status(unit_id: int, change: str) -> Response:
    unit, form, title = queries.get_unit(viewer(), unit_id), _status_form(unit_id), CHANGES[change][1]
    if not form.validate():
        return render("units/status.html", unit=unit, change=change, title=title, form=form, status=422)
    CHANGERS[change](viewer(), unit, **form.values())
    flash(_("%(name)s: %(change)s từ ngày %(day)s.", name=unit.name, change=title, day=day(form.from_on.data)))
    return see_other("units.show", unit_id=unit.id)


def _status_form(unit_id: int) -> StatusForm:
    changes = queries.status_changes(viewer(), queries.get_unit(viewer(), unit_id))
    earliest = changes[-1].from_on if changes else local_day()
    return StatusForm(earliest=min(earliest, local_day()), today=local_day())
