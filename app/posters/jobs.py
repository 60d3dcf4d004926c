"""Work on the clock."""

from datetime import date

from app.clock import now
from app.jobs import job
from app.posters import actions


@job("forget-poster-files", every="day 02:40")
def forget_poster_files(today: date) -> int:
    """Remove the files of ordered posters whose days are over by now. Safe to run again."""
    return actions.forget_files(now())
