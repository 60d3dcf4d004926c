"""Officers say by name that they know of a missing round."""

from datetime import date

from app import audit
from app.clock import now
from app.db import db
from app.door import Viewer
from app.zones.models import RoundNote, Team
from app.zones.queries import list_missing, notes_on
from app.zones.rules import RoundSession


class NotMissing(Exception):
    """The round is not, or no longer, among those of which the viewer has to know today."""


def take_note(viewer: Viewer, team: Team, day: date, session: RoundSession, *, text: str) -> None:
    """Note for the viewer's body that it knows and what it does; one note a body, the later one counts.

    Raises NotMissing, so that a page of yesterday says nothing of today.
    """
    if (team.id, day, session) not in {(each.team.id, each.day, each.session) for each in list_missing(viewer)}:
        raise NotMissing
    assert viewer.user_id is not None  # noqa: S101 - officers are signed in
    assert viewer.organisation_id is not None  # noqa: S101 - and belong to a body
    said = notes_on(viewer, [team.id], day, session).get(team.id, ())
    note = next((each for each in said if each.organisation_id == viewer.organisation_id), None)
    note = note or RoundNote(team_id=team.id, day=day, session=session, organisation_id=viewer.organisation_id)
    note.text, note.by_id, note.at = text, viewer.user_id, now()
    db.session.add(note)
    db.session.flush()
    audit.record("team.missing_round_noted", team.id, by=viewer, day=day.isoformat(), session=session.value)
