"""Work on the clock: reminders of rounds, teams that have ended."""

from datetime import date

from app.door import office_viewer
from app.jobs import job
from app.zones.actions.teams import close_doors
from app.zones.queries.teams import list_ended_open
from app.zones.reminders import ask_for_rounds, settle_rounds
from app.zones.rules import RoundSession


@job("remind-of-rounds", every="minute")
def remind_of_rounds(today: date) -> int:
    """Begin the reminders of today's rounds, and end those of bodies whose teams have filed. Safe to run again."""
    count = 0
    for session in RoundSession:
        count += ask_for_rounds(today, session)
        settle_rounds(today, session)
    return count


@job("close-ended-teams", every="day 00:10")
def close_ended_teams(today: date) -> int:
    """Take teams whose last day has passed from their members' accounts, and kill their links. Safe to run again."""
    ended = list_ended_open(today)
    for team in ended:
        close_doors(office_viewer(), team)
    return len(ended)
