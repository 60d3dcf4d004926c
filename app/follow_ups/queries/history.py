"""What was done to a case, and who opened it outside his duty."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from app.access.queries import names_of
from app.access.scope import within
from app.audit import AuditEvent
from app.clock import now
from app.db import db
from app.door import Viewer
from app.follow_ups.models import FollowUp, FollowUpLook
from app.follow_ups.rules.cases import CaseClass
from app.follow_ups.rules.looks import LOOK_LASTS

EXTENDED = "follow_up.extended"
CONVERTED = "follow_up.converted"
PROTOCOL_CHANGED = "follow_up.protocol_changed"


@dataclass(frozen=True)
class Act:
    """One thing done to a case."""

    at: datetime
    name: str
    by_name: str
    detail: Any


def list_history(row: FollowUp) -> Sequence[Act]:
    """What officers did to a case that the viewer has opened, the last first."""
    stmt = select(AuditEvent).where(AuditEvent.subject_kind == "follow_up", AuditEvent.subject_id == str(row.id))
    events = db.session.scalars(stmt.order_by(AuditEvent.id.desc())).all()
    names = names_of({event.actor_id for event in events if event.actor_id})
    return [Act(event.at, event.name, names.get(event.actor_id or 0, ""), event.detail) for event in events]


def were_extended(rows: Collection[FollowUp]) -> frozenset[int]:
    """Which of these cases' ends were put off, by their ids."""
    stmt = select(AuditEvent.subject_id).where(
        AuditEvent.subject_kind == "follow_up",
        AuditEvent.subject_id.in_(sorted(str(row.id) for row in rows)),
        AuditEvent.name == EXTENDED,
    )
    return frozenset(int(each) for each in db.session.scalars(stmt))


@dataclass(frozen=True)
class Ordered:
    """What the order said when it was given: of which class the person was, and until when."""

    case_class: CaseClass
    until_on: date


def as_ordered(rows: Collection[FollowUp]) -> Mapping[int, Ordered]:
    """Of each case what its order says, whatever was decided since, by their ids."""
    found = {row.id: Ordered(row.case_class, row.planned_end_on) for row in rows}
    # From the last to the first: what stood before the first change is what was ordered.
    for event in _events(found, (CONVERTED, EXTENDED, PROTOCOL_CHANGED)):
        row_id, before = int(event.subject_id), event.detail.get("before")
        if before is None:
            continue
        if event.name == CONVERTED:
            found[row_id] = replace(found[row_id], case_class=CaseClass(before))
        else:
            found[row_id] = replace(found[row_id], until_on=date.fromisoformat(before))
    return found


def class_before(row: FollowUp) -> CaseClass | None:
    """What the person was before he became F0 the last time; None where he is not F0, or was it from the first."""
    if row.case_class is not CaseClass.F0:
        return None
    found = next((each for each in _conversions([row.id]) if each.detail["case_class"] == CaseClass.F0), None)
    return CaseClass(found.detail["before"]) if found else None


def converted_since(rows: Collection[FollowUp], moment: datetime) -> frozenset[int]:
    """Which of these became of another class since then, by their ids."""
    return frozenset(int(each.subject_id) for each in _conversions([row.id for row in rows]) if each.at >= moment)


def _conversions(ids: Collection[int]) -> Sequence[AuditEvent]:
    return _events(ids, (CONVERTED,))


def _events(ids: Collection[int], names: Collection[str]) -> Sequence[AuditEvent]:
    stmt = select(AuditEvent).where(
        AuditEvent.subject_kind == "follow_up",
        AuditEvent.subject_id.in_(sorted(map(str, ids))),
        AuditEvent.name.in_(sorted(names)),
    )
    return db.session.scalars(stmt.order_by(AuditEvent.id.desc())).all()


def has_looked(viewer: Viewer, row: FollowUp) -> bool:
    """Whether the viewer gave a reason a moment ago."""
    stmt = within(viewer, FollowUpLook).where(
        FollowUpLook.follow_up_id == row.id,
        FollowUpLook.user_id == viewer.user_id,
        FollowUpLook.at > now() - LOOK_LASTS,
    )
    return db.session.scalar(stmt.limit(1)) is not None
