"""Work on the clock."""

from datetime import date

from app.jobs import job
from app.safety.reminders import remind_districts, remind_managers
from app.safety.sources.actions import count_ratings


@job("remind-of-safety", every="day 07:30")
def remind_of_safety(today: date) -> int:
    """Remind managers of levels that end soon, districts of places without a fresh grade. Safe to run again."""
    return remind_managers() + remind_districts(today)


@job("count-ratings", every="day 03:50")
def count_ratings_of_visitors(today: date) -> int:
    """Count how visitors rated units lately. Safe to run again."""
    return count_ratings(today)
