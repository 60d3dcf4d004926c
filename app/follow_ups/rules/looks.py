"""Opening people's cases outside one's duty: what for, and how many in an hour before a second officer is asked."""

from datetime import timedelta
from enum import StrEnum

# So long a case that was opened outside duty stays open to who gave the reason.
LOOK_LASTS = timedelta(minutes=30)
COUNTED_FOR = timedelta(hours=1)


class LookPurpose(StrEnum):
    """What somebody's case is opened for."""

    TRACING = "tracing"
    TREATMENT = "treatment"
    SUPERVISION = "supervision"
    COMPLAINT = "complaint"
    OTHER = "other"


def may_open_another(opened: int, releases: int, most: int) -> bool:
    """Whether somebody who opened so many people in the last hour may open one more.

    Each release by a second officer in that hour is good for as many again.
    """
    return opened < most * (1 + releases)
