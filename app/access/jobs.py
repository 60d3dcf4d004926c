"""What access does on the clock."""

from datetime import date

from app.access import delays, sessions
from app.jobs import job


@job("forget-sign-ins", every="day 03:10")
def forget_sign_ins(today: date) -> int:
    """Remove counters of wrong passwords after hours and ended sessions after months. Safe to run again."""
    return delays.forget_old() + sessions.forget_old()
