"""The sheet of responsibility of a body for a letter: what the body did, what each holder of a post answers for."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import undefer

from app.access.scope import within
from app.clock import local_day, now
from app.db import db
from app.directives.addressees import load_bodies, obligations_of
from app.directives.models import Confirmation, Directive, ImplementingDocument, Obligation, Paper
from app.directives.periods import status_of
from app.directives.queries.charges import InCharge, with_history
from app.directives.queries.confirmations import BodyPeriod
from app.directives.queries.drafts import periods_of
from app.directives.queries.letters import Receipt, get_directive, list_documents, list_receipts
from app.directives.queries.versions import Version, list_versions, stand_of
from app.directives.rules import Period
from app.door import Absent, Viewer
from app.organisations.models import Appointment, Organisation
from app.organisations.queries import is_held, list_appointments
from app.organisations.rules import Position


@dataclass(frozen=True)
class Term:
    """A holder of a post and the periods that fell due while he held it; who came later begins with none."""

    post: Appointment
    due_count: int
    in_time_count: int
    late_count: int
    missing_count: int


@dataclass(frozen=True)
class ResponsibilitySheet:
    """Collective: the letter's way to the body and what it did. Individual: the holders of its posts, with days."""

    directive: Directive
    receipt: Receipt
    below: Sequence[Receipt]
    obligations: Sequence[Obligation]
    documents: Sequence[ImplementingDocument]
    periods: Sequence[BodyPeriod]
    terms: Sequence[Term]
    charges: Sequence[InCharge]
    # Every version of what was confirmed, in the order of the body's chain; of a reopened one the reason.
    versions: Sequence[Version]

    @property
    def body(self) -> Organisation:
        """Whose sheet it is."""
        return self.receipt.body

    @property
    def is_late(self) -> bool:
        """Whether the letter was acknowledged after its day."""
        given = self.receipt.acknowledgement
        return given is not None and given.acknowledged_at > self.receipt.due_at(self.directive.published_on)

    def reopened_of(self, period: Period) -> Sequence[Version]:
        """What was said of a period before the level above asked once more."""
        return [each for each in self.versions if each.reopening and each.confirmation.first_on == period.first_on]


def get_sheet(viewer: Viewer, directive_id: int, organisation_id: int) -> ResponsibilitySheet:
    """The sheet of a body in the viewer's scope that the letter reaches. Raises Absent."""
    directive = get_directive(directive_id)
    receipts = list_receipts(viewer, directive)
    receipt = next((each for each in receipts if each.body.id == organisation_id), None)
    if receipt is None:
        raise Absent(organisation_id)
    today = local_day()
    known = load_bodies(viewer, first=today, last=today, ids={organisation_id})
    bound = obligations_of(directive.obligations, receipt.body, known.high_risk_area_ids)
    versions = list_versions(
        viewer, Confirmation.directive_id == directive.id, Confirmation.organisation_id == organisation_id
    )
    periods = _periods(directive, receipt, versions) if bound else []
    return ResponsibilitySheet(
        directive,
        receipt,
        [each for each in receipts if each.passed_on_by_id == organisation_id],
        bound,
        [each for each in list_documents(viewer, directive) if each.organisation_id == organisation_id],
        periods,
        [_term(post, periods) for post in list_appointments(organisation_id)],
        with_history(viewer, organisation_id, bound),
        versions,
    )


def list_papers(viewer: Viewer, sheet: ResponsibilitySheet) -> Sequence[Paper]:
    """The papers that prove what the sheet says, with their content: implementing documents, files of confirmations."""
    evidence = [each.confirmation.evidence for each in sheet.versions]
    named = [file for given in evidence for file in given.get("files", ())]
    # What was given on signed paper names its number and day besides the file.
    named += [given["paper"]["file"] for given in evidence if "paper" in given]
    ids = {row.paper_id for row in sheet.documents} | {file["paper_id"] for file in named}
    stmt = within(viewer, Paper).where(Paper.id.in_(ids)).options(undefer(Paper.content)).order_by(Paper.id)
    return db.session.scalars(stmt).all()


def _periods(directive: Directive, receipt: Receipt, versions: Sequence[Version]) -> list[BodyPeriod]:
    last = {each.confirmation.first_on: each for each in versions}
    first_given = {each.confirmation.first_on: each.confirmation.confirmed_at for each in reversed(versions)}
    at, found = now(), []
    for period in periods_of(directive):
        row, due = stand_of(directive, period, last.get(period.first_on))
        status = status_of(period, due, confirmed=row is not None, at=at)
        given_at = first_given[period.first_on] if row else None
        found.append(BodyPeriod(directive, receipt.body, receipt.group, period, due, status, row, given_at))
    return found


def _term(post: Appointment, periods: Sequence[BodyPeriod]) -> Term:
    at = now()
    # Who prepares does not answer for what was not confirmed.
    mine = [each for each in periods if post.position is not Position.FOCAL and is_held(post, local_day(each.due_at))]
    due = [each for each in mine if each.confirmation or each.due_at <= at]
    in_time = sum(each.confirmation is not None and not each.is_late for each in due)
    missing = sum(each.confirmation is None for each in due)
    return Term(post, len(due), in_time, len(due) - in_time - missing, missing)
