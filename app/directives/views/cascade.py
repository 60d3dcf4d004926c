"""Pages of what bodies do with a letter: instructions, documents, questions, reminders by hand."""

from flask import Blueprint, Response, flash, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from app.db import begin_write
from app.directives import actions, queries
from app.directives.cards import documents_card
from app.directives.exports import documents_sheet
from app.directives.forms import AnswerForm, DocumentForm, InstructionForm, QuestionForm
from app.directives.models import Directive, Paper
from app.directives.views.asked import asked_again, asked_filter
from app.documents.papers import LARGEST_BYTES, SUFFIXES
from app.door import Permission, requires, viewer
from app.notices import cards
from app.web.dispatch import takes_files, thinks_first
from app.web.pages import render, see_other
from app.web.sheets import answer_file, file_of

bp = Blueprint("cascade", __name__, url_prefix="/directives", template_folder="../templates")
FILE_LIMIT_BYTES = LARGEST_BYTES + 100_000


@bp.get("/<int:directive_id>/instructions")
@requires(Permission.DIRECTIVE_ACKNOWLEDGE)
def instructions(directive_id: int) -> Response:
    return _instruction_page(queries.get_directive(directive_id), InstructionForm())


@bp.post("/<int:directive_id>/instructions")
@requires(Permission.DIRECTIVE_ACKNOWLEDGE)
def instruct(directive_id: int) -> AnyResponse:
    directive, form = queries.get_directive(directive_id), InstructionForm()
    if not form.validate():
        return _instruction_page(directive, form, status=422)
    actions.add_instruction(viewer(), directive, form.instruction.data or "")
    flash(_("Đã gửi chỉ đạo đến các cơ quan cấp dưới."))
    return see_other("directives.show", directive_id=directive_id)


@bp.get("/<int:directive_id>/documents")
@requires(Permission.DIRECTIVE_READ)
def documents(directive_id: int) -> Response:
    """The implementing documents of my body and those below."""
    return _documents_page(queries.get_directive(directive_id), DocumentForm())


@file_of(bp, "/<int:directive_id>/documents", cards.SUFFIXES)
@requires(Permission.DIRECTIVE_READ)
def export_documents(directive_id: int, suffix: str) -> Response:
    """The same list as a file."""
    directive = queries.get_directive(directive_id)
    documents = queries.list_documents(viewer(), directive)
    return cards.answer(suffix, lambda: documents_sheet(documents), lambda: documents_card(directive, documents))


@bp.post("/<int:directive_id>/documents")
@requires(Permission.DIRECTIVE_WORK)
@takes_files(FILE_LIMIT_BYTES)
@thinks_first
def record_document(directive_id: int) -> AnyResponse:
    form = DocumentForm()
    if not form.validate():
        return _documents_page(queries.get_directive(directive_id), form, status=422)
    begin_write()
    row = actions.record_document(viewer(), queries.get_directive(directive_id), **form.document())
    flash(_("Đã ghi văn bản số %(number)s.", number=row.number))
    return see_other("cascade.documents", directive_id=directive_id)


@bp.get("/<int:directive_id>/file")
@requires(Permission.DIRECTIVE_READ)
def letter_file(directive_id: int) -> Response:
    """The letter as it was signed, to keep."""
    return _answer(queries.get_paper_of(queries.get_directive(directive_id)))


@bp.get("/papers/<int:paper_id>")
@requires(Permission.DIRECTIVE_READ)
def paper(paper_id: int) -> Response:
    """A paper of a body of mine, to keep."""
    return _answer(queries.get_paper(viewer(), paper_id))


@bp.get("/<int:directive_id>/questions")
@requires(Permission.DIRECTIVE_READ)
def questions(directive_id: int) -> Response:
    return _questions_page(queries.get_directive(directive_id), QuestionForm())


@bp.post("/<int:directive_id>/questions")
@requires(Permission.DIRECTIVE_WORK)
def ask(directive_id: int) -> AnyResponse:
    directive, form = queries.get_directive(directive_id), QuestionForm()
    if not form.validate():
        return _questions_page(directive, form, status=422)
    actions.ask_question(viewer(), directive, form.question.data or "")
    flash(_("Đã gửi câu hỏi đến Văn phòng UBND tỉnh."))
    return see_other("cascade.questions", directive_id=directive_id)


@bp.get("/<int:directive_id>/questions/<int:question_id>")
@requires(Permission.DIRECTIVE_ISSUE)
def question(directive_id: int, question_id: int) -> Response:
    directive = queries.get_directive(directive_id)
    asked = queries.get_question(viewer(), directive, question_id)
    form = AnswerForm(answer=asked.answer)
    return render("directives/answer.html", directive=directive, question=asked, form=form)


@bp.post("/<int:directive_id>/questions/<int:question_id>")
@requires(Permission.DIRECTIVE_ISSUE)
def answer(directive_id: int, question_id: int) -> AnyResponse:
    directive, form = queries.get_directive(directive_id), AnswerForm()
    asked = queries.get_question(viewer(), directive, question_id)
    if not form.validate():
        return render("directives/answer.html", status=422, directive=directive, question=asked, form=form)
    actions.answer_question(viewer(), directive, asked, form.answer.data or "")
    flash(_("Đã trả lời cho mọi cơ quan nhận công văn."))
    return see_other("cascade.questions", directive_id=directive_id)


@bp.post("/<int:directive_id>/remind")
@requires(Permission.DIRECTIVE_WORK)
def remind(directive_id: int) -> AnyResponse:
    """Remind at once those of the list on the page who have not acknowledged."""
    directive = queries.get_directive(directive_id)
    count = actions.remind_by_hand(viewer(), directive, asked_filter(request.form))
    flash(ngettext("Đã nhắc %(num)s cơ quan.", "Đã nhắc %(num)s cơ quan.", count))
    return see_other("directives.show", directive_id=directive_id, **asked_again(request.form))


@bp.post("/<int:directive_id>/amend")
@requires(Permission.DIRECTIVE_ISSUE)
def amend(directive_id: int) -> AnyResponse:
    """Begin to compose what takes the place of the letter."""
    draft = actions.start_amendment(viewer(), queries.get_directive(directive_id))
    return see_other("drafts.show", draft_id=draft.id)


def _answer(kept: Paper) -> Response:
    return answer_file(kept.content, kept.mimetype, f"van-ban-{kept.id}.{SUFFIXES[kept.mimetype]}")


def _instruction_page(directive: Directive, form: InstructionForm, status: int = 200) -> Response:
    return render("directives/instruct.html", status=status, directive=directive, form=form)


def _documents_page(directive: Directive, form: DocumentForm, status: int = 200) -> Response:
    documents = queries.list_documents(viewer(), directive)
    return render(
        "directives/documents.html",
        status=status,
        directive=directive,
        form=form,
        documents=documents,
        may_record=viewer().can(Permission.DIRECTIVE_WORK) and queries.find_receipt(viewer(), directive) is not None,
    )


def _questions_page(directive: Directive, form: QuestionForm, status: int = 200) -> Response:
    return render(
        "directives/questions.html",
        status=status,
        directive=directive,
        form=form,
        questions=queries.list_questions(viewer(), directive),
        may_ask=viewer().can(Permission.DIRECTIVE_WORK) and queries.find_receipt(viewer(), directive) is not None,
    )
