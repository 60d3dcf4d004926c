"""A household's name, phone and address: sealed under its team's key, found again without being opened."""

from dataclasses import asdict

from app.crypto import CellRef, Unreadable, blind_index, current_keys, seal_json, unseal_json
from app.text import search_key
from app.zones.models import Household, Team
from app.zones.written import NOBODY, Details

PURPOSE = "household"


def seal_details(household: Household, team: Team, details: Details) -> None:
    """Write the details into the row, whose id must be known."""
    household.details = seal_json(current_keys(), _place(household, team), asdict(details))


def likeness_of(team: Team, details: Details) -> bytes:
    """What two rows of one household have in common; dies with the team's key."""
    plain = "\n".join((search_key(details.head_name), search_key(details.address)))
    return blind_index(current_keys(), team.key_id, PURPOSE, plain)


def details_of(household: Household, team: Team) -> Details:
    """What was sealed; nothing once it was erased."""
    if household.details is None:
        return NOBODY
    try:
        return Details(**unseal_json(current_keys(), _place(household, team), household.details))
    except Unreadable:
        return NOBODY


def _place(household: Household, team: Team) -> CellRef:
    return CellRef("household", "details", household.id, team.key_id)
