"""Work on the clock."""

from datetime import date

from app.jobs import job
from app.monitoring.keeping import keep_figures


@job("keep-figures", every="day 10:10")
def keep_closed_days(today: date) -> int:
    """Keep the figures of days whose door has closed to counts, for trends over months. Safe to run again."""
    return keep_figures(today)
