"""The record is signed: what it says is frozen, findings and level begin to count, the next visit is planned."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app import audit
from app.clock import local_day, now
from app.db import db
from app.documents.wording import short_date
from app.door import Viewer
from app.inspections.actions.planning import add_inspection
from app.inspections.actions.refusals import (
    Changed,
    Incomplete,
    refuse_other_body,
    refuse_unless_open,
)
from app.inspections.frozen import values_of
from app.inspections.models import Finding, Inspection, InspectionPaper
from app.inspections.queries import find_open, list_doors, list_earlier, list_findings
from app.inspections.rules import FindingOutcome, InspectionStatus, Lack, Origin, lacks, revisit_on, status_after
from app.inspections.settings import revisit_days
from app.inspections.telling import tell_managers
from app.inspections.wording import MET_ON_THE_SPOT
from app.safety.inspected import record_inspected
from app.safety.remedies.actions import Fault, open_remedies, settle_remedies
from app.safety.remedies.queries import list_open
from app.safety.remedies.rules import Evidence, RemedySource
from app.safety.rules import Level, is_blocking, to_fix
from app.safety.settings import answer_hours
from app.text import nfc


@dataclass(frozen=True)
class Signed:
    """The record as it was drawn: of which version, what it says, its digest, the paper, drawn signatures by party."""

    version: int
    number: str
    frozen: Mapping[str, Any]
    digest: str
    pdf: bytes
    drawn: Mapping[str, str]


def what_lacks(viewer: Viewer, inspection: Inspection) -> list[Lack]:
    """What is still to be written before the record is signed."""
    doors = [poster.id for poster in list_doors(viewer, inspection.unit)]
    earlier = [finding.id for finding in list_earlier(viewer, inspection)]
    return list(lacks(inspection.record, poster_ids=doors, earlier_ids=earlier))


def refuse_unsignable(viewer: Viewer, inspection: Inspection) -> None:
    """Raise OtherBody, NotOpen or Incomplete unless the record can be signed."""
    refuse_other_body(viewer, inspection)
    refuse_unless_open(inspection)
    if inspection.status is not InspectionStatus.UNDER_WAY or what_lacks(viewer, inspection):
        raise Incomplete(inspection.id)


def sign_record(viewer: Viewer, inspection: Inspection, signed: Signed) -> None:
    """Freeze the record as it was drawn; a level that was found is told to the chapter of levels.

    Raises OtherBody, NotOpen, Incomplete, Changed.
    """
    refuse_unsignable(viewer, inspection)
    if inspection.version != signed.version:
        raise Changed(inspection.id)
    inspection.frozen, inspection.digest, inspection.number = dict(signed.frozen), signed.digest, signed.number
    inspection.inspected_on = date.fromisoformat(inspection.record["inspected_on"])
    inspection.scored_level, inspection.level = _level(signed.frozen["scored_level"]), _level(signed.frozen["level"])
    inspection.signed_at, inspection.signed_by_id = now(), viewer.user_id
    db.session.add(InspectionPaper(inspection_id=inspection.id, pdf=signed.pdf, drawn=dict(signed.drawn)))
    due_days = [*_add_findings(inspection), *_judge_earlier(viewer, inspection)]
    inspection.status = InspectionStatus.RECORDED if due_days else InspectionStatus.CLOSED
    inspection.closed_at = None if due_days else now()
    audit.record("inspection.signed", inspection.id, by=viewer, unit_id=inspection.unit_id, digest=signed.digest)
    _note_level(viewer, inspection)
    _follow_up(viewer, inspection)
    _plan_revisit(viewer, inspection, due_days)
    tell_managers(inspection, due_on=max(due_days, default=None))


def _level(value: str | None) -> Level | None:
    return Level(value) if value else None


def _note_level(viewer: Viewer, inspection: Inspection) -> None:
    if inspection.level is None or inspection.inspected_on is None:
        return
    record_inspected(
        viewer,
        inspection.unit,
        level=inspection.level,
        inspected_on=inspection.inspected_on,
        answer_until=now() + timedelta(hours=answer_hours()),
        inspection_ref=str(inspection.id),
    )


def _follow_up(viewer: Viewer, inspection: Inspection) -> None:
    """What criteria lacked on the spot is to be put right, as what the unit says of itself; what they met is over."""
    if inspection.criteria_set is None or inspection.inspected_on is None:
        return
    scoring, values, unit = inspection.criteria_set.scoring, values_of(inspection.record), inspection.unit
    failed = to_fix(scoring, values)
    seen = Evidence(MET_ON_THE_SPOT.format(day=short_date(inspection.inspected_on)))
    met = {nfc(each.text): seen for each in scoring.criteria if each.number in values and each not in failed}
    for source in RemedySource:
        settle_remedies(viewer, unit, met, source=source)
    known = {each.subject for each in list_open(viewer, unit)}
    faults = [
        Fault(each.text, is_blocking(scoring.model, each, values[each.number]))
        for each in failed
        if nfc(each.text) not in known
    ]
    open_remedies(viewer, unit, faults, source=RemedySource.INSPECTION, source_ref=str(inspection.id))


def _add_findings(inspection: Inspection) -> list[date]:
    rows = [(each["text"], date.fromisoformat(each["due_on"])) for each in inspection.record.get("findings", ())]
    for text, due_on in rows:
        db.session.add(Finding(unit_id=inspection.unit_id, inspection_id=inspection.id, text=text, due_on=due_on))
    return [due_on for _text, due_on in rows]


def _judge_earlier(viewer: Viewer, inspection: Inspection) -> list[date]:
    """What the visit before this one found is put right, or stands in this record with a new deadline."""
    judged, due_days = inspection.record.get("earlier", {}), []
    for finding in list_earlier(viewer, inspection):
        seen = judged[str(finding.id)]
        finding.outcome = FindingOutcome(seen["outcome"])
        finding.checked_at, finding.checked_by_id = now(), viewer.user_id
        audit.record("finding.checked", finding.id, by=viewer, unit_id=finding.unit_id, outcome=finding.outcome.value)
        if finding.outcome is FindingOutcome.NOT_FIXED and seen.get("due_on"):
            due_on = date.fromisoformat(seen["due_on"])
            row = {"unit_id": inspection.unit_id, "inspection_id": inspection.id}
            db.session.add(Finding(text=finding.text, due_on=due_on, **row))
            due_days.append(due_on)
    db.session.flush()
    if inspection.follows is not None:
        settle(viewer, inspection.follows)
    return due_days


def settle(viewer: Viewer, inspection: Inspection) -> bool:
    """Close a signed inspection when all its findings were looked at again; whether that is so now."""
    outcomes = [finding.outcome for finding in list_findings(viewer, inspection)]
    inspection.status = status_after(outcomes)
    if inspection.status is not InspectionStatus.CLOSED or inspection.closed_at:
        return False
    inspection.closed_at = now()
    audit.record("inspection.closed", inspection.id, by=viewer, unit_id=inspection.unit_id)
    return True


def _plan_revisit(viewer: Viewer, inspection: Inspection, due_days: list[date]) -> None:
    day = revisit_on(due_days, days_after=revisit_days())
    if day is None:
        return
    # No longer open, before the next one is.
    db.session.flush()
    if expected := find_open(viewer, inspection.unit, inspection.organisation_id):
        expected.follows_id = expected.follows_id or inspection.id
        return
    add_inspection(
        viewer,
        inspection.unit,
        inspection.organisation_id,
        max(day, local_day()),
        inspection.officers,
        Origin.REVISIT,
        follows_id=inspection.id,
    )
