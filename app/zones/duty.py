"""Whose names on a list are somebody's daily work: the team's own, and its commune's."""

from app.door import Permission, Viewer
from app.zones.models import Team


def is_on_duty(viewer: Viewer, team: Team) -> bool:
    """Whether the names on a team's list are this viewer's daily work."""
    own = team.id in viewer.team_ids or team.organisation_id == viewer.organisation_id
    return own and viewer.can(Permission.HOUSEHOLD_READ)
