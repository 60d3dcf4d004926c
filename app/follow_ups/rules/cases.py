"""What a case is, how it may change, and how it ends."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class CaseClass(StrEnum):
    """Why somebody is followed: infected, exposed in one of three degrees, or back from elsewhere."""

    F0 = "f0"
    F1 = "f1"
    F2 = "f2"
    F3 = "f3"
    RETURNING = "returning"


class Reason(StrEnum):
    """The ill are isolated, the exposed are quarantined; cách ly covers both."""

    ISOLATION = "isolation"
    QUARANTINE = "quarantine"


class Place(StrEnum):
    """Where somebody stays. In hospital nobody owes an update."""

    SITE = "site"
    HOME = "home"
    HOSPITAL = "hospital"


class CaseEnd(StrEnum):
    """How a case ended."""

    COMPLETED = "completed"
    EARLY = "early"  # with a reason
    MOVED = "moved"  # out of the province
    DIED = "died"


class SampleResult(StrEnum):
    """What is known of a sample."""

    DUE = "due"
    TAKEN = "taken"
    NEGATIVE = "negative"
    POSITIVE = "positive"


# What a sample showed: another result is a correction.
FINAL_RESULTS = frozenset({SampleResult.NEGATIVE, SampleResult.POSITIVE})


@dataclass(frozen=True)
class Correction:
    """What stood there as the corrector saw it, what is right, why; `case_class`: what the person is from now on."""

    seen: SampleResult
    result: SampleResult
    reason: str
    case_class: CaseClass | None = None


class PaperKind(StrEnum):
    """What a case is written for."""

    ORDER = "order"
    EXTENSION = "extension"
    CERTIFICATE = "certificate"
    SERVICE = "service"  # that one of the others was handed over


class Serving(StrEnum):
    """How a document came to the person."""

    HAND = "hand"
    FAMILY = "family"
    POST = "post"
    POSTED_UP = "posted_up"


class NeedKind(StrEnum):
    """What isolated families ask for."""

    FOOD = "food"
    MEDICINE = "medicine"
    DIALYSIS = "dialysis"
    CHILDBIRTH = "childbirth"
    OTHER = "other"


class BedProblem(StrEnum):
    """Why somebody cannot be put into a room."""

    UNKNOWN = "unknown"  # the site has no such room
    FULL = "full"
    TAKEN = "taken"  # the bed


# What cannot wait, in the order in which it is answered; the rest follows by the time that it has waited.
URGENT_NEEDS = (NeedKind.DIALYSIS, NeedKind.CHILDBIRTH, NeedKind.MEDICINE)


def may_be_written(
    kind: PaperKind,
    *,
    end: CaseEnd | None,
    planned_end_on: date,
    today: date,
    was_extended: bool,
    left_positive: bool = False,
) -> bool:
    """Whether a document says something true: nobody has completed before the last day, or has had put off nothing.

    Nor has completed who turned out to be infected as he left.
    """
    if kind is PaperKind.EXTENSION:
        return was_extended
    if kind is PaperKind.CERTIFICATE and left_positive:
        return False
    is_over = end is CaseEnd.COMPLETED or (end is None and planned_end_on <= today)
    return is_over or kind is not PaperKind.CERTIFICATE


def reason_of(case_class: CaseClass) -> Reason:
    """Only who is infected is isolated, in the narrow sense of the word."""
    return Reason.ISOLATION if case_class is CaseClass.F0 else Reason.QUARANTINE
