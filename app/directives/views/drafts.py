"""Pages on which the office composes a letter, sees whom it would reach, and issues it."""

from typing import Any

from flask import Blueprint, Response, flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.clock import local_day
from app.db import begin_write
from app.directives import actions, queries
from app.directives.forms import DraftForm, ObligationForm
from app.directives.models import DirectiveDraft
from app.directives.periods import opens_hour
from app.documents.papers import LARGEST_BYTES
from app.door import Absent, Permission, requires, viewer
from app.web.dispatch import takes_files, thinks_first
from app.web.pages import render, see_other

bp = Blueprint("drafts", __name__, url_prefix="/directives/drafts", template_folder="../templates")
FILE_LIMIT_BYTES = LARGEST_BYTES + 100_000


@bp.get("/new")
@requires(Permission.DIRECTIVE_ISSUE)
def new() -> Response:
    usual = {"target_basis": _("Chỉ tiêu do tỉnh đặt, công văn không quy định")}
    return _head_page(None, DraftForm(amends=False, content=usual))


@bp.post("/new")
@requires(Permission.DIRECTIVE_ISSUE)
@takes_files(FILE_LIMIT_BYTES)
@thinks_first
def start() -> AnyResponse:
    form = DraftForm(amends=False)
    if not form.validate():
        return _head_page(None, form, status=422)
    begin_write()
    draft = actions.start_draft(viewer(), form.head(), form.paper())
    return see_other("drafts.show", draft_id=draft.id)


@bp.get("/<int:draft_id>")
@requires(Permission.DIRECTIVE_ISSUE)
def show(draft_id: int) -> Response:
    """What was composed so far, and whom the letter would reach."""
    draft = queries.get_directive_draft(draft_id)
    addressed, below_count = queries.recipients_of(draft)
    return render("directives/draft.html", draft=draft, addressed=addressed, below_count=below_count)


@bp.get("/<int:draft_id>/head")
@requires(Permission.DIRECTIVE_ISSUE)
def head(draft_id: int) -> Response:
    draft = queries.get_directive_draft(draft_id)
    return _head_page(draft, DraftForm(amends=draft.amends_id is not None, content=draft.content))


@bp.post("/<int:draft_id>/head")
@requires(Permission.DIRECTIVE_ISSUE)
@takes_files(FILE_LIMIT_BYTES)
@thinks_first
def change_head(draft_id: int) -> AnyResponse:
    draft = queries.get_directive_draft(draft_id)
    form = DraftForm(amends=draft.amends_id is not None)
    if not form.validate():
        return _head_page(draft, form, status=422)
    begin_write()
    actions.change_draft(viewer(), queries.get_directive_draft(draft_id), form.head(), form.paper())
    return see_other("drafts.show", draft_id=draft_id)


@bp.get("/<int:draft_id>/obligations/new")
@requires(Permission.DIRECTIVE_ISSUE)
def new_obligation(draft_id: int) -> Response:
    draft = queries.get_directive_draft(draft_id)
    return _obligation_page(draft, None, _obligation_form())


@bp.post("/<int:draft_id>/obligations/new")
@requires(Permission.DIRECTIVE_ISSUE)
def add_obligation(draft_id: int) -> AnyResponse:
    return _write_obligation(draft_id, None)


@bp.get("/<int:draft_id>/obligations/<int:position>")
@requires(Permission.DIRECTIVE_ISSUE)
def obligation(draft_id: int, position: int) -> Response:
    draft = queries.get_directive_draft(draft_id)
    return _obligation_page(draft, position, _obligation_form(row=_row(draft, position)))


@bp.post("/<int:draft_id>/obligations/<int:position>")
@requires(Permission.DIRECTIVE_ISSUE)
def change_obligation(draft_id: int, position: int) -> AnyResponse:
    return _write_obligation(draft_id, position)


@bp.post("/<int:draft_id>/obligations/<int:position>/remove")
@requires(Permission.DIRECTIVE_ISSUE)
def remove_obligation(draft_id: int, position: int) -> AnyResponse:
    # The page was that of one measure: by its place alone, a second tap would take out the next one.
    actions.remove_obligation(viewer(), queries.get_directive_draft(draft_id), request.form.get("measure", ""))
    return see_other("drafts.show", draft_id=draft_id)


@bp.post("/<int:draft_id>/issue")
@requires(Permission.DIRECTIVE_ISSUE)
def issue(draft_id: int) -> AnyResponse:
    """Send what the page showed; tapped twice, the letter is there already."""
    issued = queries.find_issued(draft_id, request.form.get("number", ""))
    if issued:
        return see_other("directives.show", directive_id=issued.id)
    draft = queries.get_directive_draft(draft_id)
    directive = actions.issue_draft(viewer(), draft, seen=request.form.get("seen", ""))
    flash(_("Đã phát hành Công văn số %(number)s. Nội dung đã được khóa.", number=directive.number))
    return see_other("directives.show", directive_id=directive.id)


@bp.post("/<int:draft_id>/discard")
@requires(Permission.DIRECTIVE_ISSUE)
def discard(draft_id: int) -> AnyResponse:
    actions.discard_draft(viewer(), queries.get_directive_draft(draft_id))
    flash(_("Đã bỏ bản soạn thảo."))
    return see_other("directives.index")


def _write_obligation(draft_id: int, position: int | None) -> AnyResponse:
    draft = queries.get_directive_draft(draft_id)
    form = _obligation_form(taken=_taken(draft, position))
    if not form.validate():
        return _obligation_page(draft, position, form, status=422)
    actions.put_obligation(viewer(), draft, position, form.row())
    return see_other("drafts.show", draft_id=draft_id)


def _obligation_form(**known: Any) -> ObligationForm:
    return ObligationForm(opens_hour=opens_hour(local_day()), **known)


def _taken(draft: DirectiveDraft, position: int | None) -> list[str]:
    rows = draft.content["obligations"]
    return [row["measure"] for number, row in enumerate(rows, start=1) if number != position]


def _row(draft: DirectiveDraft, position: int) -> dict[str, Any]:
    rows: list[dict[str, Any]] = draft.content["obligations"]
    if not 1 <= position <= len(rows):
        raise Absent(position)
    return rows[position - 1]


def _head_page(draft: DirectiveDraft | None, form: DraftForm, status: int = 200) -> Response:
    return render("directives/draft_head.html", status=status, draft=draft, form=form)


def _obligation_page(draft: DirectiveDraft, position: int | None, form: ObligationForm, status: int = 200) -> Response:
    return render("directives/draft_obligation.html", status=status, draft=draft, position=position, form=form)
