"""Keeping a page with its filters under a name."""

from app.clock import now
from app.db import db
from app.door import Viewer
from app.monitoring.models import SavedView
from app.monitoring.queries.saved import list_saved_views

MOST_VIEWS = 50


class TooManyViews(Exception):
    """The account keeps as many views as it may."""


def save_view(viewer: Viewer, *, name: str, path: str) -> SavedView:
    """Keep a page of the viewer's own; the same name again means the new page. Raises TooManyViews."""
    views = list_saved_views(viewer)
    found = next((each for each in views if each.name == name), None)
    if found is None:
        if len(views) >= MOST_VIEWS:
            raise TooManyViews
        found = SavedView(user_id=viewer.user_id, name=name)
        db.session.add(found)
    found.path, found.saved_at = path, now()
    db.session.flush()
    return found


def forget_view(view: SavedView) -> None:
    """Keep a view no longer."""
    db.session.delete(view)
