"""How a job stands: what its last times say."""

from datetime import datetime, timedelta
from enum import StrEnum

# A job of the day is missed when a whole day and two hours passed; one of the minute after ten.
LATE_AFTER_DAY = timedelta(hours=26)
LATE_AFTER_MINUTE = timedelta(minutes=10)


class Health(StrEnum):
    """What a reader of the jobs' page has to know."""

    WELL = "well"
    NEVER = "never"
    LATE = "late"
    FAILING = "failing"


def job_health(every: str, *, succeeded_at: datetime | None, failed_at: datetime | None, at: datetime) -> Health:
    """How a job that is due `every` minute or day stands at an instant."""
    if failed_at and (succeeded_at is None or failed_at > succeeded_at):
        return Health.FAILING
    if succeeded_at is None:
        return Health.NEVER
    limit = LATE_AFTER_MINUTE if every == "minute" else LATE_AFTER_DAY
    return Health.LATE if at - succeeded_at > limit else Health.WELL
