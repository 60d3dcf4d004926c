"""What a manager changes: before the approval it stands at once, afterwards an officer accepts the difference."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from app import audit
from app.access.scope import unscoped
from app.clock import now
from app.db import db
from app.door import Viewer
from app.text import nfc
from app.units.actions.correction import correct_unit
from app.units.models import Unit, UnitProposal
from app.units.rules import REGISTERED_FIELDS, Outcome


class ProposalDecided(Exception):
    """Somebody accepted or refused the change, or the manager took it back."""


def correct_by_manager(viewer: Viewer, unit: Unit, **details: Any) -> UnitProposal | None:
    """Store what a manager typed. Returns what now waits for an officer, if anything does."""
    if unit.approved_at is None:
        correct_unit(viewer, unit, **details)
        return None
    correct_unit(viewer, unit, **{name: value for name, value in details.items() if name not in REGISTERED_FIELDS})
    return _propose(viewer, unit, {name: details[name] for name in REGISTERED_FIELDS if name in details})


def _propose(viewer: Viewer, unit: Unit, wanted: dict[str, Any]) -> UnitProposal | None:
    """One open proposal a unit: a new one takes the place of the last, none that says the same is made again."""
    wanted = {name: value for name, value in wanted.items() if value != getattr(unit, name)}
    before = _open_proposal(unit)
    if before and before.changes == wanted:
        return before
    if before:
        _close(viewer, before, Outcome.WITHDRAWN)
        # The last is closed before the next is open.
        db.session.flush()
    if not wanted:
        return None
    proposal = UnitProposal(unit_id=unit.id, proposed_at=now(), proposed_by_id=viewer.user_id, **wanted)
    db.session.add(proposal)
    db.session.flush()
    audit.record("unit.change_proposed", unit.id, by=viewer, fields=sorted(wanted))
    return proposal


def accept_proposal(viewer: Viewer, proposal: UnitProposal) -> None:
    """The register, and with it the poster, says what the manager proposed. Raises ProposalDecided."""
    _close(viewer, proposal, Outcome.ACCEPTED)
    fields = correct_unit(viewer, proposal.unit, **proposal.changes)
    audit.record("unit.change_accepted", proposal.unit_id, by=viewer, fields=sorted(fields))


def accept_proposals(viewer: Viewer, proposals: Sequence[UnitProposal]) -> int:
    """Accept those that are still open. Returns how many."""
    waiting = [proposal for proposal in proposals if proposal.outcome is Outcome.OPEN]
    for proposal in waiting:
        accept_proposal(viewer, proposal)
    return len(waiting)


def refuse_proposal(viewer: Viewer, proposal: UnitProposal, *, reason: str) -> None:
    """The register stays as it is; the manager reads why. Raises ProposalDecided."""
    _close(viewer, proposal, Outcome.REFUSED)
    proposal.refused_because = nfc(reason)
    audit.record("unit.change_refused", proposal.unit_id, by=viewer)


def withdraw_open_proposal(viewer: Viewer, unit: Unit) -> None:
    """End what the manager proposed, if anything waits: something else overtook it."""
    proposal = _open_proposal(unit)
    if proposal:
        _close(viewer, proposal, Outcome.WITHDRAWN)
        audit.record("unit.change_withdrawn", unit.id, by=viewer)


def _open_proposal(unit: Unit) -> UnitProposal | None:
    stmt = select(UnitProposal).where(UnitProposal.unit_id == unit.id, UnitProposal.outcome == Outcome.OPEN)
    return db.session.scalar(unscoped(stmt, because="what is proposed for a unit that the caller holds already"))


def _close(viewer: Viewer, proposal: UnitProposal, outcome: Outcome) -> None:
    if proposal.outcome is not Outcome.OPEN:
        raise ProposalDecided
    proposal.outcome, proposal.decided_at, proposal.decided_by_id = outcome, now(), viewer.user_id
