"""What households lack is asked for by a round, withdrawn by its correction, given by somebody with a name."""

from sqlalchemy import select

from app import audit
from app.access.scope import unscoped
from app.clock import now
from app.db import db
from app.door import Viewer
from app.zones.models import Household, HouseholdNeed, RoundEntry

MINE = "the caller writes the round of the household"


def ask_for(entry: RoundEntry) -> None:
    """Let what an entry says is lacking wait to be given; what waits already stands once.

    What the entry said before and says no more was never lacking, unless somebody gave it meanwhile.
    """
    stmt = select(HouseholdNeed).where(
        HouseholdNeed.household_id == entry.household_id, HouseholdNeed.answered_at.is_(None)
    )
    waiting = db.session.scalars(unscoped(stmt, because=MINE)).all()
    for need in waiting:
        if need.entry_id == entry.id and need.kind is not entry.need:
            db.session.delete(need)
    if entry.need is not None and entry.need not in {need.kind for need in waiting}:
        need = HouseholdNeed(household_id=entry.household_id, entry_id=entry.id, kind=entry.need)
        need.asked_at = entry.written_at
        db.session.add(need)


def answer_need(viewer: Viewer, need: HouseholdNeed) -> None:
    """Say that the household has got it; said a second time the first answer stands."""
    if need.answered_at is None:
        need.answered_at, need.answered_by_id = now(), viewer.user_id
        audit.record("household.need_answered", need.household_id, by=viewer, kind=need.kind.value)


def take_along(household: Household, moved: Household) -> None:
    """What a household waits for goes with it to its other team."""
    stmt = select(HouseholdNeed).where(HouseholdNeed.household_id == household.id, HouseholdNeed.answered_at.is_(None))
    for need in db.session.scalars(unscoped(stmt, because="the caller hands the household over")):
        need.household_id = moved.id
