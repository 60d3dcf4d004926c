"""Opening a case outside one's duty, with a purpose and a reason; beyond so many an hour a second officer agrees."""

from app import audit
from app.clock import now
from app.db import db
from app.door import Viewer
from app.follow_ups.models import FollowUp, FollowUpLook, FollowUpLookRequest
from app.follow_ups.notices import LOOKS_ASKED
from app.follow_ups.queries.looks import find_open_request, may_open, second_officers
from app.follow_ups.rules.looks import LookPurpose
from app.notices.telling import Notice, tell
from app.text import nfc
from app.units.rules import Outcome

PATH = "/isolation/looks"


class TooManyLooks(Exception):
    """As many people were opened in this hour as one may open alone: a second officer has to agree."""


def look_at(viewer: Viewer, row: FollowUp, *, purpose: LookPurpose, reason: str) -> None:
    """Note that somebody opens a case outside his duty, what for and why. Raises TooManyLooks."""
    if not may_open(viewer, row):
        raise TooManyLooks
    db.session.add(
        FollowUpLook(follow_up_id=row.id, user_id=viewer.user_id, purpose=purpose, reason=nfc(reason), at=now())
    )
    audit.record("follow_up.looked_at", row.id, by=viewer, purpose=purpose)


def ask_for_second(viewer: Viewer, reason: str) -> FollowUpLookRequest:
    """Ask a second officer to let one go on; asked while one waits, it is that one."""
    if found := find_open_request(viewer):
        return found
    row = FollowUpLookRequest(organisation_id=viewer.organisation_id, asked_by_id=viewer.user_id, reason=nfc(reason))
    row.asked_at, row.outcome = now(), Outcome.OPEN
    db.session.add(row)
    db.session.flush()
    audit.record("follow_up.looks_asked", row.id, by=viewer)
    tell(Notice(LOOKS_ASKED.key, f"isolation-looks/{row.id}", {}, PATH), second_officers(viewer))
    return row


def decide_request(viewer: Viewer, row: FollowUpLookRequest, outcome: Outcome) -> None:
    """Agree or not; what was decided stands."""
    if row.outcome is Outcome.OPEN:
        row.outcome, row.decided_at, row.decided_by_id = outcome, now(), viewer.user_id
        audit.record("follow_up.looks_decided", row.id, by=viewer, outcome=outcome)
