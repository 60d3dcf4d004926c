"""What one demo is told from: its day, its length, its size and its seed."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from app import clock

# Registrations, the letter and what was answered to it lie before the days whose entries are told.
PREHISTORY_DAYS = 60


@dataclass(frozen=True)
class Story:
    """The parameters of one demo. Days are told up to, and without, `until`, the day on which somebody looks."""

    until: date
    days: int = 14
    unit_count: int = 600
    visits_per_day: int = 6
    seed: int = 568

    @property
    def told_until(self) -> datetime:
        """The first instant that is not told: nothing lies in the future, at whatever hour somebody looks."""
        return clock.day_start(self.until)

    @property
    def first_day(self) -> date:
        """The first day with entries."""
        return self.until - timedelta(self.days)

    @property
    def last_day(self) -> date:
        """The last day with entries."""
        return self.until - timedelta(1)

    @property
    def begins_on(self) -> date:
        """When accounts were opened and the first units came."""
        return self.first_day - timedelta(PREHISTORY_DAYS)

    def random(self, part: str) -> Random:
        """A source of its own for each part, so that what one part draws changes nothing in the others."""
        return Random(f"{self.seed} {self.until.isoformat()} {part}")

    def moment(self, rng: Random, first: date, last: date) -> datetime:
        """A working hour on a working day from `first` to `last`; none is after the story's end."""
        days = [day for day in clock.days(first, last) if day.weekday() < 5] or [first]
        return clock.at(rng.choice(days), rng.choice((8, 9, 10, 14, 15, 16)), rng.randrange(60))
