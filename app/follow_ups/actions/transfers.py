"""Handing a case over: the receiver accepts; until then the sender answers."""

from app import audit
from app.areas.models import Area
from app.clock import local_day, now
from app.db import db
from app.door import Viewer, office_viewer
from app.follow_ups.actions import stays
from app.follow_ups.actions.cases import leave_household, move_alerts, refuse_if_ended, take_over
from app.follow_ups.models import FollowUp, FollowUpTransfer
from app.follow_ups.queries.transfers import find_transfer
from app.follow_ups.rules.cases import Place
from app.organisations.models import Organisation
from app.text import nfc
from app.units.models import Unit
from app.units.rules import Outcome


class InTransfer(Exception):
    """The case is on its way already."""


class TransferDecided(Exception):
    """It was accepted, sent back or withdrawn meanwhile."""


def propose_transfer(
    viewer: Viewer, row: FollowUp, *, organisation: Organisation, area: Area, unit: Unit | None, reason: str
) -> FollowUpTransfer:
    """Offer a case to a site, or to a body for isolation at home; twice it is one. Raises CaseEnded, InTransfer."""
    refuse_if_ended(row)
    if waiting := find_transfer(row):
        if (waiting.organisation, waiting.area, waiting.unit) == (organisation, area, unit):
            return waiting
        raise InTransfer
    place = Place.SITE if unit else Place.HOME
    found = FollowUpTransfer(follow_up_id=row.id, place=place, reason=nfc(reason), outcome=Outcome.OPEN)
    found.organisation, found.area, found.unit = organisation, area, unit
    found.proposed_at, found.proposed_by_id = now(), viewer.user_id
    db.session.add(found)
    db.session.flush()
    told = {"organisation_id": organisation.id, "unit_id": unit.id if unit else None}
    audit.record("follow_up.offered", row.id, by=viewer, **told)
    return found


def accept_transfer(viewer: Viewer, transfer: FollowUpTransfer) -> FollowUp:
    """From today the receiver answers. Raises CaseEnded, TransferDecided."""
    row = transfer.follow_up
    if _is_said(viewer, transfer, Outcome.ACCEPTED):
        return row
    refuse_if_ended(row)
    _decide(viewer, transfer, Outcome.ACCEPTED)
    row.organisation, row.area, row.unit = transfer.organisation, transfer.area, transfer.unit
    row.place, row.room, row.bed, row.team = transfer.place, "", "", None
    stays.leave_everybody(row)
    # Who reported for the household does not see somebody who lives elsewhere now.
    leave_household(viewer, row)
    db.session.flush()
    move_alerts(row, organisation_id=row.organisation_id, area_id=row.area_id, unit_id=row.unit_id, team_id=None)
    # The days of the sender are not the receiver's to see, but they end today.
    take_over(office_viewer(), row, local_day())
    audit.record("follow_up.accepted", row.id, by=viewer, organisation_id=row.organisation_id)
    return row


def refuse_transfer(viewer: Viewer, transfer: FollowUpTransfer) -> None:
    """Send it back: the sender goes on answering. Raises TransferDecided."""
    if _is_said(viewer, transfer, Outcome.REFUSED):
        return
    _decide(viewer, transfer, Outcome.REFUSED)
    audit.record("follow_up.not_accepted", transfer.follow_up_id, by=viewer)


def withdraw_transfer(viewer: Viewer, row: FollowUp) -> None:
    """Take the offer back; without one nothing happens."""
    if transfer := find_transfer(row):
        _decide(viewer, transfer, Outcome.WITHDRAWN)
        audit.record("follow_up.offer_withdrawn", row.id, by=viewer)


def _is_said(viewer: Viewer, transfer: FollowUpTransfer, outcome: Outcome) -> bool:
    """Whether the same person said the same before. Raises TransferDecided where anything else was decided."""
    if transfer.outcome is Outcome.OPEN:
        return False
    if (transfer.outcome, transfer.decided_by_id) != (outcome, viewer.user_id):
        raise TransferDecided
    return True


def _decide(viewer: Viewer, transfer: FollowUpTransfer, outcome: Outcome) -> None:
    transfer.outcome, transfer.decided_at, transfer.decided_by_id = outcome, now(), viewer.user_id
