"""What two units that are one hold: who signs in for them, and what went up in what."""

from collections.abc import Sequence

from sqlalchemy import select

from app.access.models import User, UserUnit
from app.access.scope import within
from app.db import db
from app.door import Viewer
from app.units.models import Unit


def list_managers(unit: Unit) -> Sequence[tuple[User, bool]]:
    """The accounts that hold a unit of the viewer's, and whether an officer has confirmed that they do."""
    stmt = select(User, UserUnit.confirmed_at).join(UserUnit, UserUnit.user_id == User.id)
    stmt = stmt.where(UserUnit.unit_id == unit.id, User.disabled_at.is_(None)).order_by(User.sort_key, User.id)
    return [(user, confirmed_at is not None) for user, confirmed_at in db.session.execute(stmt)]


def find_last(unit: Unit) -> Unit | None:
    """The unit in which this one went up in the end; None for one that did not."""
    last = unit.merged_into
    while last and last.merged_into:
        last = last.merged_into
    return last


def list_merged_into(viewer: Viewer, unit: Unit) -> Sequence[Unit]:
    """The viewer's units that went up in this one, the last one first."""
    stmt = within(viewer, Unit).where(Unit.merged_into_id == unit.id).order_by(Unit.id.desc())
    return db.session.scalars(stmt).all()
