"""A unit's trips of a day: seen, planned one by one or copied from another day."""

from typing import Any

from flask import flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import local_day, now
from app.door import Permission, requires, viewer
from app.trips import actions, queries
from app.trips.exports import trips_sheet
from app.trips.forms import CopyForm, PlanForm
from app.trips.labels import TRIP_KNOWN
from app.trips.queries import TripFilter, TripOrder
from app.trips.rules import TripStatus
from app.trips.views.blueprint import bp
from app.units.models import Unit
from app.units.queries import get_unit
from app.web.converters import id_in
from app.web.days import read_day
from app.web.pages import render, see_other
from app.web.pagination import wished_page
from app.web.sheets import answer_sheet, file_of


@bp.get("/trips")
@requires(Permission.UNIT_READ)
def index(unit_id: int) -> Response:
    """The list; for htmx its table, which is also the panel of the unit's page."""
    return _page(get_unit(viewer(), unit_id))


@file_of(bp, "/trips")
@requires(Permission.UNIT_READ)
def export(unit_id: int, suffix: str) -> Response:
    unit = get_unit(viewer(), unit_id)
    return answer_sheet(trips_sheet(queries.list_all_trips(viewer(), unit, _wanted())), suffix)


@bp.post("/trips")
@requires(Permission.TRIP_RUN)
def plan(unit_id: int) -> Response:
    unit = get_unit(viewer(), unit_id)
    form = PlanForm(queries.list_vehicles(viewer(), unit), day=_wanted().day, today=local_day())
    if not form.validate():
        return _page(unit, planning=form, form=form, status=422)
    details = form.details()
    if queries.is_planned(viewer(), form.vehicle.row, details["planned_at"]):
        form.at.errors = [str(TRIP_KNOWN)]
        return _page(unit, planning=form, form=form, status=422)
    trip = actions.plan_trip(viewer(), form.vehicle.row, **details)
    flash(_("Đã thêm chuyến %(name)s.", name=f"{trip.route_from} – {trip.route_to}"))
    return see_other("trips.index", unit_id=unit.id, day=trip.day.isoformat())


@bp.post("/trips/copy")
@requires(Permission.TRIP_RUN)
def copy(unit_id: int) -> Response:
    unit, form = get_unit(viewer(), unit_id), CopyForm(from_day=_wanted().day, today=local_day())
    if not form.validate():
        return _page(unit, copying=form, form=form, status=422)
    count = actions.copy_trips(viewer(), unit, **form.values())
    flash(_("Đã chép %(count)s chuyến.", count=count))
    return see_other("trips.index", unit_id=unit.id, day=form.to_day.data)


def _page(
    unit: Unit,
    *,
    planning: PlanForm | None = None,
    copying: CopyForm | None = None,
    form: PlanForm | CopyForm | None = None,
    status: int = 200,
) -> Response:
    """The page; `form` is the one of its two forms that was sent with mistakes."""
    wanted, today, vehicles = _wanted(), local_day(), queries.list_vehicles(viewer(), unit)
    context: dict[str, Any] = {
        "unit": unit,
        "wanted": wanted,
        "args": _args(unit, wanted),
        "page": queries.list_trips(viewer(), unit, wanted, wished_page()),
        "vehicles": vehicles,
        "planning": planning or PlanForm(vehicles, day=wanted.day, today=today),
        "copying": copying or CopyForm(from_day=wanted.day, today=today),
        "form": form,
        "orders": TripOrder,
        "at": now(),
    }
    return render("trips/index.html", fragment="trip_list", status=status, **context)


def _wanted() -> TripFilter:
    """What the address asks for; anything unreadable is today, all of it."""
    status, order = request.args.get("status"), request.args.get("sort")
    return TripFilter(
        read_day(request.args.get("day", "")) or local_day(),
        checkpoint_id=id_in(request.args.get("vehicle", "")),
        status=TripStatus(status) if status in tuple(TripStatus) else None,
        order=TripOrder(order) if order in tuple(TripOrder) else TripOrder.DEPARTURE,
    )


def _args(unit: Unit, wanted: TripFilter) -> dict[str, Any]:
    """The address's filters, for links that keep them."""
    asked = {"vehicle": wanted.checkpoint_id, "status": wanted.status, "sort": wanted.order}
    return {"unit_id": unit.id, "day": wanted.day.isoformat()} | {k: v for k, v in asked.items() if v is not None}
