"""Pages of publicity: the plan and log of bodies, files in and out, material, people reached."""

from collections.abc import Mapping

from flask import Blueprint, Response, flash, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from app.areas.models import Area
from app.clock import local_day
from app.db import begin_write
from app.directives.rules import Period
from app.documents.sheets import XLSX
from app.documents.tables_in import LARGEST_FILE_BYTES
from app.door import Permission, requires, viewer
from app.notices.cards import SUFFIXES, Card, answer
from app.publicity import actions, exports, material, queries
from app.publicity.cards import actions_card, reached_card
from app.publicity.forms import LinesForm, PlanForm, PopulationForm, ResultForm
from app.publicity.models import PublicityAction
from app.publicity.queries import ActionFilter
from app.publicity.rules import ActionStatus, PublicityChannel, PublicityLanguage, month_of, status_of
from app.web.converters import row_id
from app.web.days import read_day
from app.web.dispatch import takes_files, thinks_first
from app.web.pages import render, see_other
from app.web.pagination import Page, Wish, each_page, wished_page
from app.web.sheets import answer_file, file_of

bp = Blueprint("publicity", __name__, url_prefix="/publicity", template_folder="templates")
PHOTO_LIMIT_BYTES = 8 * 1024 * 1024
CHANNELS = {channel.value: channel for channel in PublicityChannel}
STATUSES = {status.value: status for status in ActionStatus}


@bp.get("")
@requires(Permission.DIRECTIVE_READ)
def index() -> Response:
    """The plan and log of a month: of my body and those below."""
    wanted = wanted_actions(request.args)
    page = queries.list_actions(viewer(), wanted, wished_page())
    return render(
        "publicity/index.html",
        page=page,
        counts=queries.count_by_status(viewer(), wanted),
        wanted=wanted,
        today=local_day(),
        status_of=status_of,
    )


@file_of(bp, "", SUFFIXES)
@requires(Permission.DIRECTIVE_READ)
def export(suffix: str) -> Response:
    """The same lines as a file, which can be filled in and sent back, or the first ones as a picture."""
    rows = (row for page in each_page(_page_of_lines) for row in page.rows)
    return answer(suffix, lambda: exports.actions_sheet(rows, today=local_day()), _card)


def _card() -> Card:
    page = _page_of_lines(Wish())
    return actions_card(page.rows, page.total, _month(request.args), today=local_day())


def _page_of_lines(wish: Wish) -> Page:
    return queries.list_actions(viewer(), wanted_actions(request.args), wish)


@bp.get("/new")
@requires(Permission.DIRECTIVE_WORK)
def new() -> Response:
    return _plan_page(None, PlanForm())


@bp.post("/new")
@requires(Permission.DIRECTIVE_WORK)
def plan() -> AnyResponse:
    form = PlanForm()
    if not form.validate():
        return _plan_page(None, form, status=422)
    action = actions.plan_action(viewer(), form.plan())
    flash(_("Đã ghi vào kế hoạch: %(subject)s.", subject=action.subject))
    return see_other("publicity.show", action_id=action.id)


@bp.get("/<int:action_id>")
@requires(Permission.DIRECTIVE_READ)
def show(action_id: int) -> Response:
    action = queries.get_action(viewer(), action_id)
    return _action_page(action, _result_form(action))


@bp.get("/<int:action_id>/change")
@requires(Permission.DIRECTIVE_WORK)
def ask_to_change(action_id: int) -> Response:
    action = queries.get_action(viewer(), action_id)
    return _plan_page(action, PlanForm(obj=action))


@bp.post("/<int:action_id>/change")
@requires(Permission.DIRECTIVE_WORK)
def change(action_id: int) -> AnyResponse:
    action, form = queries.get_action(viewer(), action_id), PlanForm()
    if not form.validate():
        return _plan_page(action, form, status=422)
    actions.change_plan(viewer(), action, form.plan())
    return see_other("publicity.show", action_id=action_id)


@bp.post("/<int:action_id>/remove")
@requires(Permission.DIRECTIVE_WORK)
def remove(action_id: int) -> AnyResponse:
    actions.remove_action(viewer(), queries.get_action(viewer(), action_id))
    flash(_("Đã bỏ khỏi kế hoạch."))
    return see_other("publicity.index")


@bp.post("/<int:action_id>/result")
@requires(Permission.DIRECTIVE_WORK)
@takes_files(PHOTO_LIMIT_BYTES)
@thinks_first
def record(action_id: int) -> AnyResponse:
    """What was done, with what shows it."""
    action = queries.get_action(viewer(), action_id)
    form = ResultForm.sent_for(written_on=local_day(action.written_at), is_planned=action.is_planned)
    if not form.validate():
        return _action_page(action, form, status=422)
    begin_write()
    actions.record_result(viewer(), queries.get_action(viewer(), action_id), form.result())
    flash(_("Đã ghi kết quả."))
    return see_other("publicity.show", action_id=action_id)


@bp.get("/<int:action_id>/photo")
@requires(Permission.DIRECTIVE_READ)
def photo(action_id: int) -> Response:
    """The picture that shows an action, to keep."""
    return answer_file(queries.get_photo(viewer(), action_id).content, "image/jpeg", f"truyen-thong-{action_id}.jpg")


