"""Pages on which heads confirm periods, and on which anybody of their scope can check what was confirmed."""

from datetime import date
from typing import Any

from flask import Blueprint, Response, flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.db import begin_write
from app.directives import actions, queries
from app.directives.cards import confirmations_card
from app.directives.differences import differences
from app.directives.exports import confirmations_sheet
from app.directives.forms import ConfirmForm, PaperForm, PrepareForm, ReopenForm
from app.directives.models import Confirmation, Preparation
from app.directives.periods import due_at
from app.directives.rules import Period, is_late
from app.directives.views.passwords import password_limit
from app.documents.papers import LARGEST_BYTES
from app.door import Absent, Permission, requires, viewer
from app.notices.cards import SUFFIXES, answer
from app.web.converters import row_id
from app.web.dispatch import takes_files, thinks_first
from app.web.pages import render, see_other
from app.web.sheets import file_of

bp = Blueprint("confirmations", __name__, url_prefix="/confirmations", template_folder="../templates")
FILES_LIMIT_BYTES = 3 * LARGEST_BYTES + 100_000


@bp.get("")
@requires(Permission.DIRECTIVE_READ)
def index() -> Response:
    """My body's periods, and how the bodies of my scope stand with one period."""
    return render("directives/confirmations.html", book=queries.get_period_book(viewer(), _chosen()))


@file_of(bp, "", SUFFIXES)
@requires(Permission.DIRECTIVE_READ)
def export(suffix: str) -> Response:
    """The same rows as a file."""
    book = queries.get_period_book(viewer(), _chosen())
    return answer(suffix, lambda: confirmations_sheet(book), lambda: confirmations_card(book))


def _chosen() -> date | None:
    return _day(request.args["period"]) if "period" in request.args else None


@bp.get("/<int:directive_id>/<first_on>")
@requires(Permission.DIRECTIVE_READ)
def show(directive_id: int, first_on: str) -> Response:
    """The figures of a body's period: frozen once confirmed, else as they are now, with the form for its head."""
    body_id = request.args.get("body", viewer().organisation_id, type=row_id)
    confirmed = queries.find_confirmation(viewer(), directive_id, body_id or 0, _day(first_on))
    if confirmed:
        directive = queries.get_directive(directive_id)
        lines = queries.frozen_lines(confirmed, directive)
        earlier = queries.list_earlier_versions(viewer(), directive_id, body_id or 0, _day(first_on))
        due = due_at(Period(confirmed.first_on, confirmed.last_on), directive.cut_off_hour)
        first = earlier[0].confirmation if earlier else confirmed
        shown: dict[str, Any] = {"confirmation": confirmed, "directive": directive, "lines": lines, "earlier": earlier}
        late = is_late(first.confirmed_at, due)
        return render("directives/confirmed.html", due_at=due, is_late=late, **shown)
    draft = queries.get_draft(viewer(), directive_id, _day(first_on), organisation_id=body_id)
    prepared = _prepared(draft)
    return _page(draft, ConfirmForm.of(draft, queries.prepared_answer(prepared)), prepared)


@bp.post("/<int:directive_id>/<first_on>")
@requires(Permission.PERIOD_CONFIRM)
@takes_files(FILES_LIMIT_BYTES)
@thinks_first
@password_limit
def confirm(directive_id: int, first_on: str) -> AnyResponse:
    """The head of the body says how the period went; the figures are frozen with his answer."""
    draft, form = _own_draft(directive_id, first_on), ConfirmForm()
    if draft.confirmation_id is None and not form.accepts(draft, viewer()):
        return _page(draft, form, _prepared(draft), status=422)
    begin_write()
    if draft.confirmation_id is None:
        actions.confirm_period(viewer(), draft, form.answer(), form.files())
        flash(_("Đã ghi nhận ý kiến của người đứng đầu. Số liệu của kỳ đã được khóa."))
    return see_other("confirmations.show", directive_id=directive_id, first_on=first_on)


@bp.get("/<int:directive_id>/<first_on>/prepare")
@requires(Permission.DIRECTIVE_WORK)
def preparation(directive_id: int, first_on: str) -> AnyResponse:
    """The answer that the focal official puts before the head."""
    draft = _own_draft(directive_id, first_on)
    if draft.confirmation_id:
        return see_other("confirmations.show", directive_id=directive_id, first_on=first_on)
    prepared = _prepared(draft)
    return _prepare_page(draft, PrepareForm.of(draft, queries.prepared_answer(prepared)), prepared)


@bp.post("/<int:directive_id>/<first_on>/prepare")
@requires(Permission.DIRECTIVE_WORK)
@thinks_first
def prepare(directive_id: int, first_on: str) -> AnyResponse:
    draft, form = _own_draft(directive_id, first_on), PrepareForm()
    if draft.confirmation_id is None and not form.is_complete(draft):
        return _prepare_page(draft, form, _prepared(draft), status=422)
    begin_write()
    if draft.confirmation_id is None:
        actions.prepare_period(viewer(), draft, form.answer())
        flash(_("Đã trình người đứng đầu phê duyệt."))
    return see_other("confirmations.show", directive_id=directive_id, first_on=first_on)


