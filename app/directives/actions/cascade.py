"""What bodies do with a letter: instructions for those below, documents, questions and answers, reminders by hand."""

from datetime import date

from app import audit
from app.access.scope import within
from app.clock import now
from app.db import db
from app.directives import reminders
from app.directives.actions.heads import head_of, hold_body
from app.directives.actions.papers import keep_paper
from app.directives.actions.receipts import NotAddressed
from app.directives.models import Directive, DirectiveQuestion, ImplementingDocument, Instruction
from app.directives.queries import (
    ReceiptFilter,
    find_receipt,
    list_ids_below,
    list_instructions,
    list_questions,
    list_receipts,
)
from app.documents.papers import KeptPaper
from app.door import Permission, Viewer
from app.text import nfc


class NobodyBelow(Exception):
    """The letter goes on to nobody from this body."""


class NothingToRemind(Exception):
    """Everybody on the list has acknowledged, or was reminded by hand today."""


def add_instruction(viewer: Viewer, directive: Directive, text: str) -> Instruction:
    """The head adds to the letter for the bodies below, which are told; said again, nothing changes.

    Raises NotAddressed, NobodyBelow, NotTheHead.
    """
    if find_receipt(viewer, directive) is None:
        raise NotAddressed
    below = list_ids_below(viewer, directive)
    if not below:
        raise NobodyBelow
    head = head_of(viewer, Permission.DIRECTIVE_ACKNOWLEDGE)
    words = nfc(text, multiline=True)
    said = list_instructions(directive, [head.organisation_id])
    if said and said[-1].text == words:
        return said[-1]
    row = Instruction(directive_id=directive.id, organisation_id=head.organisation_id, text=words)
    row.given_at, row.user_id, row.head_name, row.head_title = now(), viewer.user_id or 0, head.full_name, head.title
    db.session.add(row)
    db.session.flush()
    reminders.tell_of_instruction(directive, row, below)
    audit.record("directive.instructed", directive.id, by=viewer, instruction_id=row.id)
    return row


def record_document(
    viewer: Viewer, directive: Directive, *, number: str, title: str, signed_on: date, file_name: str, kept: KeptPaper
) -> ImplementingDocument:
    """Record the document by which the viewer's body carries the letter out; sent again, the first one stands.

    Raises NotAddressed.
    """
    if viewer.organisation_id is None or find_receipt(viewer, directive) is None:
        raise NotAddressed
    hold_body(viewer.organisation_id)
    found = _found_document(viewer, directive, nfc(number), signed_on)
    if found:
        return found
    paper = keep_paper(viewer, viewer.organisation_id, file_name, kept)
    row = ImplementingDocument(directive_id=directive.id, organisation_id=viewer.organisation_id, paper_id=paper.id)
    row.number, row.title, row.signed_on = nfc(number), nfc(title), signed_on
    row.recorded_at, row.user_id = now(), viewer.user_id or 0
    db.session.add(row)
    db.session.flush()
    audit.record("directive.document_recorded", directive.id, by=viewer, document_id=row.id, digest=paper.digest)
    return row


def _found_document(viewer: Viewer, directive: Directive, number: str, signed_on: date) -> ImplementingDocument | None:
    """A body gives a number once a year."""
    stmt = within(viewer, ImplementingDocument).where(
        ImplementingDocument.directive_id == directive.id,
        ImplementingDocument.organisation_id == viewer.organisation_id,
        ImplementingDocument.number == number,
        ImplementingDocument.signed_on == signed_on,
    )
    found: ImplementingDocument | None = db.session.scalar(stmt)
    return found


def ask_question(viewer: Viewer, directive: Directive, text: str) -> DirectiveQuestion:
    """A body that the letter reaches asks back; the office is told. Asked again, the first one stands.

    Raises NotAddressed.
    """
    if viewer.organisation_id is None or find_receipt(viewer, directive) is None:
        raise NotAddressed
    hold_body(viewer.organisation_id)
    words = nfc(text, multiline=True)
    for each in list_questions(viewer, directive):
        if (each.organisation_id, each.text) == (viewer.organisation_id, words):
            return each
    row = DirectiveQuestion(directive_id=directive.id, organisation_id=viewer.organisation_id, text=words)
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
