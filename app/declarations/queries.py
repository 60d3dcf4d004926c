"""Reading declarations for the citizen who sent one and holds its receipt."""

from datetime import date

from sqlalchemy import select

from app.access.scope import unscoped
from app.crypto import CellRef, Unreadable, current_keys, day_key_id, unseal_json
from app.db import db
from app.declarations.models import Declaration, Submission
from app.declarations.rules import Answer, Question, RiskLevel


def find_submission(receipt: str) -> Submission | None:
    """The submission with this receipt; for citizens, who hold nothing else."""
    return db.session.scalar(select(Submission).where(Submission.receipt == receipt))


def find_risk(day: date, declaration_id: str) -> RiskLevel | None:
    """How a declaration was judged; None once it is erased."""
    stmt = select(Declaration.risk).where(Declaration.day == day, Declaration.id == declaration_id)
    return db.session.scalar(
        unscoped(stmt, because="the receipt is the capability; its page shows the level, no answer")
    )


def find_reasons(day: date, declaration_id: str) -> frozenset[Question]:
    """The questions answered «Có», for the device that sent them; none once the day's key is destroyed."""
    stmt = select(Declaration.answers).where(Declaration.day == day, Declaration.id == declaration_id)
    sealed = db.session.scalar(unscoped(stmt, because="only the device that sent the answers is shown them"))
    if sealed is None:
        return frozenset()
    try:
        answers = unseal_json(
            current_keys(), CellRef("declaration", "answers", declaration_id, day_key_id(day)), sealed
        )
    except Unreadable:
        return frozenset()
    return frozenset(question for question in Question if answers.get(question.value) == Answer.YES)
