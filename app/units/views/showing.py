"""A unit's page."""

from datetime import timedelta

from flask import flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import local_day
from app.door import Permission, requires, viewer
from app.units import queries
from app.units.models import Unit
from app.units.narrowing import closed_besides
from app.units.rules import UnitStatus, is_open
from app.units.telling import week_words
from app.units.views.blueprint import bp
from app.units.views.history import page_as_of, page_of_wrong_day
from app.units.views.listing import wished_day
from app.web.pages import render, see_other

COMING_DAYS = 92
# Whoever opens such a unit's page asks first why.
EXPLAINED = frozenset({UnitStatus.REFUSED, UnitStatus.SUSPENDED, UnitStatus.CLOSED})


@bp.get("/units/<int:unit_id>")
@requires(Permission.UNIT_READ)
def show(unit_id: int) -> Response:
    unit, on = queries.get_unit(viewer(), unit_id), wished_day()
    if on:
        return page_as_of(unit, on)
    if request.args.get("on"):
        return page_of_wrong_day(unit, request.args["on"])
    staying = queries.find_unit(viewer(), unit.merged_into_id) if unit.merged_into_id else None
    if staying:
        flash(_("%(other)s đã gộp vào đơn vị này.", other=unit.name))
        return see_other("units.show", unit_id=staying.id)
    return _page(unit)


def _page(unit: Unit) -> Response:
    today = local_day()
    coming = today, today + timedelta(COMING_DAYS)
    closures, holidays = queries.closures(viewer(), unit, *coming), queries.list_holidays_of(viewer(), unit, *coming)
    spans = [(closure.from_on, closure.until_on) for closure in closures] + [holiday.span for holiday in holidays]
    may_judge = viewer().can(Permission.UNIT_APPROVE)
    return render(
        "units/show.html",
        unit=unit,
        stands=queries.status_changes(viewer(), unit)[-1:] if unit.status in EXPLAINED else (),
        today=today,
        is_owner=queries.is_owner(viewer(), unit),
        is_open=is_open(unit.open_weekdays, spans, today) and today not in closed_besides(viewer(), unit, today, today),
        open_days=week_words(unit.open_weekdays),
        closures=closures,
        holidays=[holiday for holiday in holidays if holiday.span[1] > max(today, holiday.span[0])],
        likely=queries.list_likely_same(viewer(), queries.compared(unit)) if may_judge else None,
    )
