"""The days on which a unit's door is open: its week, and the closures that its manager announces."""

from datetime import timedelta
from typing import Any

from flask import flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import local_day
from app.door import Permission, requires, viewer
from app.units import actions, queries
from app.units.forms import CalendarForm, ClosureForm
from app.units.models import Unit
from app.units.views.blueprint import bp
from app.web.pages import render, see_other

SHOWN_DAYS = 400
PAST_DAYS = 28


@bp.get("/units/<int:unit_id>/calendar")
@requires(Permission.UNIT_READ)
def calendar(unit_id: int) -> Response:
    unit = queries.get_unit(viewer(), unit_id)
    return _page(unit, _week_form(unit), ClosureForm(today=local_day()))


@bp.post("/units/<int:unit_id>/calendar")
@requires(Permission.UNIT_CORRECT)
def change_week(unit_id: int) -> Response:
    unit, form = queries.get_unit(viewer(), unit_id), CalendarForm()
    if not form.validate():
        return _page(unit, form, ClosureForm(today=local_day()), form=form, status=422)
    actions.change_open_weekdays(viewer(), unit, form.open_weekdays.mask)
    flash(_("Đã lưu ngày mở cửa trong tuần."))
    return see_other("units.calendar", unit_id=unit.id)


@bp.post("/units/<int:unit_id>/closures")
@requires(Permission.DAY_DECLARE)
def announce_closure(unit_id: int) -> Response:
    unit, form = queries.get_unit(viewer(), unit_id), ClosureForm(today=local_day())
    if not form.validate():
        return _page(unit, _week_form(unit), form, form=form, status=422)
    actions.announce_closure(viewer(), unit, **form.details())
    flash(_("Đã báo đóng cửa."))
    return see_other("units.calendar", unit_id=unit.id)


@bp.post("/units/<int:unit_id>/closures/<int:closure_id>/cancel")
@requires(Permission.DAY_DECLARE)
def cancel_closure(unit_id: int, closure_id: int) -> Response:
    unit = queries.get_unit(viewer(), unit_id)
    actions.cancel_closure(viewer(), queries.get_closure(viewer(), unit, closure_id))
    flash(_("Đã bỏ ngày đóng cửa, từ hôm nay đơn vị mở cửa theo lịch."))
    return see_other("units.calendar", unit_id=unit.id)


def _week_form(unit: Unit) -> CalendarForm:
    form = CalendarForm()
    form.open_weekdays.show(unit.open_weekdays)
    return form


def _page(
    unit: Unit,
    week: CalendarForm,
    closure: ClosureForm,
    *,
    form: CalendarForm | ClosureForm | None = None,
    status: int = 200,
) -> Response:
    """The page; `form` is the one of its two forms that was sent with mistakes."""
    today = local_day()
    span = today - timedelta(PAST_DAYS), today + timedelta(SHOWN_DAYS)
    known, holidays = queries.closures(viewer(), unit, *span), queries.list_holidays_of(viewer(), unit, *span)
    context: dict[str, Any] = {"unit": unit, "week": week, "closure": closure, "closures": known, "today": today}
    context["holidays"] = holidays
    return render("units/calendar.html", form=form, status=status, **context)
