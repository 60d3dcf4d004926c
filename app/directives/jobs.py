"""Letters on the clock: addressees hear of a letter on its day, and are reminded of each period from when it opens."""

from datetime import date, timedelta

from app.clock import now
from app.directives.periods import due_at, opens_at
from app.directives.queries import list_directives
from app.directives.queries.drafts import periods_of
from app.directives.reminders import BEGUN_UNTIL, announce, ask_for_confirmations
from app.jobs import job

# The worker may have been down when a letter's day began.
ANNOUNCED_UNTIL = timedelta(days=3)


@job("remind-of-letters", every="minute")
def remind_of_letters(today: date) -> int:
    """Begin the reminders of letters sent lately and of periods that can be confirmed. Safe to run again."""
    at, count = now(), 0
    for letter in list_directives():
        if letter.published_on <= today <= letter.published_on + ANNOUNCED_UNTIL:
            count += announce(letter)
        for period in periods_of(letter)[-3:]:
            if opens_at(period) <= at < due_at(period, letter.cut_off_hour) + BEGUN_UNTIL:
                count += ask_for_confirmations(letter, period)
    return count
