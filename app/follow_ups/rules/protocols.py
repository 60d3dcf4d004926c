"""How many days isolation takes and on which of them samples are due. Day 1 is the province day on which it starts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.follow_ups.rules.cases import Place

MOST_DAYS = 60


@dataclass(frozen=True)
class Schedule:
    """Days at a site and at home afterwards, with the numbers of those on which a sample is taken."""

    site_days: int
    home_days: int
    site_test_days: Sequence[int]
    home_test_days: Sequence[int]

    @property
    def all_days(self) -> int:
        return self.site_days + self.home_days


@dataclass(frozen=True)
class SampleDay:
    """One sample that the protocol asks for; `number` counts the days of its stage."""

    due_on: date
    number: int
    place: Place


def day_number(started_on: date, day: date) -> int:
    """Which day of isolation a day is: the first is 1."""
    return (day - started_on).days + 1


def nth_day(started_on: date, number: int) -> date:
    """The province day that is so many-th of isolation."""
    return started_on + timedelta(number - 1)


def last_day(started_on: date, schedule: Schedule) -> date:
    """The last day of the whole, at the site and at home."""
    return nth_day(started_on, schedule.all_days)


def site_last_day(started_on: date, schedule: Schedule) -> date:
    """The last day that must be spent in isolation proper; what follows is watched at home."""
    return nth_day(started_on, schedule.site_days)


def planned_end(started_on: date, schedule: Schedule, place: Place) -> date:
    """The last day: who is isolated at home from the beginning has no days at home afterwards."""
    return site_last_day(started_on, schedule) if place is Place.HOME else last_day(started_on, schedule)


def sample_days(started_on: date, schedule: Schedule) -> list[SampleDay]:
    """The samples due, in order; those at home are counted from the first day at home."""
    home_from = nth_day(started_on, schedule.site_days + 1)
    site = [SampleDay(nth_day(started_on, n), n, Place.SITE) for n in sorted(schedule.site_test_days)]
    return site + [SampleDay(nth_day(home_from, n), n, Place.HOME) for n in sorted(schedule.home_test_days)]


def read_days(text: str, most: int) -> list[int]:
    """Numbers of days typed as "1, 14, 20", in order, each once. Raises ValueError beyond `most` or for other text."""
    numbers = {int(part) for part in text.replace(";", ",").split(",") if part.strip()}
    if any(not 1 <= number <= most for number in numbers):
        raise ValueError(text)
    return sorted(numbers)
