"""Nobody is sure which body answers for a unit: the district's committee does until the province office decides."""

from app import audit
from app.clock import now
from app.door import Viewer
from app.organisations.models import Organisation
from app.text import nfc
from app.units.actions.ownership import change_owner, require_owner
from app.units.actions.transfers import withdraw_open_transfer
from app.units.models import Unit
from app.units.queries import get_district_committee
from app.units.rules import ANSWERED_FOR


class OwnerUndecided(Exception):
    """The province office is asked already, or the unit has no owner any more."""


class OwnerDecided(Exception):
    """Nobody asks the province office who answers for this unit; somebody else decided it."""


def disclaim_unit(viewer: Viewer, unit: Unit, *, reason: str) -> None:
    """The body says that the unit is not its to answer for. Raises NotTheOwner, OwnerUndecided."""
    require_owner(viewer, unit)
    if unit.unclear_since or unit.status not in ANSWERED_FOR:
        raise OwnerUndecided
    withdraw_open_transfer(viewer, unit)
    audit.record("unit.disclaimed", unit.id, by=viewer, organisation_id=unit.organisation_id)
    committee = get_district_committee(unit.area)
    if committee.id != unit.organisation_id:
        change_owner(viewer, unit, committee, reason=reason)
    unit.unclear_since, unit.unclear_because = now(), nfc(reason)


def decide_owner(viewer: Viewer, unit: Unit, *, organisation: Organisation, reason: str) -> None:
    """The province office says which body answers, from today on. Raises OwnerDecided."""
    if unit.unclear_since is None:
        raise OwnerDecided
    withdraw_open_transfer(viewer, unit)
    change_owner(viewer, unit, organisation, reason=reason)
    unit.unclear_since, unit.unclear_because = None, ""
    audit.record("unit.owner_decided", unit.id, by=viewer, organisation_id=organisation.id)
