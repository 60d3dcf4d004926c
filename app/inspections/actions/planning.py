"""A visit is planned, moved to another day or other people, called off."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from app import audit
from app.access.models import User
from app.clock import now
from app.db import db
from app.door import Viewer
from app.inspections.actions.refusals import refuse_other_body, refuse_unless_open
from app.inspections.models import Inspection
from app.inspections.queries import find_open
from app.inspections.rules import InspectionStatus, Origin, Reason
from app.inspections.telling import tell_officers
from app.units.models import Unit
from app.units.rules import UnitStatus


class AlreadyPlanned(Exception):
    """The body goes to this unit already."""


class NotOperating(Exception):
    """Only a unit in operation is inspected."""


def plan_inspection(
    viewer: Viewer,
    unit: Unit,
    *,
    planned_on: date,
    officers: Sequence[User],
    note: str = "",
    reasons: Sequence[Reason] = (),
) -> Inspection:
    """Put a unit into the plan of the viewer's body, with the reasons of the risk plan if it came from there.

    Raises NotOperating, AlreadyPlanned.
    """
    if unit.status is not UnitStatus.ACTIVE:
        raise NotOperating(unit.id)
    if find_open(viewer, unit, viewer.organisation_id):
        raise AlreadyPlanned(unit.id)
    origin = Origin.RISK if reasons else Origin.HAND
    told = [reason.as_json() for reason in reasons]
    return add_inspection(viewer, unit, viewer.organisation_id, planned_on, officers, origin, note=note, reasons=told)


def add_inspection(
    viewer: Viewer,
    unit: Unit,
    organisation_id: int | None,
    planned_on: date,
    officers: Sequence[User],
    origin: Origin,
    **details: Any,
) -> Inspection:
    """Store a planned visit of a body."""
    row = Inspection(unit=unit, organisation_id=organisation_id, origin=origin, planned_on=planned_on, **details)
    row.planned_at, row.planned_by_id = now(), viewer.user_id
    row.officers = list(officers)
    db.session.add(row)
    db.session.flush()
    tell_officers(row, but=viewer.user_id)
    audit.record("inspection.planned", row.id, by=viewer, unit_id=unit.id, origin=origin.value)
    return row


def change_plan(
    viewer: Viewer, inspection: Inspection, *, planned_on: date, officers: Sequence[User], note: str
) -> None:
    """Another day, other people. Raises OtherBody, NotOpen."""
    refuse_other_body(viewer, inspection)
    refuse_unless_open(inspection)
    inspection.planned_on, inspection.note, inspection.officers = planned_on, note, list(officers)
    tell_officers(inspection, but=viewer.user_id)
    audit.record("inspection.replanned", inspection.id, by=viewer, unit_id=inspection.unit_id)


def cancel_inspection(viewer: Viewer, inspection: Inspection, *, because: str) -> None:
    """Nobody goes there after all. Raises OtherBody, NotOpen."""
    refuse_other_body(viewer, inspection)
    refuse_unless_open(inspection)
    inspection.status, inspection.cancelled_because, inspection.closed_at = InspectionStatus.CANCELLED, because, now()
    audit.record("inspection.cancelled", inspection.id, by=viewer, unit_id=inspection.unit_id)
