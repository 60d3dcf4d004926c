"""What bodies do with a letter: instructions for those below, documents, questions and answers, reminders by hand."""

from datetime import date

from app import audit
from app.clock import now
from app.db import db
from app.directives import reminders
from app.directives.actions.heads import head_of
from app.directives.actions.papers import keep_paper
from app.directives.actions.receipts import NotAddressed
from app.directives.models import Directive, DirectiveQuestion, ImplementingDocument, Instruction
from app.directives.queries import ReceiptFilter, find_receipt, list_receipts
from app.documents.papers import KeptPaper
from app.door import Permission, Viewer
from app.text import nfc


class NothingToRemind(Exception):
    """Everybody on the list has acknowledged, or was reminded by hand today."""


def add_instruction(viewer: Viewer, directive: Directive, text: str) -> Instruction:
    """The head adds to the letter for the bodies below. Raises NotAddressed, NotTheHead."""
    if find_receipt(viewer, directive) is None:
        raise NotAddressed
    head = head_of(viewer, Permission.DIRECTIVE_ACKNOWLEDGE)
    row = Instruction(directive_id=directive.id, organisation_id=head.organisation_id, text=nfc(text, multiline=True))
    row.given_at, row.user_id, row.head_name, row.head_title = now(), viewer.user_id or 0, head.full_name, head.title
    db.session.add(row)
    db.session.flush()
    audit.record("directive.instructed", directive.id, by=viewer, instruction_id=row.id)
    return row


def record_document(
    viewer: Viewer, directive: Directive, *, number: str, title: str, signed_on: date, file_name: str, kept: KeptPaper
) -> ImplementingDocument:
    """Record the document by which the viewer's body carries the letter out. Raises NotAddressed."""
    if viewer.organisation_id is None or find_receipt(viewer, directive) is None:
        raise NotAddressed
    paper = keep_paper(viewer, viewer.organisation_id, file_name, kept)
    row = ImplementingDocument(directive_id=directive.id, organisation_id=viewer.organisation_id, paper_id=paper.id)
    row.number, row.title, row.signed_on = nfc(number), nfc(title), signed_on
    row.recorded_at, row.user_id = now(), viewer.user_id or 0
    db.session.add(row)
    db.session.flush()
    audit.record("directive.document_recorded", directive.id, by=viewer, document_id=row.id, digest=paper.digest)
    return row


def ask_question(viewer: Viewer, directive: Directive, text: str) -> DirectiveQuestion:
    """A body that the letter reaches asks back; the office is told. Raises NotAddressed."""
    if viewer.organisation_id is None or find_receipt(viewer, directive) is None:
        raise NotAddressed
    row = DirectiveQuestion(
        directive_id=directive.id, organisation_id=viewer.organisation_id, text=nfc(text, multiline=True)
    )
    row.asked_at, row.user_id = now(), viewer.user_id or 0
    db.session.add(row)
    db.session.flush()
    reminders.tell_of_question(directive, row)
    audit.record("directive.asked", directive.id, by=viewer, question_id=row.id)
    return row


def answer_question(viewer: Viewer, directive: Directive, question: DirectiveQuestion, text: str) -> None:
    """Answer for all who read the letter; who asked is told. Said again, the later answer stands."""
    question.answer, question.answered_at, question.answered_by_id = nfc(text, multiline=True), now(), viewer.user_id
    reminders.tell_of_answer(directive, question)
    audit.record("directive.answered", directive.id, by=viewer, question_id=question.id)


def remind_by_hand(viewer: Viewer, directive: Directive, wanted: ReceiptFilter) -> int:
    """Remind at once those of the list who have not acknowledged; each once a day. Raises NothingToRemind."""
    late = [each for each in list_receipts(viewer, directive) if wanted.holds(each) and not each.acknowledgement]
    late = [each for each in late if each.body.id != viewer.organisation_id]
    count = reminders.remind_now(directive, late)
    if not count:
        raise NothingToRemind
    audit.record("directive.reminded", directive.id, by=viewer, bodies=[each.body.id for each in late])
    return len(late)
