"""A team's list of households: typed, brought in as a file, corrected; names asked for from outside."""

from flask import Response, flash
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from app.db import begin_write
from app.documents.sheets import XLSX
from app.documents.tables_in import LARGEST_FILE_BYTES
from app.door import Permission, requires, viewer
from app.web.dispatch import takes_files, thinks_first
from app.web.pages import render, see_other
from app.web.sheets import answer_file
from app.zones import actions, queries
from app.zones.actions import AlreadyListed
from app.zones.duty import is_on_duty
from app.zones.exports import template_file
from app.zones.forms import HouseholdForm, HouseholdsForm, MoveForm, ReasonForm
from app.zones.models import Household, Team
from app.zones.refusals import REFUSALS
from app.zones.sealing import details_of
from app.zones.views.areas import words
from app.zones.views.blueprint import bp


@bp.get("/teams/<int:team_id>/households")
@requires(Permission.HOUSEHOLD_READ)
def households(team_id: int) -> Response:
    """The list; who works outside the commune sees numbers until he says why he needs the names."""
    return _page(queries.get_team(viewer(), team_id))


@bp.post("/teams/<int:team_id>/households")
@requires(Permission.HOUSEHOLD_READ, Permission.TEAM_MANAGE)
def list_household(team_id: int) -> AnyResponse:
    team, form = queries.get_team(viewer(), team_id), HouseholdForm()
    if not _is_right(form, team):
        return _page(team, form=form, status=422)
    household = actions.list_household(viewer(), team, form.listed())
    flash(_("Đã ghi hộ số %(n)s.", n=household.number))
    return see_other("zones.households", team_id=team_id)


@bp.post("/teams/<int:team_id>/households/names")
@requires(Permission.HOUSEHOLD_READ)
def read_names(team_id: int) -> Response:
    """The names, once, for a reason that is noted."""
    team, form = queries.get_team(viewer(), team_id), ReasonForm()
    if not form.validate():
        return _page(team, asking=form, status=422)
    actions.note_look(viewer(), team, reason=form.chosen())
    return _page(team, named=True)


@bp.get("/teams/<int:team_id>/households/<int:household_id>")
@requires(Permission.HOUSEHOLD_READ, Permission.TEAM_MANAGE, Permission.ROUND_WRITE)
def household(team_id: int, household_id: int) -> Response:
    team = queries.get_team(viewer(), team_id)
    return _one(team, queries.get_household(viewer(), team, household_id))


@bp.post("/teams/<int:team_id>/households/<int:household_id>")
@requires(Permission.HOUSEHOLD_READ, Permission.TEAM_MANAGE, Permission.ROUND_WRITE)
def change_household(team_id: int, household_id: int) -> AnyResponse:
    team, form = queries.get_team(viewer(), team_id), HouseholdForm()
    row = queries.get_household(viewer(), team, household_id)
    if not _is_right(form, team, but=row):
        return _one(team, row, form=form)
    actions.change_household(viewer(), team, row, form.listed())
    flash(_("Đã sửa hộ số %(n)s.", n=row.number))
    return see_other("zones.households", team_id=team_id)


@bp.post("/teams/<int:team_id>/households/<int:household_id>/move")
@requires(Permission.HOUSEHOLD_READ, Permission.TEAM_MANAGE, Permission.ROUND_WRITE)
def move_household(team_id: int, household_id: int) -> AnyResponse:
    """Another team of the commune takes it over."""
    team = queries.get_team(viewer(), team_id)
    row, form = queries.get_household(viewer(), team, household_id), MoveForm(queries.other_teams(viewer(), team))
    if not form.validate():
        return _one(team, row, moving=form)
    moved = actions.move_household(viewer(), team, row, form.team.row)
    flash(_("Đã chuyển: từ nay là hộ số %(n)s của %(team)s.", n=moved.number, team=form.team.row.name))
    return see_other("zones.households", team_id=team_id)


@bp.post("/teams/<int:team_id>/households/<int:household_id>/remove")
@requires(Permission.HOUSEHOLD_READ, Permission.TEAM_MANAGE)
def take_off(team_id: int, household_id: int) -> AnyResponse:
    team = queries.get_team(viewer(), team_id)
    row = queries.get_household(viewer(), team, household_id)
    actions.take_off(viewer(), team, row)
    flash(_("Đã đưa hộ số %(n)s ra khỏi danh sách.", n=row.number))
    return see_other("zones.households", team_id=team_id)


@bp.get("/teams/<int:team_id>/households/import")
@requires(Permission.HOUSEHOLD_READ, Permission.TEAM_MANAGE)
def ask_for_file(team_id: int) -> Response:
    return render("zones/import.html", team=queries.get_team(viewer(), team_id), form=HouseholdsForm())


@bp.post("/teams/<int:team_id>/households/import")
@requires(Permission.HOUSEHOLD_READ, Permission.TEAM_MANAGE)
@takes_files(LARGEST_FILE_BYTES + 100_000)
@thinks_first
def import_households(team_id: int) -> AnyResponse:
    """Many households from a file, all or none of them."""
    form = HouseholdsForm()
    if not form.validate():
        return render("zones/import.html", team=queries.get_team(viewer(), team_id), form=form, status=422)
    begin_write()
    count = actions.list_many(viewer(), queries.get_team(viewer(), team_id), form.file.lines)
    flash(ngettext("Đã ghi %(num)s hộ mới.", "Đã ghi %(num)s hộ mới.", count))
    if known := len(form.file.lines) - count:
        flash(_("%(n)s dòng của tệp là hộ đã có trong danh sách hoặc có hai lần trong tệp: giữ nguyên.", n=known))
    return see_other("zones.households", team_id=team_id)


@bp.get("/households.xlsx")
@requires(Permission.TEAM_MANAGE)
def template() -> Response:
    """An empty file to fill in."""
    return answer_file(template_file(), XLSX, "mau-danh-sach-ho.xlsx")


def _one(team: Team, row: Household, *, form: HouseholdForm | None = None, moving: MoveForm | None = None) -> Response:
    """One household; `form` or `moving` is the form that was sent with mistakes."""
    stands = {**vars(details_of(row, team)), "people": row.people}
    return render(
        "zones/household.html",
        team=team,
        row=row,
        form=form or HouseholdForm(formdata=None, data=stands),
        moving=moving or MoveForm(queries.other_teams(viewer(), team), formdata=None),
        status=422 if form or moving else 200,
    )


def _is_right(form: HouseholdForm, team: Team, *, but: Household | None = None) -> bool:
    """Whether the form can be taken; a household that is listed already stands beside the name."""
    if not form.validate():
        return False
    if actions.is_listed(team, form.listed(), but=but):
        form.head_name.errors = [str(REFUSALS[AlreadyListed])]
    return not form.errors


def _page(
    team: Team,
    *,
    form: HouseholdForm | None = None,
    asking: ReasonForm | None = None,
    named: bool = False,
    status: int = 200,
) -> Response:
    on_duty = is_on_duty(viewer(), team)
    rows = [
        (row, details_of(row, team) if named or on_duty else None) for row in queries.list_households(viewer(), team)
    ]
    return render(
        "zones/households.html",
        team=team,
        rows=rows,
        form=form or HouseholdForm(formdata=None),
        asking=asking or ReasonForm(formdata=None),
        on_duty=on_duty,
        named=named or on_duty,
        status=status,
        **words(),
    )
