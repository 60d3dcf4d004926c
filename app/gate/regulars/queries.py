"""Reading a unit's groups and their days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func

from app.access.scope import within
from app.db import db
from app.door import Viewer
from app.gate.models import RegularDay, RegularGroup

SHOWN_DAYS = 28


@dataclass(frozen=True)
class Turnout:
    """A day of all groups together; `groups` of them were confirmed."""

    day: date
    groups: int
    people: int
    absent: int
    ill: int

    @property
    def present(self) -> int:
        """How many came in."""
        return self.people - self.absent - self.ill


def list_groups(viewer: Viewer, unit_id: int, *, hold: bool = False) -> Sequence[RegularGroup]:
    """The groups that come to a unit, in the order of its list; with `hold` nobody else confirms them meanwhile."""
    stmt = within(viewer, RegularGroup).where(RegularGroup.unit_id == unit_id, RegularGroup.ended_at.is_(None))
    stmt = stmt.order_by(RegularGroup.id)
    return db.session.scalars(stmt.with_for_update() if hold else stmt).all()


def days_of(viewer: Viewer, unit_id: int, day: date) -> Mapping[int, RegularDay]:
    """What was confirmed of a day, by group."""
    stmt = within(viewer, RegularDay).where(RegularDay.unit_id == unit_id, RegularDay.day == day)
    return {row.group_id: row for row in db.session.scalars(stmt)}


def list_turnouts(viewer: Viewer, unit_id: int, first: date, last: date) -> Sequence[Turnout]:
    """The days on which groups were confirmed, the latest first."""
    sums = (func.sum(RegularDay.people), func.sum(RegularDay.absent_count), func.sum(RegularDay.ill_count))
    stmt = within(viewer, RegularDay).with_only_columns(RegularDay.day, func.count(), *sums)
    stmt = stmt.where(RegularDay.unit_id == unit_id, RegularDay.day.between(first, last))
    rows = db.session.execute(stmt.group_by(RegularDay.day).order_by(RegularDay.day.desc()))
    return [Turnout(day, *map(int, counts)) for day, *counts in rows]
