"""The end of lists: names of households on a team's list go some days after the team has ended, or they left it."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import or_, select, update

from app import audit, settings
from app.access.scope import covered_by, unscoped, within
from app.clock import local_day, now
from app.crypto import current_keys
from app.db import db
from app.door import Viewer, office_viewer
from app.zones.models import Household, Team
from app.zones.settings import KEPT_DAYS

GRACE = timedelta(1)


def list_due_teams(*, today: date) -> Sequence[Team]:
    """The teams whose list has reached its end by `today` and was not erased yet."""
    stmt = within(office_viewer(), Team).where(Team.until_on <= _last(today), Team.erased_at.is_(None))
    return db.session.scalars(stmt.order_by(Team.id)).all()


def erase_list(viewer: Viewer, team: Team) -> None:
    """Make the names on a team's list unreadable everywhere, backups included; counts stay. Safe to repeat.

    The key goes first: from then on nothing can be read, whatever becomes of the rows.
    """
    current_keys().destroy(team.key_id)
    stmt = update(Household).where(Household.team_id == team.id).values(details=None, likeness=None)
    db.session.execute(unscoped(stmt, because="the list has reached its end"))
    team.erased_at = now()
    audit.record("team.list_erased", team.id, by=viewer)


def erase_left(*, today: date) -> int:
    """Remove the names of households that left a list long enough ago. Returns how many."""
    stmt = update(Household).where(Household.until_on <= _last(today), Household.details.is_not(None))
    gone = db.session.execute(
        unscoped(stmt.values(details=None, likeness=None), because="every household leaves some day")
    )
    return gone.rowcount  # type: ignore[attr-defined, no-any-return]


def problem() -> str | None:
    """What readiness has to say: names on lists that should have been gone for more than a day, or None."""
    last = _last(local_day() - GRACE)
    teams = within(office_viewer(), Team).where(Team.until_on <= last, Team.erased_at.is_(None))
    left = within(office_viewer(), Household).where(Household.until_on <= last, Household.details.is_not(None))
    is_late = or_(teams.exists(), left.exists())
    overdue = db.session.scalar(covered_by(select(is_late), teams, left))
    return "names on lists of households should have been erased" if overdue else None


def _last(today: date) -> date:
    return today - timedelta(int(settings.value(KEPT_DAYS, on=today)))
