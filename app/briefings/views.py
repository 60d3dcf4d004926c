"""The chairman's pages: the list, one page on a phone and on paper, what officers write on it."""

from typing import Any

from flask import Blueprint, Response, flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.briefings import actions, paper, queries
from app.briefings.exports import briefings_sheet
from app.briefings.forms import OUTCOME_LABELS, AsksForm, CommitmentForm, JudgementForm
from app.briefings.models import Briefing
from app.briefings.rules import BriefingStatus, CommitmentOutcome, Turn, may_change
from app.clock import local_day
from app.db import begin_write
from app.door import Permission, requires, viewer
from app.web.dispatch import thinks_first
from app.web.pages import render, see_other
from app.web.pagination import each_page, wished_page
from app.web.sheets import answer_sheet, file_of, show_file

bp = Blueprint("briefings", __name__, url_prefix="/briefings", template_folder="templates")


@bp.get("")
@requires(Permission.BRIEFING_READ)
def index() -> Response:
    """All pages, the newest first."""
    page = queries.list_briefings(viewer(), wished_page())
    return render("briefings/index.html", page=page, BriefingStatus=BriefingStatus)


@file_of(bp, "")
@requires(Permission.BRIEFING_READ)
def export(suffix: str) -> Response:
    """The same list as a file."""
    reader = viewer()
    pages = each_page(lambda wish: queries.list_briefings(reader, wish))
    return answer_sheet(briefings_sheet(briefing for page in pages for briefing in page.rows), suffix)


@bp.post("")
@requires(Permission.BRIEFING_WRITE)
@thinks_first
def compile_page() -> AnyResponse:
    """A new page with the figures as of now."""
    taken = actions.take_figures(viewer(), viewer().organisation_id or 0)
    begin_write()
    briefing = actions.compile_briefing(viewer(), taken)
    flash(_("Đã lập trang mới. Hãy ghi cam kết và nội dung xin ý kiến trước khi trình."))
    return see_other("briefings.show", briefing_id=briefing.id)


@bp.get("/<int:briefing_id>")
@requires(Permission.BRIEFING_READ)
def show(briefing_id: int) -> Response:
    """The page as the chairman reads it."""
    briefing = queries.get_briefing(viewer(), briefing_id)
    return render("briefings/show.html", is_draft=may_change(briefing.status), Turn=Turn, **_said(briefing))


@bp.get("/<int:briefing_id>/page.pdf")
@requires(Permission.BRIEFING_READ)
def pdf(briefing_id: int) -> Response:
    """The sheet: as it was presented, or of a draft as it stands."""
    content = queries.presented_pdf(viewer(), briefing_id) or _draw(queries.get_briefing(viewer(), briefing_id))
    return show_file(content, "application/pdf", f"trang-chu-tich-{briefing_id}.pdf")


@bp.post("/<int:briefing_id>/recompile")
@requires(Permission.BRIEFING_WRITE)
@thinks_first
def recompile(briefing_id: int) -> AnyResponse:
    """The page's figures as of now."""
    taken = actions.take_figures(viewer(), queries.get_briefing(viewer(), briefing_id).organisation_id)
    begin_write()
    actions.recompile(viewer(), queries.get_briefing(viewer(), briefing_id), taken)
    flash(_("Đã tính lại số liệu của trang."))
    return see_other("briefings.show", briefing_id=briefing_id)


@bp.get("/<int:briefing_id>/edit")
@requires(Permission.BRIEFING_WRITE)
def edit(briefing_id: int) -> Response:
    """What an officer writes: questions to decide, new commitments, what became of the last ones."""
    return _editor(queries.get_briefing(viewer(), briefing_id))


@bp.post("/<int:briefing_id>/asks")
@requires(Permission.BRIEFING_WRITE)
def write_asks(briefing_id: int) -> AnyResponse:
    """Keep what the chairman is asked to decide."""
    briefing, form = queries.get_briefing(viewer(), briefing_id), AsksForm()
    if not form.validate():
        return _editor(briefing, asks_form=form)
    actions.write_asks(viewer(), briefing, form.values()["asks"])
    flash(_("Đã lưu nội dung xin ý kiến."))
    return see_other("briefings.edit", briefing_id=briefing_id)


