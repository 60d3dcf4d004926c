"""Which body answers for a unit: from a day on, the days before staying with whoever answered then."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from app.access.scope import unscoped
from app.clock import local_day, now
from app.db import add_rows, db
from app.door import Viewer
from app.organisations.models import Organisation
from app.text import nfc
from app.units.actions.changes import note_change
from app.units.models import Unit, UnitOwnership
from app.units.queries import is_owner
from app.units.signals import unit_changed


class NotTheOwner(Exception):
    """Only the body that answers for the unit can do this, or one above it."""


def begin_ownership(viewer: Viewer, unit: Unit) -> None:
    """The body with which the unit is registered answers for it from its first day on."""
    _add(viewer, unit, unit.organisation, unit.opened_on, "")


def begin_ownerships(viewer: Viewer, owner_ids: Mapping[int, int]) -> None:
    """The same for many units that open today: by their ids, the ids of the bodies."""
    common = {"from_on": local_day(), "reason": "", "by_id": viewer.user_id, "at": now()}
    rows = [{"unit_id": unit_id, "organisation_id": body_id} for unit_id, body_id in owner_ids.items()]
    add_rows(UnitOwnership, rows, common)


def change_owner(viewer: Viewer, unit: Unit, organisation: Organisation, *, reason: str = "") -> None:
    """Let this body answer for the unit from today on, and say so to the chapters that follow."""
    stmt = select(UnitOwnership).where(UnitOwnership.unit_id == unit.id, UnitOwnership.until_on.is_(None))
    current = db.session.scalars(unscoped(stmt, because="who answers for a unit that the caller holds already")).one()
    # A unit that opens on a day to come changes hands on that day.
    current.until_on = max(local_day(), current.from_on)
    note_change(viewer, unit, "organisation", unit.organisation, organisation)
    unit.organisation = organisation
    # One row is closed before the next is open.
    db.session.flush()
    _add(viewer, unit, organisation, current.until_on, reason)
    unit_changed.send(unit, viewer=viewer, fields=frozenset({"organisation"}))


def require_owner(viewer: Viewer, unit: Unit) -> None:
    """Raises NotTheOwner unless the viewer works for the body that answers for the unit, or for one above it."""
    if not is_owner(viewer, unit):
        raise NotTheOwner


def _add(viewer: Viewer, unit: Unit, organisation: Organisation, from_on: date, reason: str) -> None:
    row = UnitOwnership(unit_id=unit.id, organisation_id=organisation.id, from_on=from_on, reason=nfc(reason))
    row.by_id, row.at = viewer.user_id, now()
    db.session.add(row)
