"""What a detail of a unit was and what it became is written down, for people to read later."""

from datetime import date
from enum import StrEnum

from app.areas.models import Area
from app.clock import now
from app.db import db
from app.door import Viewer
from app.organisations.models import Organisation
from app.units.models import Unit, UnitChange

LONGEST = 300
Value = str | int | date | StrEnum | Area | Organisation | None


def note_change(viewer: Viewer, unit: Unit, field: str, before: Value, after: Value) -> None:
    """Keep that a detail of the unit changed; values as they stood in the unit, official ones only."""
    change = UnitChange(unit_id=unit.id, field=field, before=text_of(before), after=text_of(after))
    change.by_id, change.at = viewer.user_id, now()
    db.session.add(change)


def text_of(value: Value) -> str:
    """A value as it is kept: a place or body by its name of that day, a kind by its word in the code."""
    match value:
        case None:
            return ""
        case Area() | Organisation():
            return value.name
        case date():
            return value.isoformat()
        case _:
            return str(value)[:LONGEST]
