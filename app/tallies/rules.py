"""Until when a day's data are taken."""

from datetime import date, datetime, timedelta
from enum import StrEnum


def is_late(day: date, local: datetime, *, closes_hour: int) -> bool:
    """Whether `local`, a moment by the province's clocks, is after the door of `day` closed: `closes_hour` next day."""
    closed_on = day + timedelta(1)
    return (local.date(), local.hour) >= (closed_on, closes_hour)


def may_declare(day: date, *, today: date) -> bool:
    """Whether the manager may still say of `day` that nobody came: today and yesterday only."""
    return day in (today, today - timedelta(1))


class NationalApp(StrEnum):
    """What somebody showed at a door instead of declaring here; the letter names the three apps."""

    TOKHAIYTE = "tokhaiyte"
    NCOVI = "ncovi"
    BLUEZONE = "bluezone"
    HEADS = "heads"  # counted by head, nothing was shown


# A head that was counted has declared nothing: it is shown, but proves no controlled door.
DECLARING = frozenset(NationalApp) - {NationalApp.HEADS}


def late_part(entries: int, in_time: int, *, late: bool) -> int:
    """How many of `entries` reported now came late, when `in_time` of them had been reported before."""
    return max(0, entries - in_time) if late else 0


class DayState(StrEnum):
    """How one day of a unit stands in the strip of its page."""

    MET = "met"
    LATE = "late"  # met by what came after the door had closed
    MISSING = "missing"
    PENDING = "pending"  # the door of the day is still open
    CLOSED = "closed"  # not expected: by the calendar, or before the unit was there


def day_state(*, expected: bool, entry_count: int, declared: bool, late: bool, pending: bool) -> DayState:
    """`entry_count`: with those tallied by app in time; `declared`: the manager said that nobody came, or tallied late;
    `late`: after the door of the day had closed.
    """
    if entry_count or (declared and not late):
        return DayState.MET
    if declared:
        return DayState.LATE
    if not expected:
        return DayState.CLOSED
    return DayState.PENDING if pending else DayState.MISSING