@bp.post("/<int:briefing_id>/commitments")
@requires(Permission.BRIEFING_WRITE)
def add_commitment(briefing_id: int) -> AnyResponse:
    """Promise something on the page."""
    briefing, form = queries.get_briefing(viewer(), briefing_id), CommitmentForm()
    if not form.validate():
        return _editor(briefing, commitment_form=form)
    actions.add_commitment(viewer(), briefing, **form.values())
    flash(_("Đã ghi cam kết."))
    return see_other("briefings.edit", briefing_id=briefing_id)


@bp.post("/commitments/<int:commitment_id>/drop")
@requires(Permission.BRIEFING_WRITE)
def drop_commitment(commitment_id: int) -> AnyResponse:
    """Take a promise off a page that was not presented yet."""
    commitment = queries.get_commitment(viewer(), commitment_id)
    briefing_id = commitment.briefing_id
    actions.drop_commitment(viewer(), commitment)
    flash(_("Đã bỏ cam kết."))
    return see_other("briefings.edit", briefing_id=briefing_id)


@bp.get("/commitments/<int:commitment_id>/judge")
@requires(Permission.BRIEFING_WRITE)
def ask_to_judge(commitment_id: int) -> Response:
    """Whether a promise was kept, as it was last noted."""
    commitment = queries.get_commitment(viewer(), commitment_id)
    form = JudgementForm(formdata=None, data={"outcome": commitment.outcome, "remark": commitment.remark})
    return render("briefings/judge.html", commitment=commitment, form=form)


@bp.post("/commitments/<int:commitment_id>/judge")
@requires(Permission.BRIEFING_WRITE)
def judge(commitment_id: int) -> AnyResponse:
    """Note whether a promise was kept."""
    commitment, form = queries.get_commitment(viewer(), commitment_id), JudgementForm()
    if not form.validate():
        return render("briefings/judge.html", commitment=commitment, form=form, status=422)
    actions.judge_commitment(viewer(), commitment, **form.values())
    flash(_("Đã ghi kết quả của cam kết."))
    return see_other("briefings.index")


@bp.post("/<int:briefing_id>/present")
@requires(Permission.BRIEFING_WRITE)
@thinks_first
def present(briefing_id: int) -> AnyResponse:
    """Draw the sheet, then freeze the page."""
    briefing = queries.get_briefing(viewer(), briefing_id)
    actions.refuse_presented(briefing)
    drawn, version = _draw(briefing), briefing.version
    begin_write()
    actions.present(viewer(), queries.get_briefing(viewer(), briefing_id), drawn, version=version)
    flash(_("Đã trình trang này. Nội dung giữ nguyên từ lúc trình."))
    return see_other("briefings.show", briefing_id=briefing_id)


def _draw(briefing: Briefing) -> bytes:
    kept, promised = _promises(briefing)
    return paper.page_pdf(briefing, kept, promised)


def _said(briefing: Briefing) -> dict[str, Any]:
    return paper.said(briefing, *_promises(briefing))


def _promises(briefing: Briefing) -> Any:
    return queries.kept_lines(viewer(), briefing), queries.list_commitments(viewer(), briefing.id)


def _editor(
    briefing: Briefing, *, asks_form: AsksForm | None = None, commitment_form: CommitmentForm | None = None
) -> Response:
    has_errors = asks_form is not None or commitment_form is not None
    return render(
        "briefings/edit.html",
        status=422 if has_errors else 200,
        briefing=briefing,
        is_draft=may_change(briefing.status),
        asks_form=asks_form or AsksForm(formdata=None, data={"asks": briefing.asks}),
        commitment_form=commitment_form or CommitmentForm(formdata=None, data={"due_on": local_day()}),
        promised=queries.list_commitments(viewer(), briefing.id),
        kept=queries.kept_lines(viewer(), briefing),
        outcomes={outcome.value: OUTCOME_LABELS[outcome] for outcome in CommitmentOutcome},
    )
