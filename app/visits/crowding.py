"""How full a unit is: how many it lets in, how many are inside now; public as a word and a rounded number only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select

from app import audit
from app.access.scope import unscoped, within
from app.clock import local_day, now
from app.db import db
from app.door import Viewer
from app.units.models import Unit
from app.visits.models import Capacity, Visit
from app.visits.rules import Crowding, crowding_of

FEWEST_TOLD = 10
# With fewer a unit would know who said what.
FEWEST_RATINGS = 5


@dataclass(frozen=True)
class Inside:
    """How many are inside, and how many are let in where the unit said so."""

    people: int
    capacity: int | None

    @property
    def crowding(self) -> Crowding | None:
        """None where the unit did not say how many it lets in."""
        return crowding_of(self.people, self.capacity) if self.capacity else None

    @property
    def is_few(self) -> bool:
        """Whether so few are inside that the public is told no number."""
        return self.people < FEWEST_TOLD

    @property
    def rounded(self) -> int:
        """The number for the public, to the next five."""
        return round(self.people / 5) * 5


def count_inside(unit_id: int) -> Inside:
    """Who entered today or yesterday and has not left, as a number; for everybody."""
    days = (local_day(), local_day() - timedelta(1))
    stmt = select(func.count()).where(Visit.unit_id == unit_id, Visit.day.in_(days), Visit.checked_out_at.is_(None))
    room = select(Capacity.people).where(Capacity.unit_id == unit_id).scalar_subquery()
    people, capacity = db.session.execute(
        unscoped(stmt.add_columns(room), because="how full a place is belongs to the public; nobody is named")
    ).one()
    return Inside(people, capacity)


def find_capacity(viewer: Viewer, unit: Unit) -> Capacity | None:
    """How many the unit lets in at once, if it said so."""
    found: Capacity | None = db.session.scalar(within(viewer, Capacity).where(Capacity.unit_id == unit.id))
    return found


def set_capacity_of(viewer: Viewer, unit: Unit, people: int) -> None:
    """Say how many the unit lets in at once."""
    row = find_capacity(viewer, unit) or Capacity(unit_id=unit.id)
    row.people, row.set_by_id, row.set_at = people, viewer.user_id, now()
    db.session.add(row)
    audit.record("unit.capacity_set", unit.id, by=viewer, people=people)


def count_ratings(viewer: Viewer, unit: Unit, *, since: date) -> Mapping[int, int]:
    """How many visitors found the unit's measures how; nothing while so few did that each could be guessed."""
    stmt = within(viewer, Visit).where(Visit.unit_id == unit.id, Visit.day >= since, Visit.rating.is_not(None))
    counts = stmt.with_only_columns(Visit.rating, func.count()).group_by(Visit.rating)
    found: dict[int, int] = dict(db.session.execute(counts).all())  # type: ignore[arg-type]
    return found if sum(found.values()) >= FEWEST_RATINGS else {}
