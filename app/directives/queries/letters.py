"""Letters and how far they came with their addressees."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.access.scope import within
from app.clock import local_day
from app.db import db
from app.directives.addressees import load_bodies
from app.directives.models import Acknowledgement, Directive, DirectiveOpening, Obligation
from app.directives.queries.people import groups_of
from app.directives.rules import MeasureKey, ReceiptStatus
from app.door import Absent, Viewer
from app.organisations.models import Organisation
from app.organisations.rules import RelationGroup


def find_directive(number: str) -> Directive | None:
    """The letter with this number."""
    return db.session.scalar(select(Directive).where(Directive.number == number))


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
    """How far a letter came with one addressed body."""

    body: Organisation
    group: RelationGroup | None
    opening: DirectiveOpening | None
    acknowledgement: Acknowledgement | None

    @property
    def status(self) -> ReceiptStatus:
        """Acknowledged, else opened, else not even that."""
        if self.acknowledgement:
            return ReceiptStatus.ACKNOWLEDGED
        return ReceiptStatus.OPENED if self.opening else ReceiptStatus.UNOPENED


def list_receipts(viewer: Viewer, directive: Directive) -> list[Receipt]:
    """The letter's addressees within the viewer's scope, in Vietnamese order."""
    today = local_day()
    bodies = load_bodies(viewer, first=today, last=today).addressed_by(directive.obligations)
    opened = within(viewer, DirectiveOpening).where(DirectiveOpening.directive_id == directive.id)
    acknowledged = within(viewer, Acknowledgement).where(Acknowledgement.directive_id == directive.id)
    openings = {row.organisation_id: row for row in db.session.scalars(opened)}
    acknowledgements = {row.organisation_id: row for row in db.session.scalars(acknowledged)}
    groups = groups_of((body.id for body in bodies), on=today)
    return [Receipt(body, groups.get(body.id), openings.get(body.id), acknowledgements.get(body.id)) for body in bodies]


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
    """How far the letter came with the viewer's own body; None when it is not addressed."""
    mine = (each for each in list_receipts(viewer, directive) if each.body.id == viewer.organisation_id)
    return next(mine, None)


def is_opened(viewer: Viewer, directive_id: int) -> bool:
    """Whether somebody of the viewer's body opened the letter before."""
    stmt = within(viewer, DirectiveOpening).where(
        DirectiveOpening.directive_id == directive_id, DirectiveOpening.organisation_id == viewer.organisation_id
    )
    return db.session.scalar(stmt) is not None
