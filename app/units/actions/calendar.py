"""The days on which a unit's door is open."""

from datetime import date, timedelta

from app import audit
from app.clock import local_day, now
from app.db import db
from app.door import Viewer
from app.text import nfc
from app.units.actions.changes import note_change
from app.units.models import Closure, Unit


def change_open_weekdays(viewer: Viewer, unit: Unit, open_weekdays: int) -> None:
    """Let the unit's week be this one (bit 0 is Monday)."""
    if open_weekdays == unit.open_weekdays:
        return
    note_change(viewer, unit, "open_weekdays", unit.open_weekdays, open_weekdays)
    unit.open_weekdays = open_weekdays
    audit.record("unit.week_changed", unit.id, by=viewer, open_weekdays=open_weekdays)


def announce_closure(viewer: Viewer, unit: Unit, *, from_on: date, until_on: date, reason: str) -> Closure:
    """Say that the door is closed from a day on; `until_on` is the first day that it is open again."""
    closure = Closure(unit_id=unit.id, from_on=from_on, until_on=until_on, reason=nfc(reason))
    closure.announced_at, closure.by_id = now(), viewer.user_id
    db.session.add(closure)
    db.session.flush()
    audit.record("unit.closure_announced", unit.id, by=viewer, closure_id=closure.id)
    return closure


def cancel_closure(viewer: Viewer, closure: Closure) -> None:
    """Open again from today on: a closure to come is taken back, one that runs ends with yesterday."""
    today = local_day()
    audit.record("unit.closure_cancelled", closure.unit_id, by=viewer, closure_id=closure.id)
    if closure.from_on >= today:
        db.session.delete(closure)
    else:
        closure.until_on = max(min(closure.until_on, today), closure.from_on + timedelta(1))