@bp.get("/<int:directive_id>/<first_on>/paper")
@requires(Permission.DIRECTIVE_WORK)
def paper(directive_id: int, first_on: str) -> AnyResponse:
    """What the head has confirmed on signed paper."""
    draft = _own_draft(directive_id, first_on)
    if draft.confirmation_id:
        return see_other("confirmations.show", directive_id=directive_id, first_on=first_on)
    prepared = _prepared(draft)
    return _paper_page(draft, PaperForm.of(draft, queries.prepared_answer(prepared)), prepared)


@bp.post("/<int:directive_id>/<first_on>/paper")
@requires(Permission.DIRECTIVE_WORK)
@takes_files(FILES_LIMIT_BYTES)
@thinks_first
@password_limit
def record_paper(directive_id: int, first_on: str) -> AnyResponse:
    draft, form = _own_draft(directive_id, first_on), PaperForm()
    if draft.confirmation_id is None and not form.accepts(draft, viewer()):
        return _paper_page(draft, form, _prepared(draft), status=422)
    begin_write()
    if draft.confirmation_id is None:
        actions.confirm_on_paper(viewer(), draft, form.answer(), actions.SignedPaper(**form.paper()))
        flash(_("Đã ghi xác nhận bằng văn bản. Số liệu của kỳ đã được khóa."))
    return see_other("confirmations.show", directive_id=directive_id, first_on=first_on)


@bp.get("/<int:confirmation_id>/reopen")
@requires(Permission.DIRECTIVE_WORK)
def ask_to_reopen(confirmation_id: int) -> Response:
    return _reopen_page(queries.get_confirmation(viewer(), confirmation_id), ReopenForm())


@bp.post("/<int:confirmation_id>/reopen")
@requires(Permission.DIRECTIVE_WORK)
def reopen(confirmation_id: int) -> AnyResponse:
    """The level above lets the head confirm once more."""
    confirmation, form = queries.get_confirmation(viewer(), confirmation_id), ReopenForm()
    if not form.validate():
        return _reopen_page(confirmation, form, status=422)
    actions.reopen_period(viewer(), confirmation, form.because.data or "")
    flash(_("Đã mở lại kỳ. Bản đã xác nhận được giữ nguyên."))
    period = {"directive_id": confirmation.directive_id, "first_on": confirmation.first_on}
    return see_other("confirmations.show", **period, body=confirmation.organisation_id)


@bp.get("/<int:confirmation_id>/verify")
@requires(Permission.DIRECTIVE_READ)
def verify(confirmation_id: int) -> Response:
    """Recompute the digests of the body's chain up to this confirmation."""
    found = queries.verify(viewer(), confirmation_id)
    directive = queries.get_directive(found.confirmation.directive_id)
    return render("directives/verify.html", found=found, confirmation=found.confirmation, directive=directive)


def _own_draft(directive_id: int, first_on: str) -> queries.Draft:
    return queries.get_draft(viewer(), directive_id, _day(first_on), organisation_id=viewer().organisation_id)


def _prepared(draft: queries.Draft) -> Preparation | None:
    """What waits for the head; what was put before him until the period was reopened has had its answer."""
    found = queries.find_preparation(viewer(), draft.directive_id, draft.organisation_id, draft.period.first_on)
    is_over = found and draft.reopened_at and found.prepared_at <= draft.reopened_at
    return None if is_over else found


def _page(draft: queries.Draft, form: ConfirmForm, prepared: Preparation | None, status: int = 200) -> Response:
    is_own = draft.organisation_id == viewer().organisation_id
    head = queries.find_head_post(viewer()) if is_own and viewer().can(Permission.PERIOD_CONFIRM) else None
    return _answer_page("directives/confirm.html", draft, form, prepared, status, head=head, is_own=is_own)


def _prepare_page(draft: queries.Draft, form: PrepareForm, prepared: Preparation | None, status: int = 200) -> Response:
    return _answer_page("directives/prepare.html", draft, form, prepared, status)


def _paper_page(draft: queries.Draft, form: PaperForm, prepared: Preparation | None, status: int = 200) -> Response:
    return _answer_page("directives/on_paper.html", draft, form, prepared, status)


def _answer_page(
    template: str, draft: queries.Draft, form: PrepareForm, prepared: Preparation | None, status: int, **more: Any
) -> Response:
    """A page with the figures of a period, what changed since it was opened, and an answer to them."""
    changed = differences(form.shown.data, draft)
    since = differences(prepared.reasons.get("shown"), draft) if prepared else []
    form.shown.data = draft.shown()
    period = (draft.directive_id, draft.organisation_id, draft.period.first_on)
    earlier = queries.list_earlier_versions(viewer(), *period)
    measures = [line.measure for line in draft.lines]
    people = queries.people_by_measure(viewer(), draft.organisation_id, draft.directive_id, measures)
    shown = {"draft": draft, "form": form, "changed": changed, "since": since, "earlier": earlier, "prepared": prepared}
    return render(template, None, status, **shown, people=people, **more)


def _reopen_page(confirmation: Confirmation, form: ReopenForm, status: int = 200) -> Response:
    if confirmation.organisation_id == viewer().organisation_id:
        raise Absent
    return render("directives/reopen.html", status=status, confirmation=confirmation, form=form)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Absent from None
