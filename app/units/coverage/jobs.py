"""Work on the clock for must-register lists."""

from datetime import date, timedelta

from app.clock import day_start
from app.jobs import job
from app.units.coverage.actions import drop_previews, match_open

PREVIEW_DAYS = 7


@job("match-must-register-lists", every="day 02:10")
def match_lists(today: date) -> int:
    """Look for missing places in the register; forget files that nobody entered. Safe to run again."""
    drop_previews(before=day_start(today - timedelta(PREVIEW_DAYS)))
    return match_open()
