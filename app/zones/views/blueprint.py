"""The blueprints of the chapter, and what several of its pages ask."""

from flask import Blueprint

from app.door import Permission, Viewer
from app.zones.models import Team

bp = Blueprint("zones", __name__, url_prefix="/zones", template_folder="../templates")
rounds_bp = Blueprint("rounds", __name__, url_prefix="/rounds", template_folder="../templates")


def is_on_duty(viewer: Viewer, team: Team) -> bool:
    """Whether the names on a team's list are this viewer's daily work: the team's own, and its commune's."""
    own = team.id in viewer.team_ids or team.organisation_id == viewer.organisation_id
    return own and viewer.can(Permission.HOUSEHOLD_READ)
