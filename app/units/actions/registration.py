"""A unit comes into the register."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app import audit
from app.access.scope import unscoped
from app.areas.models import Area
from app.clock import local_day, now
from app.db import db
from app.door import Viewer
from app.organisations.models import Organisation
from app.text import nfc
from app.units.actions.checkpoints import add_checkpoint
from app.units.actions.keys import set_keys
from app.units.actions.ownership import begin_ownership
from app.units.actions.status import note_status
from app.units.models import Unit
from app.units.rules import ALL_WEEK, FIRST_GATE, UnitKind, UnitStatus, is_named_household
from app.units.signals import unit_registered


def register_unit(
    viewer: Viewer,
    *,
    name: str,
    kind: UnitKind,
    organisation: Organisation,
    area: Area,
    address: str,
    manager_name: str,
    manager_phone: str = "",
    phone: str = "",
    tax_code: str = "",
    is_household: bool = False,
    owner_unclear: bool = False,
    open_weekdays: int = ALL_WEEK,
    opened_on: date | None = None,
    submission_id: str | None = None,
) -> Unit:
    """Enter a unit as pending, with its first gate; it counts from `opened_on` (default today).

    `owner_unclear`: nobody knows which body answers; the one given does until the province office has decided.
    A `submission_id` that was used before gives the unit of that time, whatever else is sent.
    """
    registered_at = now()
    unit = Unit(
        name=nfc(name),
        kind=kind,
        organisation=organisation,
        area=area,
        address=nfc(address),
        manager_name=nfc(manager_name),
        manager_phone=manager_phone,
        phone=phone,
        tax_code=tax_code,
        open_weekdays=open_weekdays,
        opened_on=opened_on or local_day(),
        status=UnitStatus.PENDING,
        registered_at=registered_at,
        is_household=is_household or is_named_household(name),
        unclear_since=registered_at if owner_unclear else None,
        registered_by_id=viewer.user_id,
        submission_id=submission_id,
    )
    set_keys(unit)
    return _enter(viewer, unit) or _of_submission(submission_id)


def _enter(viewer: Viewer, unit: Unit) -> Unit | None:
    """Store the unit and what belongs to it; None when its submission was stored before."""
    try:
        # The savepoint lets a second tap that loses the race on PostgreSQL go on and find the first one's unit.
        with db.session.begin_nested():
            db.session.add(unit)
    except IntegrityError:
        if unit.submission_id is None:
            raise
        return None
    begin_ownership(viewer, unit)
    note_status(viewer, unit, UnitStatus.PENDING, from_on=unit.opened_on)
    add_checkpoint(viewer, unit, name=FIRST_GATE)
    audit.record("unit.registered", unit.id, by=viewer, kind=unit.kind.value)
    unit_registered.send(unit, viewer=viewer)
    return unit


def _of_submission(submission_id: str | None) -> Unit:
    stmt = select(Unit).where(Unit.submission_id == submission_id)
    return db.session.scalars(unscoped(stmt, because="who sent the form holds its secret submission id")).one()
