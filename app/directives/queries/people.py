"""Who a viewer is as a head, and in which group bodies are."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import or_, select

from app.access.models import User
from app.access.passwords import is_right
from app.clock import local_day
from app.db import db
from app.door import Viewer
from app.organisations.models import Appointment, Relation
from app.organisations.rules import Position, RelationGroup

# Who answers by name for a body: its head, and the deputy in charge in his place.
ANSWERING = (Position.HEAD, Position.DEPUTY)


def groups_of(organisation_ids: Iterable[int], *, on: date) -> dict[int, RelationGroup]:
    """In which group each of the bodies is on a day."""
    stmt = select(Relation.organisation_id, Relation.group).where(
        Relation.organisation_id.in_(sorted(organisation_ids)),
        Relation.from_on <= on,
        (Relation.until_on.is_(None)) | (Relation.until_on > on),
    )
    rows = db.session.execute(stmt.order_by(Relation.from_on, Relation.id)).all()
    return {row.organisation_id: row.group for row in rows}


def find_head_post(viewer: Viewer) -> Appointment | None:
    """The post as head of the viewer's own body, or as the deputy who acts for him, that he holds today.

    It is that of his account, or one of his name: who was appointed after his account was opened speaks as what he is.
    """
    today = local_day()
    stmt = (
        select(Appointment)
        .join(User, or_(User.appointment_id == Appointment.id, User.full_name == Appointment.full_name))
        .where(
            User.id == viewer.user_id,
            Appointment.organisation_id == viewer.organisation_id,
            Appointment.position.in_(ANSWERING),
            Appointment.from_on <= today,
            (Appointment.until_on.is_(None)) | (Appointment.until_on > today),
        )
    )
    found = db.session.scalars(stmt.order_by(Appointment.from_on.desc(), Appointment.id.desc())).all()
    # Who is the deputy and has become the head speaks as the head.
    return min(found, key=lambda post: ANSWERING.index(post.position), default=None)


def is_own_password(viewer: Viewer, password: str) -> bool:
    """Whether the password is that of the viewer's account; slow on purpose, so not inside a writing transaction."""
    stored = db.session.scalar(select(User.password_hash).where(User.id == viewer.user_id))
    return is_right(stored, password)
