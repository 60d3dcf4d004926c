"""Which days have reached their end."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select

from app import settings
from app.access.scope import unscoped
from app.clock import day_start, local_day, now
from app.crypto import current_keys, day_of_key
from app.db import db
from app.declarations.models import Declaration, Submission
from app.declarations.settings import RETENTION_DAYS
from app.trips.models import PassengerList, TripVisit
from app.visits.models import Visit

GRACE = timedelta(hours=26)


def list_due_days(*, today: date) -> Sequence[date]:
    """The days whose personal data are to be erased by `today`, oldest first: a key or rows of theirs still exist."""
    last = today - timedelta(settings.value(RETENTION_DAYS, on=today))
    return sorted(day for day in _keyed_days() | _stored_days(last) if day <= last)


def problem() -> str | None:
    """What readiness has to say: a day that should have been gone for more than a day, or None."""
    overdue = [day for day in _keyed_days() if now() - day_start(_end_of(day)) > GRACE]
    return f"data of {min(overdue)} should have been erased" if overdue else None


def _end_of(day: date) -> date:
    return day + timedelta(settings.value(RETENTION_DAYS, on=local_day()))


def _keyed_days() -> set[date]:
    return {day for key_id in current_keys().ids() if (day := day_of_key(key_id))}


def _stored_days(last: date) -> set[date]:
    days: set[date] = set()
    for column in (Submission.day, Declaration.day, Visit.day, TripVisit.day, PassengerList.day):
        stmt = unscoped(
            select(column).where(column <= last).distinct(), because="every day ends, whoever's rows it holds"
        )
        days.update(db.session.scalars(stmt))
    return days
