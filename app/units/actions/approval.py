"""An officer accepts or refuses a registration."""

from collections.abc import Sequence

from app import audit
from app.access.actions import confirm_unit
from app.clock import local_day, now
from app.door import Viewer
from app.units.actions.ending import end_open_matters
from app.units.actions.status import note_status
from app.units.models import Unit
from app.units.rules import UnitStatus
from app.units.signals import unit_approved


class UnitNotPending(Exception):
    """Somebody approved or refused this registration before."""


def approve_unit(viewer: Viewer, unit: Unit) -> None:
    """Make a pending unit active; whoever holds its management account becomes its manager. Raises UnitNotPending."""
    _decide(viewer, unit, UnitStatus.ACTIVE)
    unit.approved_at, unit.approved_by_id = now(), viewer.user_id
    confirm_unit(unit.id)
    audit.record("unit.approved", unit.id, by=viewer)
    unit_approved.send(unit, viewer=viewer)


def approve_units(viewer: Viewer, units: Sequence[Unit]) -> int:
    """Approve those of the units that are pending and have no question to answer. Returns how many."""
    pending = [unit for unit in units if unit.status is UnitStatus.PENDING and unit.asked_at is None]
    for unit in pending:
        approve_unit(viewer, unit)
    return len(pending)


def refuse_unit(viewer: Viewer, unit: Unit, *, reason: str) -> None:
    """Do not accept a pending registration; its code stops working. Raises UnitNotPending."""
    _decide(viewer, unit, UnitStatus.REFUSED, reason=reason)
    end_open_matters(viewer, unit)
    audit.record("unit.refused", unit.id, by=viewer)


def _decide(viewer: Viewer, unit: Unit, status: UnitStatus, *, reason: str = "") -> None:
    if unit.status is not UnitStatus.PENDING:
        raise UnitNotPending(unit.status)
    # A question that was still open is not waited for any more.
    unit.asked_at = None
    # A unit entered with a day to come counts from that day, not from the officer's.
    note_status(viewer, unit, status, from_on=max(unit.opened_on, local_day()), reason=reason)
