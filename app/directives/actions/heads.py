"""In whose name a head speaks."""

from sqlalchemy import select

from app.db import db
from app.directives.queries import find_head_post
from app.door import Permission, Viewer
from app.organisations.models import Appointment, Organisation


class NotTheHead(Exception):
    """The account does not hold the post of the body's head, or of the deputy who acts for him, today."""


def head_of(viewer: Viewer, permission: Permission) -> Appointment:
    """The viewer's post; holds the body's row, so that what heads say of one body happens one after the other."""
    post = find_head_post(viewer) if viewer.can(permission) else None
    if post is None:
        raise NotTheHead
    hold_body(post.organisation_id)
    return post


def hold_body(organisation_id: int) -> None:
    """Hold the body's row until the transaction ends."""
    db.session.scalars(select(Organisation).where(Organisation.id == organisation_id).with_for_update()).one()
