"""After the signatures: the unit answers and shows what it put right, officers look at it, a fine is asked for."""

from datetime import date

from app import audit
from app.access.scope import within
from app.clock import now
from app.db import db
from app.door import Viewer
from app.inspections.actions.refusals import NotOpen, refuse_other_body, refuse_unless_signed
from app.inspections.actions.signing import settle
from app.inspections.models import Finding, FindingPhoto, Inspection, Referral
from app.inspections.queries import find_finding_photo
from app.inspections.rules import FindingOutcome, InspectionStatus
from app.inspections.wording import DECREE


def answer_record(viewer: Viewer, inspection: Inspection, *, answer: str) -> None:
    """The unit's word on the signed record; said again, the later one counts. Raises NotSigned."""
    refuse_unless_signed(inspection)
    inspection.answer, inspection.answered_at, inspection.answered_by_id = answer, now(), viewer.user_id
    audit.record("inspection.answered", inspection.id, by=viewer, unit_id=inspection.unit_id)


def show_evidence(viewer: Viewer, finding: Finding, *, evidence: str, photo: bytes | None) -> None:
    """The unit shows what it put right; until an officer looked, it may show more. Raises NotOpen."""
    if finding.outcome is not None:
        raise NotOpen(finding.id)
    finding.evidence, finding.answered_at, finding.answered_by_id = evidence, now(), viewer.user_id
    if photo is not None:
        kept = find_finding_photo(viewer, finding) or FindingPhoto(finding_id=finding.id)
        kept.content, finding.has_photo = photo, True
        db.session.add(kept)
    audit.record("finding.answered", finding.id, by=viewer, unit_id=finding.unit_id)


def check_finding(viewer: Viewer, finding: Finding, *, outcome: FindingOutcome, note: str, due_on: date | None) -> None:
    """An officer found it put right, or sends it back with another deadline; when nothing is left, nobody goes again.

    Raises OtherBody, NotOpen.
    """
    refuse_other_body(viewer, finding.inspection)
    if finding.outcome is not None:
        raise NotOpen(finding.id)
    finding.note, finding.checked_at, finding.checked_by_id = note, now(), viewer.user_id
    audit.record("finding.checked", finding.id, by=viewer, unit_id=finding.unit_id, outcome=outcome.value)
    if outcome is FindingOutcome.NOT_FIXED:
        finding.answered_at = None
        finding.due_on = due_on or finding.due_on
        return
    finding.outcome = outcome
    db.session.flush()
    if settle(viewer, finding.inspection):
        _call_off_revisit(viewer, finding.inspection)


def _call_off_revisit(viewer: Viewer, inspection: Inspection) -> None:
    stmt = within(viewer, Inspection).where(
        Inspection.follows_id == inspection.id, Inspection.status == InspectionStatus.PLANNED
    )
    for revisit in db.session.scalars(stmt):
        revisit.status, revisit.closed_at = InspectionStatus.CANCELLED, now()
        audit.record("inspection.cancelled", revisit.id, by=viewer, unit_id=revisit.unit_id)


def record_referral(
    viewer: Viewer, inspection: Inspection, *, number: str, referred_on: date, body: str, about: str
) -> None:
    """Note that a fine was asked for; the same paper is noted once. Raises OtherBody, NotSigned."""
    refuse_other_body(viewer, inspection)
    refuse_unless_signed(inspection)
    same = (Referral.inspection_id == inspection.id, Referral.number == number, Referral.referred_on == referred_on)
    if db.session.scalar(within(viewer, Referral).where(*same).with_only_columns(Referral.id)):
        return
    row = Referral(unit_id=inspection.unit_id, inspection_id=inspection.id, decree=DECREE, about=about, number=number)
    row.referred_on, row.body, row.recorded_at, row.recorded_by_id = referred_on, body, now(), viewer.user_id
    db.session.add(row)
    db.session.flush()
    audit.record("referral.recorded", row.id, by=viewer, unit_id=inspection.unit_id, inspection_id=inspection.id)