@bp.get("/import")
@requires(Permission.DIRECTIVE_WORK)
def lines() -> Response:
    return render("publicity/import.html", form=LinesForm())


@bp.post("/import")
@requires(Permission.DIRECTIVE_WORK)
@takes_files(LARGEST_FILE_BYTES + 100_000)
@thinks_first
def enter_lines() -> AnyResponse:
    """Many lines from a file, all or none of them."""
    form = LinesForm()
    if not form.validate():
        return render("publicity/import.html", status=422, form=form)
    begin_write()
    entered = actions.enter_lines(viewer(), form.file.lines)
    flash(ngettext("Đã ghi %(num)s hoạt động mới.", "Đã ghi %(num)s hoạt động mới.", entered.new_count))
    if entered.result_count:
        done = entered.result_count
        flash(ngettext("Đã ghi kết quả của %(num)s hoạt động.", "Đã ghi kết quả của %(num)s hoạt động.", done))
    if entered.refused_count:
        told = _("Không ghi kết quả của %(n)s dòng: đã làm trước ngày ghi vào kế hoạch.", n=entered.refused_count)
        flash(told)
    return see_other("publicity.index")


@bp.get("/template.xlsx")
@requires(Permission.DIRECTIVE_WORK)
def template() -> Response:
    """An empty file to fill in."""
    return answer_file(exports.template_file(), XLSX, "mau-truyen-thong.xlsx")


@bp.get("/materials")
@requires(Permission.DIRECTIVE_READ)
def materials() -> Response:
    """What can be used as it is."""
    return render("publicity/materials.html", materials=material.materials(), review=material.review_words())


@bp.get("/materials/<any(vi, km):language>/leaflet.pdf")
@requires(Permission.DIRECTIVE_READ)
def leaflet(language: str) -> Response:
    content = material.leaflet_pdf(PublicityLanguage(language))
    return answer_file(content, "application/pdf", f"to-roi-{language}.pdf")


@bp.get("/materials/<any(vi, km):language>/picture.png")
@requires(Permission.DIRECTIVE_READ)
def picture(language: str) -> Response:
    return answer_file(material.picture_png(PublicityLanguage(language)), "image/png", f"anh-{language}.png")


@bp.get("/reached")
@requires(Permission.DIRECTIVE_READ)
def reached() -> Response:
    """How many people were reached by district, or by the communes of one; for information, never ranked."""
    month, district = _month(request.args), _district()
    rows = queries.list_reached(viewer(), month, district)
    return render("publicity/reached.html", rows=rows, month=month, district=district)


@file_of(bp, "/reached", SUFFIXES)
@requires(Permission.DIRECTIVE_READ)
def export_reached(suffix: str) -> Response:
    """The same rows as a file."""
    month, district = _month(request.args), _district()
    rows = queries.list_reached(viewer(), month, district)
    return answer(suffix, lambda: exports.reached_sheet(rows), lambda: reached_card(rows, month, district))


@bp.get("/populations/<int:area_id>")
@requires(Permission.AREA_MANAGE)
def population(area_id: int) -> Response:
    district = queries.get_district(area_id)
    form = PopulationForm(obj=queries.find_population(district))
    return render("publicity/population.html", district=district, form=form)


@bp.post("/populations/<int:area_id>")
@requires(Permission.AREA_MANAGE)
def set_population(area_id: int) -> AnyResponse:
    district, form = queries.get_district(area_id), PopulationForm()
    if not form.validate():
        return render("publicity/population.html", status=422, district=district, form=form)
    actions.set_population(viewer(), district, **form.values())
    flash(_("Đã lưu dân số của %(name)s.", name=district.name))
    return see_other("publicity.reached")


def wanted_actions(args: Mapping[str, str]) -> ActionFilter:
    channel, status = CHANNELS.get(args.get("channel", "")), STATUSES.get(args.get("status", ""))
    return ActionFilter(_month(args), channel, status, only_own="own" in args)


def _month(args: Mapping[str, str]) -> Period:
    return Period(*month_of(read_day(f"{args.get('month', '')}-01") or local_day()))


def _district() -> Area | None:
    area_id = request.args.get("district", None, type=row_id)
    return queries.get_district(area_id) if area_id is not None else None


def _result_form(action: PublicityAction) -> ResultForm:
    return ResultForm(done_on=action.done_on, reach_count=action.reach_count, link=action.link)


def _plan_page(action: PublicityAction | None, form: PlanForm, status: int = 200) -> Response:
    return render("publicity/plan.html", status=status, action=action, form=form)


def _action_page(action: PublicityAction, form: ResultForm, status: int = 200) -> Response:
    return render(
        "publicity/show.html",
        status=status,
        action=action,
        form=form,
        stands=status_of(action.planned_on, action.done_on, has_evidence=action.has_evidence, today=local_day()),
        may_write=action.organisation_id == viewer().organisation_id and viewer().can(Permission.DIRECTIVE_WORK),
        is_open=local_day() <= action.planned_on and action.done_on is None,
    )
