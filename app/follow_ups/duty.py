"""Whose name somebody sees: those of his site, his team, his body and the bodies below it; others with a reason."""

from app.door import Permission, Viewer
from app.follow_ups.models import FollowUp


def is_on_duty(viewer: Viewer, row: FollowUp) -> bool:
    """Whether this person is the viewer's to look after: up to the district, never the province's."""
    if not viewer.can(Permission.FOLLOW_UP_REPORT):
        return False
    if row.unit_id in viewer.unit_ids or row.team_id in viewer.team_ids:
        return True
    return viewer.can(Permission.FOLLOW_UP_WORK) and row.organisation_id in viewer.organisation_ids


def may_look(viewer: Viewer, row: FollowUp) -> bool:
    """Whether the viewer may open it outside his duty, giving a reason."""
    return viewer.can(Permission.PERSON_READ) and not is_on_duty(viewer, row)
