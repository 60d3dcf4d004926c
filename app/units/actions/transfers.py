"""A unit goes from one body to another that takes it; until then the first answers for it."""

from sqlalchemy import select

from app import audit
from app.access.scope import unscoped
from app.clock import now
from app.db import db
from app.door import Viewer
from app.organisations.models import Organisation
from app.text import nfc
from app.units.actions.ownership import change_owner, require_owner
from app.units.models import Unit, UnitTransfer
from app.units.rules import ANSWERED_FOR, Outcome
from app.units.waiting import is_receiver


class TransferOpen(Exception):
    """The unit is on its way to another body already, or not in a state to be handed over."""


class TransferDecided(Exception):
    """Somebody accepted, refused or withdrew this transfer before."""


class NotTheReceiver(Exception):
    """Only the body that would receive the unit says whether it does."""


def propose_transfer(viewer: Viewer, unit: Unit, *, organisation: Organisation, reason: str) -> UnitTransfer:
    """Offer the unit to another body. Raises NotTheOwner, TransferOpen."""
    require_owner(viewer, unit)
    if _open_transfer(unit) or unit.status not in ANSWERED_FOR or organisation.id == unit.organisation_id:
        raise TransferOpen
    transfer = UnitTransfer(unit_id=unit.id, from_organisation_id=unit.organisation_id, reason=nfc(reason))
    transfer.to_organisation_id = organisation.id
    transfer.proposed_at, transfer.proposed_by_id = now(), viewer.user_id
    db.session.add(transfer)
    db.session.flush()
    audit.record("unit.transfer_proposed", unit.id, by=viewer, organisation_id=organisation.id)
    return transfer


def accept_transfer(viewer: Viewer, transfer: UnitTransfer) -> None:
    """The receiving body answers for the unit from today on. Raises NotTheReceiver, TransferDecided."""
    _require_receiver(viewer, transfer)
    _close(viewer, transfer, Outcome.ACCEPTED)
    unit = transfer.unit
    change_owner(viewer, unit, transfer.to_organisation, reason=transfer.reason)
    # A body that takes the unit leaves nothing to decide.
    unit.unclear_since, unit.unclear_because = None, ""
    audit.record("unit.transfer_accepted", unit.id, by=viewer, organisation_id=transfer.to_organisation_id)


def refuse_transfer(viewer: Viewer, transfer: UnitTransfer, *, reason: str) -> None:
    """The unit stays where it is. Raises NotTheReceiver, TransferDecided."""
    _require_receiver(viewer, transfer)
    _close(viewer, transfer, Outcome.REFUSED)
    transfer.refused_because = nfc(reason)
    audit.record("unit.transfer_refused", transfer.unit_id, by=viewer, organisation_id=transfer.to_organisation_id)


def withdraw_transfer(viewer: Viewer, unit: Unit) -> None:
    """The sending body takes its offer back. Raises NotTheOwner, TransferDecided."""
    require_owner(viewer, unit)
    if not withdraw_open_transfer(viewer, unit):
        raise TransferDecided


def withdraw_open_transfer(viewer: Viewer, unit: Unit) -> bool:
    """End the offer of a unit, if there is one: another decision overtook it."""
    transfer = _open_transfer(unit)
    if transfer is None:
        return False
    _close(viewer, transfer, Outcome.WITHDRAWN)
    audit.record("unit.transfer_withdrawn", unit.id, by=viewer, organisation_id=transfer.to_organisation_id)
    return True


def _open_transfer(unit: Unit) -> UnitTransfer | None:
    stmt = select(UnitTransfer).where(UnitTransfer.unit_id == unit.id, UnitTransfer.outcome == Outcome.OPEN)
    return db.session.scalar(unscoped(stmt, because="the transfer of a unit that the caller holds already"))


def _require_receiver(viewer: Viewer, transfer: UnitTransfer) -> None:
    if not is_receiver(viewer, transfer):
        raise NotTheReceiver


def _close(viewer: Viewer, transfer: UnitTransfer, outcome: Outcome) -> None:
    if transfer.outcome is not Outcome.OPEN:
        raise TransferDecided
    transfer.outcome, transfer.decided_at, transfer.decided_by_id = outcome, now(), viewer.user_id
