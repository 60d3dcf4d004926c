"""What was still to be decided about a unit ends when the unit does."""

from app.door import Viewer
from app.units.actions.proposals import withdraw_open_proposal
from app.units.actions.transfers import withdraw_open_transfer
from app.units.models import Unit


def end_open_matters(viewer: Viewer, unit: Unit) -> None:
    """Nobody is asked about the unit any more: no question, no change, no other body, no decision on its owner."""
    withdraw_open_transfer(viewer, unit)
    withdraw_open_proposal(viewer, unit)
    unit.asked_at, unit.unclear_since, unit.unclear_because = None, None, ""
