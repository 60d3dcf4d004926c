"""Community teams: the list, setting one up, its members with their slips, its end."""

from flask import Response, current_app, flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.clock import local_day
from app.documents.qr import qr_svg
from app.door import Permission, requires, viewer
from app.web.converters import row_id
from app.web.pages import asked, render, see_other
from app.web.pagination import wished_page
from app.web.sheets import answer_sheet, file_of
from app.zones import actions, queries
from app.zones.actions import TeamExists
from app.zones.duty import is_on_duty
from app.zones.exports import teams_sheet
from app.zones.forms import MemberForm, TeamForm, TotalForm
from app.zones.models import Team, Zone
from app.zones.queries import TeamFilter
from app.zones.refusals import REFUSALS
from app.zones.rules import RoundSession
from app.zones.views.areas import words
from app.zones.views.blueprint import bp

QR_WIDTH_MM = 45


@bp.get("/teams")
@requires(Permission.ROUND_READ)
def teams() -> Response:
    """The teams with how today stands."""
    wanted = wanted_teams()
    return render(
        "zones/teams.html",
        fragment="team_list",
        page=queries.list_teams(viewer(), wanted, wished_page(), day=local_day()),
        wanted=wanted,
        address=asked(),
        sessions=RoundSession,
        **words(),
    )


@file_of(bp, "/teams")
@requires(Permission.ROUND_READ)
def export_teams(suffix: str) -> Response:
    """The same teams as a file."""
    return answer_sheet(teams_sheet(queries.list_all_teams(viewer(), wanted_teams(), day=local_day())), suffix)


@bp.get("/teams/new")
@requires(Permission.TEAM_MANAGE)
def new_team() -> Response:
    """A new team; `zone` in the address is where it is to work."""
    form = TeamForm(queries.communes_of(viewer()), formdata=None)
    zone = _asked_zone()
    if zone:
        form.area.choose(zone.area)
    return render("zones/new_team.html", form=form, zone=zone)


@bp.post("/teams/new")
@requires(Permission.TEAM_MANAGE)
def set_up() -> AnyResponse:
    form, zone = TeamForm(queries.communes_of(viewer())), _asked_zone()
    if form.validate() and actions.has_team(form.area.row, form.name.data or ""):
        form.name.errors = [str(REFUSALS[TeamExists])]
    if form.errors:
        return render("zones/new_team.html", form=form, zone=zone, status=422)
    team = actions.set_up_team(viewer(), form.area.row, **form.team())
    if zone and zone.area_id == team.area_id:
        actions.attach_team(viewer(), zone, team)
    flash(_("Đã lập %(name)s. Hãy ghi thành viên và danh sách hộ.", name=team.name))
    return see_other("zones.team", team_id=team.id)


@bp.get("/teams/<int:team_id>")
@requires(Permission.ROUND_READ)
def team(team_id: int) -> Response:
    return _page(queries.get_team(viewer(), team_id))


@bp.post("/teams/<int:team_id>/members")
@requires(Permission.TEAM_MANAGE)
def add_member(team_id: int) -> AnyResponse:
    found, form = queries.get_team(viewer(), team_id), MemberForm()
    if not form.validate():
        return _page(found, adding=form, status=422)
    member = actions.add_member(viewer(), found, **form.values())
    flash(_("Đã thêm %(name)s. Hãy cấp phiếu để vào cổng.", name=member.full_name))
    return see_other("zones.team", team_id=team_id)


@bp.post("/teams/<int:team_id>/members/<int:member_id>/remove")
@requires(Permission.TEAM_MANAGE)
def remove_member(team_id: int, member_id: int) -> AnyResponse:
    found = queries.get_team(viewer(), team_id)
    member = queries.get_member(viewer(), found, member_id)
    actions.remove_member(viewer(), member)
    flash(_("%(name)s không còn trong tổ; đường dẫn và tài khoản hết hiệu lực.", name=member.full_name))
    return see_other("zones.team", team_id=team_id)


@bp.post("/teams/<int:team_id>/members/<int:member_id>/link")
@requires(Permission.TEAM_MANAGE)
def issue_link(team_id: int, member_id: int) -> AnyResponse:
    """A new slip, shown once: its secret is kept nowhere."""
    found = queries.get_team(viewer(), team_id)
    member = queries.get_member(viewer(), found, member_id)
    address = current_app.config["BASE_URL"] + url_for(
        "teams_public.open_link", token=actions.issue_link(viewer(), member)
    )
    label = _("Đường dẫn vào cổng của %(name)s", name=member.full_name)
    picture = qr_svg(address, size_mm=QR_WIDTH_MM, error_correction="M", label=label)
    return render("zones/slip.html", team=found, member=member, address=address, picture=picture)


@bp.post("/teams/<int:team_id>/end")
@requires(Permission.TEAM_MANAGE)
def end(team_id: int) -> AnyResponse:
    actions.end_team(viewer(), queries.get_team(viewer(), team_id), until_on=local_day())
    flash(_("Tổ đã kết thúc; danh sách hộ và đường dẫn của thành viên hết hiệu lực."))
    return see_other("zones.team", team_id=team_id)


@bp.get("/teams/<int:team_id>/total")
@requires(Permission.TEAM_MANAGE)
def total(team_id: int) -> Response:
    """How many households the team's commune has."""
    found = queries.get_team(viewer(), team_id)
    return render("zones/total.html", team=found, form=TotalForm(obj=queries.find_total(viewer(), found.area)))


@bp.post("/teams/<int:team_id>/total")
@requires(Permission.TEAM_MANAGE)
def set_total(team_id: int) -> AnyResponse:
    found, form = queries.get_team(viewer(), team_id), TotalForm()
    if not form.validate():
        return render("zones/total.html", team=found, form=form, status=422)
    actions.set_total(viewer(), found.area, **form.values())
    flash(_("Đã lưu tổng số hộ của %(name)s.", name=found.area.name))
    return see_other("zones.team", team_id=team_id)


def _page(found: Team, *, adding: MemberForm | None = None, status: int = 200) -> Response:
    return render(
        "zones/team.html",
        team=found,
        members=queries.list_members(viewer(), found),
        zones=queries.zones_of_team(viewer(), found),
        line=queries.line_of(viewer(), found, local_day()),
        rounds=queries.list_rounds(viewer(), found),
        adding=adding or MemberForm(formdata=None),
        on_duty=is_on_duty(viewer(), found),
        is_over=found.until_on is not None and found.until_on <= local_day(),
        status=status,
        **words(),
    )


def _asked_zone() -> Zone | None:
    zone_id = request.args.get("zone", None, type=row_id)
    return queries.get_zone(viewer(), zone_id) if zone_id is not None else None


def wanted_teams() -> TeamFilter:
    return TeamFilter(request.args.get("area", "")[:5], with_ended="ended" in request.args)
