"""The province's reports on the clock, and the alarm when one is missing."""

from datetime import date

from app.door import office_viewer
from app.jobs import job
from app.reports.notices import tell_missed, tell_ready
from app.reports.schedule import compile_due, missed


@job("compile-reports", every="minute", thinks_first=True)
def compile_reports(today: date) -> int:
    """Compile what is due, also what was missed while nobody ran, and say so. Safe to run again."""
    compiled = compile_due()
    tell_ready(compiled)
    return len(compiled)


@job("alert-missed-reports", every="minute", is_alarm=True)
def alert_missed_reports(today: date) -> int:
    """Raise the alarm for a report that is missing, once; by a job of its own, for when compiling fails.

    Where no worker runs the web server does it: nobody else would say that reports are missing.
    """
    return tell_missed(missed(office_viewer()))
