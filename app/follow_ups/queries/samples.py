"""Samples of people, and what their families asked for."""

from collections.abc import Sequence

from app.access.scope import within
from app.db import db
from app.door import Viewer
from app.follow_ups.models import FollowUp, FollowUpNeed, FollowUpTest


def list_tests(viewer: Viewer, row: FollowUp) -> Sequence[FollowUpTest]:
    """The samples of a person, in the order of their days."""
    stmt = within(viewer, FollowUpTest).where(FollowUpTest.follow_up_id == row.id)
    return db.session.scalars(stmt.order_by(FollowUpTest.due_on)).all()


def list_needs_of(viewer: Viewer, row: FollowUp) -> Sequence[FollowUpNeed]:
    """What the person's family asked for, the last first."""
    stmt = within(viewer, FollowUpNeed).where(FollowUpNeed.follow_up_id == row.id)
    return db.session.scalars(stmt.order_by(FollowUpNeed.id.desc())).all()
