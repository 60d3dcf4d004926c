"""Erasing a day."""

from datetime import date
from typing import Any

from sqlalchemy import delete

from app import audit, partitions
from app.access.scope import unscoped
from app.crypto import current_keys, day_key_id
from app.db import db
from app.declarations.models import Declaration, Submission
from app.door import Viewer
from app.trips.models import PassengerList, TripVisit
from app.visits.models import Visit


def erase_day(viewer: Viewer, day: date) -> None:
    """Make what citizens sent on a day unreadable everywhere, backups included, and remove the rows; counts stay.

    The key goes first: from then on nothing can be read, whatever becomes of the rows. Safe to repeat.
    """
    current_keys().destroy(day_key_id(day))
    if not partitions.drop_day(day):
        _remove_rows(day, Declaration, Visit)
    _remove_rows(day, TripVisit, PassengerList)
    db.session.execute(delete(Submission).where(Submission.day == day))
    audit.record("day.erased", day.isoformat(), by=viewer)


def _remove_rows(day: date, *tables: Any) -> None:
    for table in tables:
        db.session.execute(unscoped(delete(table).where(table.day == day), because="the day has reached its end"))
