"""Whose name somebody sees: those of his site, his team, his body and the bodies below it; others with a reason."""

from sqlalchemy import ColumnElement, false, or_

from app.door import Permission, Viewer
from app.follow_ups.models import FollowUp
from app.follow_ups.rules.reports import Writer


def is_on_duty(viewer: Viewer, row: FollowUp) -> bool:
    """Whether this person is the viewer's to look after: up to the district, never the province's."""
    if not viewer.can(Permission.FOLLOW_UP_REPORT):
        return False
    if row.unit_id in viewer.unit_ids or row.team_id in viewer.team_ids:
        return True
    return viewer.can(Permission.FOLLOW_UP_WORK) and row.organisation_id in viewer.organisation_ids


def on_duty(viewer: Viewer) -> ColumnElement[bool]:
    """The same as a condition of lists that hold nobody else."""
    if not viewer.can(Permission.FOLLOW_UP_REPORT):
        return false()
    bodies = viewer.organisation_ids if viewer.can(Permission.FOLLOW_UP_WORK) else ()
    pairs = (
        (FollowUp.unit_id, viewer.unit_ids),
        (FollowUp.team_id, viewer.team_ids),
        (FollowUp.organisation_id, bodies),
    )
    return or_(false(), *(column.in_(sorted(ids)) for column, ids in pairs if ids))


def may_look(viewer: Viewer, row: FollowUp) -> bool:
    """Whether the viewer may open it outside his duty, giving a reason."""
    return viewer.can(Permission.PERSON_READ) and not is_on_duty(viewer, row)


def writer_of(viewer: Viewer, row: FollowUp) -> Writer:
    """As what the viewer writes of somebody: staff of his site, his team, or an officer."""
    if row.unit_id in viewer.unit_ids:
        return Writer.STAFF
    return Writer.TEAM if row.team_id in viewer.team_ids else Writer.OFFICER
