"""Pages of letters: what they order, how far they came, and the acknowledgement of a head."""

from flask import Blueprint, Response, flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.db import begin_write
from app.directives import actions, queries
from app.directives.cards import letters_card, receipts_card
from app.directives.exports import letters_sheet, receipts_sheet
from app.directives.forms import AcceptedCodesForm, AcknowledgeForm
from app.directives.periods import acknowledgement_due_on
from app.directives.views.asked import asked_filter
from app.directives.views.passwords import password_limit
from app.door import Permission, requires, viewer
from app.notices.cards import SUFFIXES, answer
from app.web.dispatch import thinks_first
from app.web.pages import render, see_other
from app.web.sheets import file_of

bp = Blueprint("directives", __name__, url_prefix="/directives", template_folder="../templates")


@bp.get("")
@requires(Permission.DIRECTIVE_READ)
def index() -> Response:
    """All letters, with how many addressees of mine acknowledged each."""
    directives = queries.list_directives()
    reach = queries.count_acknowledged(viewer(), directives)
    drafts = queries.list_drafts() if viewer().can(Permission.DIRECTIVE_ISSUE) else []
    return render("directives/index.html", directives=directives, reach=reach, drafts=drafts)


@file_of(bp, "", SUFFIXES)
@requires(Permission.DIRECTIVE_READ)
def export(suffix: str) -> Response:
    """The same letters as a file."""
    letters = queries.list_directives()
    reach = queries.count_acknowledged(viewer(), letters)
    return answer(suffix, lambda: letters_sheet(letters, reach), lambda: letters_card(letters, reach))


@bp.get("/<int:directive_id>")
@requires(Permission.DIRECTIVE_READ)
def show(directive_id: int) -> Response:
    """The letter; notes that my body opened it."""
    queries.get_directive(directive_id)
    actions.note_opening(viewer(), directive_id)
    return _page(directive_id, AcknowledgeForm(formdata=None))


@file_of(bp, "/<int:directive_id>", SUFFIXES)
@requires(Permission.DIRECTIVE_READ)
def export_receipts(directive_id: int, suffix: str) -> Response:
    """How far the letter came with the bodies of the same list, as a file."""
    directive, wanted = queries.get_directive(directive_id), asked_filter(request.args)
    listed = [each for each in queries.list_receipts(viewer(), directive) if wanted.holds(each)]
    return answer(
        suffix,
        lambda: receipts_sheet(listed, directive.published_on),
        lambda: receipts_card(directive, listed),
    )


@bp.post("/<int:directive_id>/acknowledge")
@requires(Permission.DIRECTIVE_ACKNOWLEDGE)
@thinks_first
@password_limit
def acknowledge(directive_id: int) -> AnyResponse:
    """The head of an addressed body acknowledges by name, with the password again."""
    form = AcknowledgeForm()
    if not form.validate() or not form.has_password_of(viewer()):
        return _page(directive_id, form, status=422)
    begin_write()
    actions.acknowledge(viewer(), directive_id)
    flash(_("Đã xác nhận tiếp nhận công văn."))
    return see_other("directives.show", directive_id=directive_id)


@bp.get("/<int:directive_id>/codes")
@requires(Permission.DIRECTIVE_READ, Permission.SETTING_MANAGE)
def codes(directive_id: int) -> Response:
    """Which codes fulfil the letter."""
    obligation = queries.get_code_obligation(directive_id)
    return _codes_page(directive_id, AcceptedCodesForm(accepted_codes=obligation.accepted_codes))


@bp.post("/<int:directive_id>/codes")
@requires(Permission.DIRECTIVE_READ, Permission.SETTING_MANAGE)
def choose_codes(directive_id: int) -> AnyResponse:
    obligation, form = queries.get_code_obligation(directive_id), AcceptedCodesForm()
    if not form.validate():
        return _codes_page(directive_id, form, status=422)
    actions.accept_codes(viewer(), obligation, form.accepted_codes.data)
    flash(_("Đã lưu loại mã được công nhận."))
    return see_other("directives.show", directive_id=directive_id)


def _codes_page(directive_id: int, form: AcceptedCodesForm, status: int = 200) -> Response:
    directive = queries.get_directive(directive_id)
    return render("directives/codes.html", directive=directive, form=form, status=status)


def _page(directive_id: int, form: AcknowledgeForm, status: int = 200) -> Response:
    directive, wanted = queries.get_directive(directive_id), asked_filter(request.args)
    receipts = queries.list_receipts(viewer(), directive)
    own = next((each for each in receipts if each.body.id == viewer().organisation_id), None)
    # Also a body that the letter names itself reads what the one above it adds.
    above = [own.body.id, own.body.parent_id] if own else []
    return render(
        "directives/show.html",
        status=status,
        directive=directive,
        receipts=receipts,
        listed=[each for each in receipts if wanted.holds(each)],
        wanted=wanted,
        own=own,
        head=queries.find_head_post(viewer()) if own else None,
        instructions=queries.list_instructions(directive, [each for each in above if each]),
        amendment=queries.find_amendment(directive) if directive.closed_on else None,
        due_on=acknowledgement_due_on(directive.published_on),
        form=form,
    )
