"""Pages on which heads confirm periods, and on which anybody of their scope can check what was confirmed."""

from datetime import date

from flask import Blueprint, Response, flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.db import begin_write
from app.directives import actions, queries
from app.directives.differences import differences
from app.directives.exports import confirmations_sheet
from app.directives.forms import ConfirmForm
from app.directives.views.passwords import password_limit
from app.door import Absent, Permission, requires, viewer
from app.web.converters import row_id
from app.web.dispatch import thinks_first
from app.web.pages import render, see_other
from app.web.sheets import answer_sheet, file_of

bp = Blueprint("confirmations", __name__, url_prefix="/confirmations", template_folder="../templates")


@bp.get("")
@requires(Permission.DIRECTIVE_READ)
def index() -> Response:
    """My body's periods, and how the bodies of my scope stand with one period."""
    return render("directives/confirmations.html", book=queries.get_period_book(viewer(), _chosen()))


@file_of(bp, "")
@requires(Permission.DIRECTIVE_READ)
def export(suffix: str) -> Response:
    """The same rows as a file."""
    return answer_sheet(confirmations_sheet(queries.get_period_book(viewer(), _chosen())), suffix)


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
        return render("directives/confirmed.html", confirmation=confirmed, directive=directive, lines=lines)
    draft = queries.get_draft(viewer(), directive_id, _day(first_on), organisation_id=body_id)
    return _page(draft, ConfirmForm(formdata=None, shown=draft.shown()))


@bp.post("/<int:directive_id>/<first_on>")
@requires(Permission.PERIOD_CONFIRM)
@thinks_first
@password_limit
def confirm(directive_id: int, first_on: str) -> AnyResponse:
    """The head of the body says how the period went; the figures are frozen with his answer."""
    draft = queries.get_draft(viewer(), directive_id, _day(first_on), organisation_id=viewer().organisation_id)
    form = ConfirmForm()
    if draft.confirmation_id is None and not form.accepts(draft, viewer()):
        return _page(draft, form, status=422)
    begin_write()
    if draft.confirmation_id is None:
        actions.confirm_period(viewer(), draft, form.answer())
        flash(_("Đã ghi nhận ý kiến của người đứng đầu. Số liệu của kỳ đã được khóa."))
    return see_other("confirmations.show", directive_id=directive_id, first_on=first_on)


@bp.get("/<int:confirmation_id>/verify")
@requires(Permission.DIRECTIVE_READ)
def verify(confirmation_id: int) -> Response:
    """Recompute the digests of the body's chain up to this confirmation."""
    found = queries.verify(viewer(), confirmation_id)
    directive = queries.get_directive(found.confirmation.directive_id)
    return render("directives/verify.html", found=found, confirmation=found.confirmation, directive=directive)


def _page(draft: queries.Draft, form: ConfirmForm, status: int = 200) -> Response:
    is_own = draft.organisation_id == viewer().organisation_id
    head = queries.find_head_post(viewer()) if is_own and viewer().can(Permission.PERIOD_CONFIRM) else None
    changed = differences(form.shown.data, draft)
    form.shown.data = draft.shown()
    return render("directives/confirm.html", status=status, draft=draft, form=form, head=head, changed=changed)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Absent from None
