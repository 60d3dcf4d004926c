"""Reading declarations for the citizen who sent one and holds its receipt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from app.access.scope import unscoped
from app.crypto import CellRef, Unreadable, current_keys, day_key_id, unseal_json
from app.db import db
from app.declarations.catalogue import catalogue
from app.declarations.judging import judge_said
from app.declarations.labels import FROM_EPIDEMIC_AREA
from app.declarations.models import Declaration, Submission
from app.declarations.questions import Text, in_language
from app.declarations.rules import EPIDEMIC_AREA, RiskLevel


def find_submission(receipt: str) -> Submission | None:
    """The submission with this receipt; for citizens, who hold nothing else."""
    return db.session.scalar(select(Submission).where(Submission.receipt == receipt))


def find_risk(day: date, declaration_id: str) -> RiskLevel | None:
    """How a declaration was judged last; None once it is withdrawn or erased."""
    stmt = select(Declaration.risk).where(Declaration.day == day, Declaration.id == declaration_id)
    stmt = stmt.where(Declaration.withdrawn_at.is_(None))
    return db.session.scalar(
        unscoped(stmt, because="the receipt is the capability; its page shows the level, no answer")
    )


@dataclass(frozen=True)
class Told:
    """What is told to the device that sent a declaration: what led to its level, and the rules' own advice."""

    reasons: Sequence[Text] = ()
    advice: Sequence[str] = ()


def find_told(day: date, declaration_id: str) -> Told:
    """Why a declaration has its level, for the device that sent it; nothing once the day's key is destroyed."""
    columns = (Declaration.answers, Declaration.form, Declaration.form_version, Declaration.rules_version)
    stmt = select(*columns).where(Declaration.day == day, Declaration.id == declaration_id)
    row = db.session.execute(unscoped(stmt, because="only the device that sent the answers is shown them")).first()
    said = open_said(day, declaration_id, row.answers) if row else None
    if row is None or said is None:
        return Told()
    asked, table = catalogue().get_form(row.form, row.form_version), catalogue().get_table(row.rules_version)
    judged = judge_said(said, asked, table, on=day)
    reasons = {EPIDEMIC_AREA: FROM_EPIDEMIC_AREA, **{each.key: each.reason for each in asked.questions}}
    return Told(
        [reasons[condition] for condition in judged.reasons if condition in reasons],
        [in_language(advice) for advice in judged.advice],
    )


def find_person(day: date, declaration_id: str) -> dict[str, Any] | None:
    """Who declared, for the device that sent the form and corrects it; None once it is withdrawn or erased."""
    stmt = select(Declaration.person).where(Declaration.day == day, Declaration.id == declaration_id)
    sealed = db.session.scalar(unscoped(stmt, because="only the device that sent it may correct it"))
    return _opened("person", day, declaration_id, sealed) if sealed else None


def open_said(day: date, declaration_id: str, sealed: bytes) -> dict[str, str] | None:
    """What was answered; None once the day's key is destroyed or the declaration was withdrawn."""
    return _opened("answers", day, declaration_id, sealed)


def _opened(column: str, day: date, declaration_id: str, sealed: bytes) -> dict[str, Any] | None:
    try:
        opened: dict[str, Any] = unseal_json(
            current_keys(), CellRef("declaration", column, declaration_id, day_key_id(day)), sealed
        )
    except Unreadable:
        return None
    return opened
