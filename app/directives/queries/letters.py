"""Letters and how far they came with their addressees."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.access.scope import unscoped, within
from app.clock import local_day
from app.db import db
from app.directives.addressees import load_bodies
from app.directives.models import (
    Acknowledgement,
    Directive,
    DirectiveDraft,
    DirectiveOpening,
    DirectiveQuestion,
    ImplementingDocument,
    Instruction,
    Obligation,
    Paper,
)
from app.directives.periods import acknowledgement_due_at, below_due_at
from app.directives.queries.people import groups_of
from app.directives.rounds import receipt_round
from app.directives.rules import MeasureKey, ReceiptStatus
from app.door import Absent, Viewer, office_viewer
from app.notices.reminding import asked_at
from app.organisations.models import Organisation
from app.organisations.rules import RelationGroup


def find_directive(number: str) -> Directive | None:
    """The letter with this number, in its latest version."""
    stmt = select(Directive).where(Directive.number == number).order_by(Directive.version.desc())
    return db.session.scalar(stmt.limit(1))


def list_directives() -> Sequence[Directive]:
    """All letters with their obligations, newest first."""
    stmt = select(Directive).options(selectinload(Directive.obligations))
    return db.session.scalars(stmt.order_by(Directive.signed_on.desc(), Directive.id.desc())).all()


def get_directive(directive_id: int) -> Directive:
    """The letter with its obligations. Raises Absent."""
    stmt = select(Directive).where(Directive.id == directive_id).options(selectinload(Directive.obligations))
    directive = db.session.scalar(stmt)
    if directive is None:
        raise Absent
    return directive


def get_code_obligation(directive_id: int) -> Obligation:
    """What the letter orders about codes. Raises Absent."""
    for obligation in get_directive(directive_id).obligations:
        if obligation.measure is MeasureKey.QR:
            return obligation
    raise Absent


@dataclass(frozen=True)
class Receipt:
    """How far a letter came with one body that it reaches. `passed_on_by_id`: the body above that passes it on."""

    body: Organisation
    group: RelationGroup | None
    passed_on_by_id: int | None
    delivered_at: datetime | None
    opening: DirectiveOpening | None
    acknowledgement: Acknowledgement | None

    @property
    def status(self) -> ReceiptStatus:
        """Acknowledged, else opened, else delivered, else still with the body above."""
        if self.acknowledgement:
            return ReceiptStatus.ACKNOWLEDGED
        if self.opening:
            return ReceiptStatus.OPENED
        waits = self.passed_on_by_id is not None and self.delivered_at is None
        return ReceiptStatus.NOT_PASSED_ON if waits else ReceiptStatus.UNOPENED

    def due_at(self, published_on: date) -> datetime:
        """Until when the head is to acknowledge a letter of that day: later where it came from the body above."""
        return acknowledgement_due_at(published_on) if self.passed_on_by_id is None else below_due_at(published_on)


@dataclass(frozen=True)
class ReceiptFilter:
    """Which receipts are listed: those of one status, those directly below one body (None: of the addressees)."""

    status: ReceiptStatus | None = None
    below_id: int | None = None

    def holds(self, receipt: Receipt) -> bool:
        """Whether the receipt is on the list."""
        return receipt.passed_on_by_id == self.below_id and self.status in (None, receipt.status)


def list_receipts(viewer: Viewer, directive: Directive) -> list[Receipt]:
    """The bodies of the viewer's scope that the letter addresses or that get it from above, in Vietnamese order."""
    today = local_day()
    # Whether a body gets the letter from above is known from the bodies above it, which he need not see.
    known = load_bodies(office_viewer(), first=today, last=today)
    addressed = {body.id for body in known.addressed_by(directive.obligations)}
    reached = known.reached_by(directive.obligations)
    bodies = [body for body in reached if viewer.sees_all or body.id in viewer.organisation_ids]
    opened = within(viewer, DirectiveOpening).where(DirectiveOpening.directive_id == directive.id)
    acknowledged = within(viewer, Acknowledgement).where(Acknowledgement.directive_id == directive.id)
    openings = {row.organisation_id: row for row in db.session.scalars(opened)}
    acknowledgements = {row.organisation_id: row for row in db.session.scalars(acknowledged)}
    groups, delivered = groups_of((body.id for body in bodies), on=today), asked_at(receipt_round(directive.id))
    return [
        Receipt(
            body,
            groups.get(body.id),
            None if body.id in addressed else body.parent_id,
            delivered.get(body.id),
            openings.get(body.id),
            acknowledgements.get(body.id),
        )
        for body in bodies
    ]


@dataclass(frozen=True)
class Reach:
    """How many of the addressed bodies acknowledged a letter."""

    acknowledged_count: int
    addressed_count: int


def count_acknowledged(viewer: Viewer, directives: Sequence[Directive]) -> dict[int, Reach]:
    """How far each letter came within the viewer's scope, by its id."""
    today = local_day()
    bodies = load_bodies(viewer, first=today, last=today)
    rows = db.session.scalars(within(viewer, Acknowledgement))
    done = {(row.directive_id, row.organisation_id) for row in rows}
    addressed = {each.id: bodies.addressed_by(each.obligations) for each in directives}
    return {
        directive_id: Reach(sum((directive_id, body.id) in done for body in sent_to), len(sent_to))
        for directive_id, sent_to in addressed.items()
    }


