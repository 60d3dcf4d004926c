"""What a guard can do at a door, what may be done about somebody who is held, and until when it can be undone."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from app.declarations.rules import Handling, RiskLevel

UNDO_SECONDS = 30
LINK_HOURS = 24
# Clocks that differ by less tell the same time.
CLOCK_TOLERANCE = timedelta(minutes=2)
# What was noted without network longer ago than this is taken for the work of a wrong clock.
OLDEST_QUEUED = timedelta(days=14)


class ActKind(StrEnum):
    """One thing that a guard did."""

    ENTERED = "entered"
    LEFT = "left"
    HELD = "held"  # a declaration asked for a second look
    KEPT_OUT = "kept_out"
    REFUSED_SCAN = "refused_scan"
    APP_IN = "app_in"
    APP_OUT = "app_out"


class Decision(StrEnum):
    """What the guard did about somebody who was held. The portal advises, the unit decides."""

    ADMITTED = "admitted"  # asked again, nothing against it
    SCREENED = "screened"  # taken to the screening room
    SEATED = "seated"  # given a seat apart
    KEPT_OUT = "kept_out"  # waits outside for the health worker


class Clock(StrEnum):
    """By whose clock the moment of an act is known."""

    SERVER = "server"
    DEVICE = "device"  # noted without network, by a clock that went right
    CORRECTED = "corrected"  # by a clock that was wrong by as much as was seen
    UNKNOWN = "unknown"  # the clock was changed meanwhile: the moment is that of sending


DECISIONS: Mapping[Handling, Sequence[Decision]] = {
    Handling.SCREEN: (Decision.SCREENED, Decision.ADMITTED),
    Handling.SEAT: (Decision.SEATED, Decision.ADMITTED),
    Handling.CALL: (Decision.KEPT_OUT, Decision.ADMITTED),
}
LETTING_IN = frozenset(Decision) - {Decision.KEPT_OUT}


def needs_decision(risk: RiskLevel) -> bool:
    """Whether the guard has to look a second time."""
    return risk is not RiskLevel.GREEN


def may_undo(at: datetime, undone_at: datetime | None, *, now: datetime) -> bool:
    """Whether an act can still be undone."""
    return undone_at is None and timedelta(0) <= now - at <= timedelta(seconds=UNDO_SECONDS)


def is_link_alive(invited_at: datetime, *, now: datetime) -> bool:
    """Whether a machine can still be enrolled by its link."""
    return now - invited_at <= timedelta(hours=LINK_HOURS)


def happened_at(
    noted: datetime, noted_offset: timedelta, sent_offset: timedelta, *, now: datetime
) -> tuple[datetime, Clock]:
    """When something was done that a device noted without network, and how well that is known.

    `noted` is the device's clock then; an offset is how far the server was ahead of it, as last seen at that time and
    now. A clock that was set in between, or that names a moment to come or long ago, says nothing.
    """
    at = noted + sent_offset
    if abs(sent_offset - noted_offset) > CLOCK_TOLERANCE or not now - OLDEST_QUEUED <= at <= now + CLOCK_TOLERANCE:
        return now, Clock.UNKNOWN
    at = min(at, now)
    return at, Clock.DEVICE if abs(sent_offset) <= CLOCK_TOLERANCE else Clock.CORRECTED
