"""Areas under isolation: the list, entering one, one with its teams, releasing it."""

from typing import Any

from flask import Response, flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.access.queries import names_of
from app.clock import local_day
from app.door import Permission, requires, viewer
from app.web.pages import asked, render, see_other
from app.web.pagination import wished_page
from app.web.sheets import answer_sheet, file_of
from app.zones import actions, labels, queries
from app.zones.actions import AlreadyEntered
from app.zones.exports import zones_sheet
from app.zones.forms import AttachForm, LiftForm, ZoneForm
from app.zones.models import Zone
from app.zones.queries import ZoneFilter
from app.zones.refusals import REFUSALS
from app.zones.rules import ZoneStatus, zone_status
from app.zones.views.blueprint import bp


@bp.get("")
@requires(Permission.ROUND_READ)
def index() -> Response:
    """Areas under isolation, now and before."""
    wanted = wanted_zones()
    return render(
        "zones/index.html",
        fragment="zone_list",
        page=queries.list_zones(viewer(), wanted, wished_page()),
        counts=queries.count_zones(viewer(), wanted),
        unready_count=queries.count_unready(viewer()),
        wanted=wanted,
        address=asked(),
        **words(),
    )


@file_of(bp, "")
@requires(Permission.ROUND_READ)
def export(suffix: str) -> Response:
    """The same areas as a file."""
    return answer_sheet(zones_sheet(queries.list_all_zones(viewer(), wanted_zones())), suffix)


@bp.get("/new")
@requires(Permission.ZONE_MANAGE)
def new() -> Response:
    return render("zones/new.html", form=ZoneForm(queries.communes_of(viewer()), formdata=None))


@bp.post("/new")
@requires(Permission.ZONE_MANAGE)
def enter() -> AnyResponse:
    """A decision puts an area under isolation."""
    form = ZoneForm(queries.communes_of(viewer()))
    if form.validate() and actions.is_entered(form.area.row, form.kind.data, form.name.data or "", form.decision()):
        form.number.errors = [str(REFUSALS[AlreadyEntered])]
    if form.errors:
        return render("zones/new.html", form=form, status=422)
    zone = actions.enter_zone(viewer(), form.area.row, **form.zone())
    flash(_("Đã ghi khu vực cách ly %(name)s.", name=zone.name))
    return see_other("zones.show", zone_id=zone.id)


@bp.get("/<int:zone_id>")
@requires(Permission.ROUND_READ)
def show(zone_id: int) -> Response:
    return _page(queries.get_zone(viewer(), zone_id))


@bp.post("/<int:zone_id>/teams")
@requires(Permission.TEAM_MANAGE)
def attach(zone_id: int) -> AnyResponse:
    """A team that is there already works in the area from now on."""
    zone = queries.get_zone(viewer(), zone_id)
    form = AttachForm(_other_teams(zone))
    if not form.validate():
        return _page(zone, attaching=form, status=422)
    actions.attach_team(viewer(), zone, form.team.row)
    flash(_("%(team)s phụ trách khu vực này từ nay.", team=form.team.row.name))
    return see_other("zones.show", zone_id=zone.id)


@bp.get("/<int:zone_id>/lift")
@requires(Permission.ZONE_MANAGE)
def ask_to_lift(zone_id: int) -> Response:
    zone = queries.get_zone(viewer(), zone_id)
    return render("zones/lift.html", zone=zone, form=LiftForm(from_on=zone.from_on, formdata=None))


@bp.post("/<int:zone_id>/lift")
@requires(Permission.ZONE_MANAGE)
def lift(zone_id: int) -> AnyResponse:
    """Another decision releases it."""
    zone = queries.get_zone(viewer(), zone_id)
    form = LiftForm(from_on=zone.from_on)
    if not form.validate():
        return render("zones/lift.html", zone=zone, form=form, status=422)
    actions.lift_zone(viewer(), zone, **form.lifting())
    flash(_("Đã ghi việc dỡ bỏ cách ly."))
    return see_other("zones.show", zone_id=zone.id)


def _page(zone: Zone, *, attaching: AttachForm | None = None, status: int = 200) -> Response:
    teams = queries.teams_of_zone(viewer(), zone)
    people = [each for each in (zone.entered_by_id, zone.lifted_by_id) if each]
    return render(
        "zones/show.html",
        zone=zone,
        stands=zone_status(zone.from_on, zone.until_on, today=local_day()),
        teams=teams,
        attaching=attaching or AttachForm(_other_teams(zone), formdata=None),
        names=names_of(people),
        status=status,
        **words(),
    )


def _other_teams(zone: Zone) -> list[Any]:
    if not viewer().can(Permission.TEAM_MANAGE):
        return []
    return list(queries.teams_to_attach(viewer(), zone))


def wanted_zones() -> ZoneFilter:
    status = request.args.get("status", "")
    stands = ZoneStatus(status) if status in list(ZoneStatus) else None
    return ZoneFilter(stands, request.args.get("area", "")[:5], unready="unready" in request.args)


def words() -> dict[str, Any]:
    """What templates of the chapter name things with."""
    return {"labels": labels, "ZoneStatus": ZoneStatus, "zone_status": zone_status, "today": local_day()}