def find_receipt(viewer: Viewer, directive: Directive) -> Receipt | None:
    """How far the letter came with the viewer's own body; None when it does not reach it."""
    mine = (each for each in list_receipts(viewer, directive) if each.body.id == viewer.organisation_id)
    return next(mine, None)


def list_ids_below(viewer: Viewer, directive: Directive) -> list[int]:
    """The bodies directly below the viewer's own that the letter reaches."""
    receipts = list_receipts(viewer, directive)
    return [each.body.id for each in receipts if each.body.parent_id == viewer.organisation_id]


def is_opened(viewer: Viewer, directive_id: int) -> bool:
    """Whether somebody of the viewer's body opened the letter before."""
    stmt = within(viewer, DirectiveOpening).where(
        DirectiveOpening.directive_id == directive_id, DirectiveOpening.organisation_id == viewer.organisation_id
    )
    return db.session.scalar(stmt) is not None


def find_amendment(directive: Directive) -> Directive | None:
    """The letter that took this one's place."""
    return db.session.scalar(select(Directive).where(Directive.amends_id == directive.id).order_by(Directive.id))


def list_drafts() -> Sequence[DirectiveDraft]:
    """Letters that are being composed, the one changed last first."""
    stmt = select(DirectiveDraft).order_by(DirectiveDraft.changed_at.desc(), DirectiveDraft.id.desc())
    return db.session.scalars(stmt).all()


def get_directive_draft(draft_id: int) -> DirectiveDraft:
    """The letter that is being composed. Raises Absent."""
    draft = db.session.get(DirectiveDraft, draft_id)
    if draft is None:
        raise Absent(draft_id)
    return draft


def find_issued(draft_id: int, number: str) -> Directive | None:
    """The letter that a draft of this number became, once the draft is gone."""
    return find_directive(number) if db.session.get(DirectiveDraft, draft_id) is None else None


def recipients_of(draft: DirectiveDraft) -> tuple[list[Organisation], int]:
    """Whom the letter would address today, and how many bodies would get it from these."""
    today = local_day()
    known = load_bodies(office_viewer(), first=today, last=today)
    obligations = [obligation_of(row) for row in draft.content["obligations"]]
    addressed = known.addressed_by(obligations)
    return addressed, len(known.reached_by(obligations)) - len(addressed)


def obligation_of(row: Mapping[str, Any]) -> Obligation:
    """An obligation as it would bind, stored nowhere."""
    return Obligation(addressee_kinds=row["addressee_kinds"], high_risk_only=row["high_risk_only"])


def list_instructions(directive: Directive, organisation_ids: Collection[int]) -> Sequence[Instruction]:
    """What the heads of these bodies added to the letter, oldest first."""
    stmt = select(Instruction).options(joinedload(Instruction.organisation))
    stmt = stmt.where(Instruction.directive_id == directive.id, Instruction.organisation_id.in_(organisation_ids))
    stmt = unscoped(stmt, because="what a head adds is for the bodies below, which do not see his")
    return db.session.scalars(stmt.order_by(Instruction.given_at, Instruction.id)).all()


def list_documents(viewer: Viewer, directive: Directive) -> Sequence[ImplementingDocument]:
    """The implementing documents of the bodies in the viewer's scope, by body, then day."""
    stmt = within(viewer, ImplementingDocument).where(ImplementingDocument.directive_id == directive.id)
    stmt = stmt.join(ImplementingDocument.organisation).options(contains_eager(ImplementingDocument.organisation))
    order = (Organisation.sort_key, ImplementingDocument.signed_on, ImplementingDocument.id)
    return db.session.scalars(stmt.order_by(*order)).all()


def get_paper(viewer: Viewer, paper_id: int) -> Paper:
    """A paper of a body in the viewer's scope. Raises Absent."""
    found: Paper | None = db.session.scalar(within(viewer, Paper).where(Paper.id == paper_id))
    if found is None:
        raise Absent(paper_id)
    return found


def get_paper_of(directive: Directive) -> Paper:
    """The letter itself as it was signed. Raises Absent."""
    stmt = select(Paper).where(Paper.id == directive.paper_id)
    found = db.session.scalar(unscoped(stmt, because="whoever may read a letter may read it as it was signed"))
    if found is None:
        raise Absent(directive.id)
    return found


def list_questions(viewer: Viewer, directive: Directive) -> Sequence[DirectiveQuestion]:
    """What was asked about a letter: answered for all, or by bodies of the viewer's scope; oldest first."""
    mine = within(viewer, DirectiveQuestion).where(DirectiveQuestion.answered_at.is_(None))
    answered = select(DirectiveQuestion).where(DirectiveQuestion.answered_at.is_not(None))
    answered = unscoped(answered, because="an answer is for everybody who reads the letter")
    found = [
        row
        for stmt in (answered, mine)
        for row in db.session.scalars(
            stmt.where(DirectiveQuestion.directive_id == directive.id).options(
                joinedload(DirectiveQuestion.organisation)
            )
        )
    ]
    return sorted(found, key=lambda row: (row.asked_at, row.id))


def get_question(viewer: Viewer, directive: Directive, question_id: int) -> DirectiveQuestion:
    """A question of a body in the viewer's scope. Raises Absent."""
    stmt = within(viewer, DirectiveQuestion).where(DirectiveQuestion.id == question_id)
    found: DirectiveQuestion | None = db.session.scalar(stmt.where(DirectiveQuestion.directive_id == directive.id))
    if found is None:
        raise Absent(question_id)
    return found
