"""One trip: who is on it, when it left and arrived, what was counted and listed."""

from typing import Any

from flask import flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import now
from app.door import Permission, requires, viewer
from app.trips import actions, queries
from app.trips.forms import ArrivalForm, DepartureForm, ListForm, TallyForm
from app.trips.models import Trip
from app.trips.passenger_lists import read_list
from app.trips.passengers import get_manifest
from app.trips.views.blueprint import bp
from app.units.queries import get_unit
from app.web.dispatch import takes_files
from app.web.filters import clock_time
from app.web.pages import render, see_other

LIST_LIMIT_BYTES = 2 * 1024 * 1024


@bp.get("/trips/<int:trip_id>")
@requires(Permission.VISIT_READ)
def show(unit_id: int, trip_id: int) -> Response:
    return _page(_trip(unit_id, trip_id))


@bp.post("/trips/<int:trip_id>/depart")
@requires(Permission.TRIP_RUN)
def depart(unit_id: int, trip_id: int) -> Response:
    trip = _trip(unit_id, trip_id)
    form = DepartureForm(trip, now=now())
    if not form.validate():
        return _page(trip, departing=form, form=form, status=422)
    actions.depart(viewer(), trip, at=form.moment())
    flash(_("Đã ghi giờ khởi hành %(time)s.", time=clock_time(trip.departed_at)))
    return _back(trip)


@bp.post("/trips/<int:trip_id>/arrive")
@requires(Permission.TRIP_RUN)
def arrive(unit_id: int, trip_id: int) -> Response:
    trip = _trip(unit_id, trip_id)
    form = ArrivalForm(trip, now=now())
    if not form.validate():
        return _page(trip, arriving=form, form=form, status=422)
    count = actions.confirm_arrival(viewer(), trip, at=form.moment())
    told = {"time": clock_time(trip.arrived_at), "count": count}
    flash(_("Đã xác nhận đến nơi lúc %(time)s, ghi lượt ra cho %(count)s hành khách.", **told))
    return _back(trip)


@bp.get("/trips/<int:trip_id>/cancel")
@requires(Permission.TRIP_RUN)
def ask_to_cancel(unit_id: int, trip_id: int) -> Response:
    unit = get_unit(viewer(), unit_id)
    return render("trips/cancel.html", unit=unit, trip=queries.get_trip(viewer(), unit, trip_id))


@bp.post("/trips/<int:trip_id>/cancel")
@requires(Permission.TRIP_RUN)
def cancel(unit_id: int, trip_id: int) -> Response:
    trip = _trip(unit_id, trip_id)
    actions.cancel_trip(viewer(), trip)
    flash(_("Đã hủy chuyến %(time)s.", time=clock_time(trip.planned_at)))
    return see_other("trips.index", unit_id=unit_id, day=trip.day.isoformat())


@bp.post("/trips/<int:trip_id>/tally")
@requires(Permission.TRIP_RUN)
def tally(unit_id: int, trip_id: int) -> Response:
    trip = _trip(unit_id, trip_id)
    form = TallyForm(queries.list_tallies(viewer(), trip))
    if not form.validate():
        return _page(trip, tallying=form, form=form, status=422)
    actions.tally_trip(viewer(), trip, form.counted())
    flash(_("Đã lưu số hành khách dùng ứng dụng quốc gia."))
    return _back(trip)


@bp.post("/trips/<int:trip_id>/passengers")
@requires(Permission.TRIP_RUN)
@takes_files(LIST_LIMIT_BYTES)
def list_passengers(unit_id: int, trip_id: int) -> Response:
    trip, form = _trip(unit_id, trip_id), ListForm()
    if not form.validate():
        return _page(trip, listing=form, form=form, status=422)
    found = read_list(form.file.data.read(), form.file.data.filename)
    if found.mistakes:
        form.file.errors = [*found.mistakes]
        return _page(trip, listing=form, form=form, status=422)
    actions.keep_passengers(viewer(), trip, found.people)
    flash(_("Đã lưu danh sách %(count)s hành khách.", count=len(found.people)))
    return _back(trip)


def _trip(unit_id: int, trip_id: int) -> Trip:
    return queries.get_trip(viewer(), get_unit(viewer(), unit_id), trip_id)


def _back(trip: Trip) -> Response:
    return see_other("trips.show", unit_id=trip.unit_id, trip_id=trip.id)


def _page(
    trip: Trip,
    *,
    departing: DepartureForm | None = None,
    arriving: ArrivalForm | None = None,
    tallying: TallyForm | None = None,
    listing: ListForm | None = None,
    form: Any = None,
    status: int = 200,
) -> Response:
    """The page; `form` is the one of its forms that was sent with mistakes."""
    at = now()
    return render(
        "trips/show.html",
        unit=get_unit(viewer(), trip.unit_id),
        trip=trip,
        manifest=get_manifest(viewer(), trip),
        departing=departing or DepartureForm(trip, now=at),
        arriving=arriving or ArrivalForm(trip, now=at),
        tallying=tallying or TallyForm(queries.list_tallies(viewer(), trip)),
        listing=listing or ListForm(),
        form=form,
        status=status,
        at=at,
    )
