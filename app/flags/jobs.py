"""Work on the clock."""

from datetime import date, timedelta

from app.flags.actions import find_flags
from app.jobs import job


@job("find-flags", every="day 10:30")
def find_flags_of_yesterday(today: date) -> int:
    """Look for odd data of the day before, whose door has closed to counts. Safe to run again."""
    return find_flags(today - timedelta(1))
