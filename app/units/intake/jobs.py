"""What imports do on the clock."""

from datetime import date, timedelta

from app.clock import at
from app.jobs import job
from app.units.intake.actions import expire_imports

KEPT_DAYS = 7


@job("forget-import-files", every="day 03:20")
def forget_import_files(today: date) -> int:
    """Let go of files sent a week ago and of the rows that nobody entered. Safe to run again."""
    return expire_imports(at(today - timedelta(KEPT_DAYS), 0))
