"""The end of days, on the clock."""

from datetime import date

from app.door import office_viewer
from app.jobs import job
from app.privacy.actions import erase_day
from app.privacy.lists import erase_left, erase_list, list_due_teams
from app.privacy.queries import list_due_days


# Each minute, not each night: a worker that was down makes up for it as soon as it is back.
@job("erase-elapsed-days", every="minute")
def erase_elapsed_days(today: date) -> int:
    """Erase the days that have reached their end. Safe to run again."""
    due = list_due_days(today=today)
    for day in due:
        erase_day(office_viewer(), day)
    return len(due)


@job("erase-elapsed-lists", every="minute")
def erase_elapsed_lists(today: date) -> int:
    """Erase the lists of teams, and names of households, that have reached their end. Safe to run again."""
    due = list_due_teams(today=today)
    for team in due:
        erase_list(office_viewer(), team)
    return len(due) + erase_left(today=today)
