"""The details of a unit are corrected."""

from typing import Any

from app import audit
from app.db import db
from app.door import Viewer
from app.units.actions.changes import note_change
from app.units.actions.keys import set_keys
from app.units.actions.ownership import change_owner
from app.units.models import Unit
from app.units.signals import unit_changed


def correct_unit(viewer: Viewer, unit: Unit, **details: Any) -> frozenset[str]:
    """Let the unit's details (columns or relations by name) be these. Returns the names of those that changed.

    A new owner answers from today on.
    """
    changed = frozenset(name for name, new in details.items() if getattr(unit, name) != new)
    if not changed:
        return changed
    for name in sorted(changed - {"organisation"}):
        note_change(viewer, unit, name, getattr(unit, name), details[name])
        setattr(unit, name, details[name])
    if "organisation" in changed:
        change_owner(viewer, unit, details["organisation"])
    set_keys(unit)
    db.session.flush()
    audit.record("unit.corrected", unit.id, by=viewer, fields=sorted(changed))
    unit_changed.send(unit, viewer=viewer, fields=changed - {"organisation"})
    return changed
