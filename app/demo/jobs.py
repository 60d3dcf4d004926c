"""The story goes on while somebody looks at it: in development only, once a day and after every start."""

from datetime import date

from app import clock
from app.demo.telling import tell_on, told_until
from app.jobs import job


@job("demo-advance", every="minute")
def advance_demo(today: date) -> int:
    """Tell the missing days. Acts only on the first call of a day, so that nothing moves under somebody's hands."""
    told = told_until()
    if told is None or clock.local_day(told) >= today:
        return 0
    return tell_on(clock.now())
