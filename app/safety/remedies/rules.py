"""When something is to be put right, and where that stands."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class RemedySource(StrEnum):
    """What found that something is to be put right."""

    ASSESSMENT = "assessment"
    INSPECTION = "inspection"


class RemedyStatus(StrEnum):
    """Where it stands on a day."""

    OVERDUE = "overdue"
    OPEN = "open"
    DONE = "done"


@dataclass(frozen=True)
class Evidence:
    """What shows that something was put right: words, a picture as `documents.pictures` makes it, or both."""

    note: str = ""
    photo: bytes | None = None

    def __bool__(self) -> bool:
        return bool(self.note.strip()) or self.photo is not None


def due_on(opened_on: date, days: int) -> date:
    """The last day to put it right."""
    return opened_on + timedelta(days)


def status_of(due: date, *, is_done: bool, today: date) -> RemedyStatus:
    """Done, or late from the day after the last one."""
    if is_done:
        return RemedyStatus.DONE
    return RemedyStatus.OVERDUE if today > due else RemedyStatus.OPEN
