"""An officer asks the unit before he decides; its answer puts it back on the list, the time it took is its own."""

from sqlalchemy import select

from app import audit
from app.access.scope import unscoped
from app.clock import now
from app.db import db
from app.door import Viewer
from app.text import nfc
from app.units.actions.approval import UnitNotPending
from app.units.models import Unit, UnitQuestion
from app.units.rules import UnitStatus


class QuestionOpen(Exception):
    """The unit has not answered the question before."""


class NothingAsked(Exception):
    """Somebody answered the question before, or the registration has been decided."""


def ask_unit(viewer: Viewer, unit: Unit, *, question: str) -> UnitQuestion:
    """Ask the manager of a pending unit. Raises UnitNotPending, QuestionOpen."""
    if unit.status is not UnitStatus.PENDING:
        raise UnitNotPending(unit.status)
    if unit.asked_at:
        raise QuestionOpen
    unit.asked_at = now()
    asked = UnitQuestion(unit_id=unit.id, question=nfc(question, multiline=True), asked_at=unit.asked_at)
    asked.asked_by_id = viewer.user_id
    db.session.add(asked)
    audit.record("unit.asked", unit.id, by=viewer)
    return asked


def answer_question(viewer: Viewer, unit: Unit, *, answer: str) -> None:
    """What the unit says to the open question; from now on it waits for the officer again. Raises NothingAsked."""
    if unit.asked_at is None or unit.status is not UnitStatus.PENDING:
        raise NothingAsked
    stmt = select(UnitQuestion).where(UnitQuestion.unit_id == unit.id, UnitQuestion.answered_at.is_(None))
    stmt = stmt.order_by(UnitQuestion.id.desc()).limit(1)
    asked = db.session.scalars(unscoped(stmt, because="the question to a unit that the caller holds already")).one()
    asked.answer, asked.answered_at, asked.answered_by_id = nfc(answer, multiline=True), now(), viewer.user_id
    unit.waiting_since += asked.answered_at - asked.asked_at
    unit.asked_at = None
    audit.record("unit.answered", unit.id, by=viewer)
