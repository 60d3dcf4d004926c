"""A unit is suspended, reopened, closed: from a day on, for a reason."""

from datetime import date

from app import audit
from app.clock import local_day, now
from app.db import db
from app.door import Viewer
from app.text import nfc
from app.units.actions.ending import end_open_matters
from app.units.models import Unit, UnitStatusChange
from app.units.rules import UnitStatus, may_become


class StatusRefused(Exception):
    """A unit of this status cannot become what was asked."""


def note_status(viewer: Viewer, unit: Unit, status: UnitStatus, *, from_on: date, reason: str = "") -> None:
    """Let the unit have this status from a day on, and say who said so when."""
    unit.status = status
    db.session.add(
        UnitStatusChange(
            unit_id=unit.id, status=status, from_on=from_on, reason=nfc(reason), by_id=viewer.user_id, at=now()
        )
    )


def suspend_unit(viewer: Viewer, unit: Unit, *, from_on: date, reason: str) -> None:
    """The unit is out of operation until it is reopened. Raises StatusRefused."""
    _become(viewer, unit, UnitStatus.SUSPENDED, from_on=from_on, reason=reason)


def reopen_unit(viewer: Viewer, unit: Unit, *, from_on: date, reason: str = "") -> None:
    """A suspended or closed unit operates again. Raises StatusRefused."""
    if unit.status is UnitStatus.PENDING:
        raise StatusRefused(unit.status)
    _become(viewer, unit, UnitStatus.ACTIVE, from_on=from_on, reason=reason)


def close_unit(viewer: Viewer, unit: Unit, *, from_on: date, reason: str) -> None:
    """The unit ended its operation. Raises StatusRefused."""
    _become(viewer, unit, UnitStatus.CLOSED, from_on=from_on, reason=reason)
    end_open_matters(viewer, unit)


def _become(viewer: Viewer, unit: Unit, status: UnitStatus, *, from_on: date, reason: str) -> None:
    # The register says how things are: a day to come is announced as a closure in the unit's calendar.
    if not may_become(unit.status, status) or from_on > local_day():
        raise StatusRefused(unit.status)
    note_status(viewer, unit, status, from_on=from_on, reason=reason)
    audit.record(f"unit.{status.value}", unit.id, by=viewer, from_on=from_on.isoformat())
