"""Work on the clock."""

from datetime import date

from app.jobs import job
from app.loops import loop
from app.monitoring.freezing import publish_closed_days
from app.monitoring.keeping import keep_figures
from app.monitoring.rolling import count_next, roll_next

# A desk is at most a minute old: a job each minute would wait for other jobs.
loop("figures of days", roll_next)
loop("what waits", count_next)


@job("keep-figures", every="day 10:10")
def keep_closed_days(today: date) -> int:
    """Keep the figures of days whose door has closed to counts, for trends over months. Safe to run again."""
    return keep_figures(today)


@job("publish-counts", every="minute")
def publish_counts(today: date) -> int:
    """Write down what everybody is told of days whose door has closed, once. Safe to run again."""
    return publish_closed_days()
