"""An officer says that two units which look alike are not the same."""

from app import audit
from app.access.scope import unscoped
from app.clock import now
from app.db import db
from app.door import Viewer
from app.text import nfc
from app.units.models import Unit, UnlikePair


def declare_unlike(viewer: Viewer, unit: Unit, other: Unit, *, reason: str) -> None:
    """Let the two not be shown as likely the same again; saying it again keeps the first reason."""
    lower, higher = sorted((unit.id, other.id))
    known = db.select(UnlikePair.id).where(UnlikePair.unit_id == lower, UnlikePair.other_id == higher)
    if db.session.scalar(unscoped(known, because="the pair of two units that the caller holds already")):
        return
    pair = UnlikePair(unit_id=lower, other_id=higher, reason=nfc(reason), by_id=viewer.user_id, at=now())
    db.session.add(pair)
    for one, another in ((unit, other), (other, unit)):
        audit.record("unit.found_unlike", one.id, by=viewer, other_id=another.id)
