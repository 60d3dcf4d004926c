"""Work on the clock."""

from datetime import date

from app.clock import now
from app.jobs import job
from app.visits import actions


@job("end-elapsed-stays", every="minute")
def end_elapsed_stays(today: date) -> int:
    """End the stays whose hours are over by now, whatever the day asked for. Safe to run again."""
    return actions.end_elapsed_stays(now())
