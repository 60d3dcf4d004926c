"""The views that an account saved."""

from collections.abc import Sequence

from sqlalchemy import select

from app.db import db
from app.door import Absent, Viewer
from app.monitoring.models import SavedView


def list_saved_views(viewer: Viewer) -> Sequence[SavedView]:
    """The viewer's own, by name."""
    return db.session.scalars(
        select(SavedView).where(SavedView.user_id == viewer.user_id).order_by(SavedView.name, SavedView.id)
    ).all()


def get_saved_view(viewer: Viewer, view_id: int) -> SavedView:
    """One of the viewer's own. Raises Absent."""
    found = db.session.scalar(select(SavedView).where(SavedView.id == view_id, SavedView.user_id == viewer.user_id))
    if found is None:
        raise Absent(view_id)
    return found
