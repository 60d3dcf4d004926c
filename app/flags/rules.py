"""What is odd in a unit's data, how long it may explain, and how a flag stands. A flag changes no measure."""

from collections.abc import Callable, Collection
from datetime import date, timedelta
from enum import StrEnum

SATURDAY = 5


class FlagKind(StrEnum):
    """What was seen; what it means the unit says first."""

    BULK_MINUTE = "bulk_minute"  # most entries of a day within one minute
    SAME_PHONE = "same_phone"  # one phone for most entries of a day
    NEVER_EXIT = "never_exit"  # a week of entries and not one recorded exit
    CLOSED_HOURS = "closed_hours"  # entries on closed days or in the night
    CONSTANT_COUNTS = "constant_counts"  # the same count day after day
    QUIET_RUN = "quiet_run"  # "không có khách" day after day where others of the kind have visitors
    LATE_CLOSURE = "late_closure"  # a closure announced after the day
    IMPLAUSIBLE = "implausible"  # more people left than came, or far more came than anywhere else
    DUPLICATES = "duplicates"  # the same people again and again on one day
    MISSING = "missing"  # no data on open days in a row
    ROUND_BULK = "round_bulk"  # a team's rounds of a week, each typed in one minute
    ROUND_SAME = "round_same"  # every household of a team the same for a week
    ROUND_AT_NIGHT = "round_at_night"  # a round filed between midnight and four
    ROUND_AFTERWARDS = "round_afterwards"  # rounds filed after their day
    HEALTH_SAME = "health_same"  # one temperature for everybody of a session
    HEALTH_UNCHANGED = "health_unchanged"  # most people's temperature the same for a week
    HEALTH_BULK = "health_bulk"  # everybody's sessions of a week, each written in one minute
    HEALTH_AFTERWARDS = "health_afterwards"  # most of a day's records written the day after


class FlagOutcome(StrEnum):
    """What the officer found: có lý do, cần kiểm tra."""

    JUSTIFIED = "justified"
    TO_VERIFY = "to_verify"


class FlagStatus(StrEnum):
    """How a flag stands; derived, never stored."""

    WAITING = "waiting"  # the unit has time to explain
    UNEXPLAINED = "unexplained"  # the time is over and nothing was said: the only ones reported upwards
    EXPLAINED = "explained"  # the officer's turn
    JUSTIFIED = "justified"
    TO_VERIFY = "to_verify"


def status_of(*, outcome: FlagOutcome | None, is_explained: bool, explain_by: date, today: date) -> FlagStatus:
    """How a flag stands on a day; `explain_by` is the last day on which the unit may explain in time."""
    if outcome is not None:
        return FlagStatus(outcome.value)
    if is_explained:
        return FlagStatus.EXPLAINED
    return FlagStatus.WAITING if today <= explain_by else FlagStatus.UNEXPLAINED


def working_day_after(day: date, count: int, *, is_holiday: Callable[[date], bool]) -> date:
    """The `count`-th working day after a day."""
    while count:
        day += timedelta(1)
        if day.weekday() < SATURDAY and not is_holiday(day):
            count -= 1
    return day


def is_listed(day: date, holidays: Collection[str]) -> bool:
    """Whether a list of days of any year (`02/09`) or of one year (`12/02/2021`) has the day."""
    return bool({day.strftime("%d/%m"), day.strftime("%d/%m/%Y")} & set(holidays))
