"""Reading the day book."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, distinct, func, select

from app import settings
from app.access.scope import unscoped, within
from app.clock import local
from app.db import db
from app.door import Absent, Viewer
from app.tallies import rules
from app.tallies.models import AppDay, UnitDay
from app.tallies.settings import DOOR_CLOSES


def list_unit_days(viewer: Viewer, unit_id: int, first: date, last: date) -> Sequence[UnitDay]:
    """The rows of a unit's days from `first` to `last`, oldest first; a day without any count has none."""
    stmt = within(viewer, UnitDay).where(UnitDay.unit_id == unit_id, UnitDay.day.between(first, last))
    return db.session.scalars(stmt.order_by(UnitDay.day)).all()


def get_unit_day(viewer: Viewer, unit_id: int, day: date) -> UnitDay:
    """The row of one day. Raises Absent when nothing was counted or declared on it."""
    stmt = within(viewer, UnitDay).where(UnitDay.unit_id == unit_id, UnitDay.day == day)
    found: UnitDay | None = db.session.scalar(stmt)
    if found is None:
        raise Absent
    return found


def list_app_days(viewer: Viewer, unit_id: int, first: date, last: date) -> Sequence[AppDay]:
    """What a unit's door counted by app on the days from `first` to `last`, oldest first."""
    stmt = within(viewer, AppDay).where(AppDay.unit_id == unit_id, AppDay.day.between(first, last))
    return db.session.scalars(stmt.order_by(AppDay.day, AppDay.app)).all()


def count_app_entries(viewer: Viewer, unit_id: int, day: date) -> int:
    """How many a unit's door counted in on a day by app or head."""
    return sum(row.entry_count for row in list_app_days(viewer, unit_id, day, day))


def is_late(day: date, at: datetime) -> bool:
    """Whether what came in at the instant `at` came after the door of `day` had closed: «bổ sung muộn»."""
    return rules.is_late(day, local(at), closes_hour=settings.value(DOOR_CLOSES, on=day))


def count_units_with_days(unit_ids: Select[Any]) -> int:
    """How many of these units have a day in the book: somebody came, declared, or was said not to have come."""
    stmt = select(func.count(distinct(UnitDay.unit_id))).where(UnitDay.unit_id.in_(unit_ids))
    return db.session.scalar(unscoped(stmt, because="what hangs on units that the caller holds already")) or 0
