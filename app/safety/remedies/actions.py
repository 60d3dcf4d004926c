"""What is found wrong is opened, given to somebody, put off for a reason, closed with evidence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app import audit
from app.access.scope import within
from app.clock import local_day, now
from app.db import db
from app.door import Viewer
from app.safety.remedies.models import Remedy, RemedyPhoto
from app.safety.remedies.rules import Evidence, RemedySource, due_on
from app.safety.settings import remedy_days
from app.text import nfc
from app.units.models import Unit


class NoEvidence(Exception):
    """Nothing shows that it was put right."""


class RemedyClosed(Exception):
    """What was put right is over."""


class DueNotLater(Exception):
    """An extension leads to a later day."""


@dataclass(frozen=True)
class Fault:
    """Something that was found wrong: in which words, and whether it alone makes the unit unsafe."""

    subject: str
    is_urgent: bool = False


def open_remedies(
    viewer: Viewer,
    unit: Unit,
    faults: Iterable[Fault],
    *,
    source: RemedySource,
    source_ref: str,
    due: Mapping[str, date] | None = None,
) -> list[Remedy]:
    """Open what is to be put right; what of the same source is open in the same words keeps its day and its owner.

    The last day is that of `due` by subject, else so many days from today as the province sets.
    """
    known = {each.subject for each in _open_of(viewer, unit, source)}
    new = [fault for fault in faults if nfc(fault.subject) not in known]
    opened = [_remedy(unit, fault, source, source_ref, (due or {}).get(fault.subject)) for fault in new]
    db.session.add_all(opened)
    db.session.flush()
    audit.record_all("remedy.opened", [(row.id, {"unit_id": unit.id}) for row in opened], by=viewer)
    return opened


def _remedy(unit: Unit, fault: Fault, source: RemedySource, source_ref: str, due: date | None) -> Remedy:
    last = due or due_on(local_day(), remedy_days(is_urgent=fault.is_urgent))
    row = Remedy(unit_id=unit.id, source=source, source_ref=source_ref, subject=nfc(fault.subject), opened_at=now())
    row.is_urgent, row.responsible, row.due_on = fault.is_urgent, unit.manager_name, last
    return row


def settle_remedies(
    viewer: Viewer, unit: Unit, evidence: Mapping[str, Evidence], *, source: RemedySource
) -> list[Remedy]:
    """Close what is open in these words where something shows that it was put right; the rest stays open."""
    shown = [row for row in _open_of(viewer, unit, source) if evidence.get(row.subject)]
    for row in shown:
        close_remedy(viewer, row, evidence[row.subject])
    return shown


def close_remedy(viewer: Viewer, remedy: Remedy, evidence: Evidence) -> None:
    """Say that it was put right, with what shows it. Raises NoEvidence, RemedyClosed."""
    _refuse_closed(remedy)
    if not evidence:
        raise NoEvidence
    remedy.closed_at, remedy.closed_by_id, remedy.evidence = now(), viewer.user_id, nfc(evidence.note, multiline=True)
    if evidence.photo is not None:
        remedy.has_photo = True
        db.session.add(RemedyPhoto(remedy_id=remedy.id, content=evidence.photo))
    db.session.flush()
    audit.record("remedy.closed", remedy.id, by=viewer, photo=remedy.has_photo)


def name_responsible(viewer: Viewer, remedy: Remedy, *, responsible: str) -> None:
    """Say who in the unit sees to it. Raises RemedyClosed."""
    _refuse_closed(remedy)
    remedy.responsible = nfc(responsible)
    audit.record("remedy.assigned", remedy.id, by=viewer)


def extend_remedy(viewer: Viewer, remedy: Remedy, *, due_on: date, because: str) -> None:
    """Let the unit have longer, for a reason. Raises RemedyClosed, DueNotLater."""
    _refuse_closed(remedy)
    if due_on <= remedy.due_on:
        raise DueNotLater
    before, remedy.due_on, remedy.extended_because = remedy.due_on, due_on, nfc(because)
    audit.record("remedy.extended", remedy.id, by=viewer, before=before.isoformat(), due_on=due_on.isoformat())


def _open_of(viewer: Viewer, unit: Unit, source: RemedySource) -> list[Remedy]:
    stmt = within(viewer, Remedy).where(Remedy.unit_id == unit.id, Remedy.source == source, Remedy.closed_at.is_(None))
    return list(db.session.scalars(stmt.order_by(Remedy.id)))


def _refuse_closed(remedy: Remedy) -> None:
    if remedy.closed_at:
        raise RemedyClosed
