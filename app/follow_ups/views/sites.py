"""Sites: free places everywhere, and the day of one site."""

from collections.abc import Sequence

from flask import flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import local_day, now
from app.door import Absent, Permission, requires, viewer
from app.follow_ups import actions, queries
from app.follow_ups.forms import RoomForm, RoomsForm
from app.follow_ups.labels import HOUSEHOLD_NEEDS
from app.follow_ups.models import SiteRoom
from app.follow_ups.queries import NeedFilter
from app.follow_ups.rules.cases import URGENT_NEEDS
from app.follow_ups.views.blueprint import bp
from app.follow_ups.views.listing import people_on_duty
from app.follow_ups.views.sheets import rooms_sheet, sites_sheet
from app.follow_ups.views.showing import case_page
from app.units.models import Unit
from app.units.queries import get_unit
from app.web.pages import render, see_other
from app.web.pagination import Wish, wished_page
from app.web.sheets import answer_sheet, file_of

ROOMS_SHOWN = 15
EVERY_ROOM = Wish(1, 10_000)


@bp.get("/isolation/sites")
@requires(Permission.FOLLOW_UP_READ)
def list_sites() -> Response:
    return render("follow_ups/sites.html", lines=queries.list_site_lines(viewer()))


@file_of(bp, "/isolation/sites")
@requires(Permission.FOLLOW_UP_READ)
def export_sites(suffix: str) -> Response:
    """The same sites as a file."""
    return answer_sheet(sites_sheet(queries.list_site_lines(viewer())), suffix)


@bp.get("/isolation/sites/<int:unit_id>")
@requires(Permission.FOLLOW_UP_READ)
def show_site(unit_id: int) -> Response:
    unit = get_unit(viewer(), unit_id)
    rooms = queries.list_rooms(viewer(), unit)
    form = RoomsForm(data={"lines": "\n".join(f"{room.name}: {room.beds}" for room in rooms)})
    return _page(unit, rooms, form)


@file_of(bp, "/isolation/sites/<int:unit_id>")
@requires(Permission.FOLLOW_UP_READ)
def export_site(unit_id: int, suffix: str) -> Response:
    """All rooms of the site as a file."""
    unit = get_unit(viewer(), unit_id)
    day = queries.site_day(viewer(), unit, queries.list_rooms(viewer(), unit), EVERY_ROOM)
    return answer_sheet(rooms_sheet(viewer(), day.rooms.rows), suffix)


@bp.post("/isolation/sites/<int:unit_id>")
@requires(Permission.FOLLOW_UP_REPORT)
def keep_rooms(unit_id: int) -> Response:
    """The rooms and beds that the site has from now on."""
    unit, form = get_unit(viewer(), unit_id), RoomsForm()
    if not form.validate():
        return _page(unit, queries.list_rooms(viewer(), unit), form, status=422)
    actions.keep_rooms(viewer(), unit, form.rooms)
    flash(_("Đã ghi phòng, giường."))
    return see_other("follow_ups.show_site", unit_id=unit.id)


@bp.post("/isolation/<int:follow_up_id>/room")
@requires(Permission.FOLLOW_UP_REPORT)
def put_into_room(follow_up_id: int) -> Response:
    row, form = queries.get_own_case(viewer(), follow_up_id), RoomForm()
    if not row.unit_id:
        raise Absent(follow_up_id)
    if form.validate() and row.unit:
        form.bed_errors(queries.bed_problem(viewer(), row.unit, form.room.data, form.bed.data, but=row.key))
    if form.errors:
        return case_page(row, form, status=422)
    actions.put_into_room(viewer(), row, room=form.room.data or "", bed=form.bed.data or "")
    flash(_("Đã xếp phòng."))
    return see_other("follow_ups.show", follow_up_id=row.id)


def _page(unit: Unit, rooms: Sequence[SiteRoom], form: RoomsForm, status: int = 200) -> Response:
    day = queries.site_day(viewer(), unit, rooms, Wish(wished_page().number, ROOMS_SHOWN))
    needs = queries.list_needs(viewer(), NeedFilter(unit_id=unit.id), Wish())
    groups = [day.arrivals, day.departures, *(room.people for room in day.rooms.rows)]
    everybody = [row for group in groups for row in group.named] + [need.follow_up for need in needs.rows]
    return render(
        "follow_ups/site.html",
        unit=unit,
        day=day,
        needs=needs,
        need_labels=HOUSEHOLD_NEEDS,
        urgent_needs=URGENT_NEEDS,
        at=now(),
        form=form,
        people=people_on_duty(viewer(), everybody),
        on=local_day(),
        status=status,
    )
