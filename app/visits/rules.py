"""How a stay begins and ends."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from app.units.rules import UnitKind

MOST_PEOPLE = 100_000


class ExitKind(StrEnum):
    """How the end of a stay is known; only RECORDED is a fact, the others are estimates and are marked so."""

    RECORDED = "recorded"
    ELAPSED = "elapsed"  # closed by itself after the hours usual for the kind of unit
    ELSEWHERE = "elsewhere"  # the same person entered another unit
    REPEATED = "repeated"  # the same person entered the same unit again


# Hours after which a stay without an exit is taken to be over; longer than nearly everybody stays.
STAY_HOURS: Mapping[UnitKind, int] = {
    UnitKind.OFFICE: 10,
    UnitKind.HOSPITAL: 24,
    UnitKind.SCHOOL: 12,
    UnitKind.COMPANY: 14,
    UnitKind.SUPERMARKET: 4,
    UnitKind.MARKET: 4,
    UnitKind.HOTEL: 24,
    UnitKind.LODGING: 24,
    UnitKind.RESTAURANT: 4,
    UnitKind.EATERY: 3,
    UnitKind.CAFE: 4,
    UnitKind.SHOP: 3,
    UnitKind.TRANSPORT: 6,
    UnitKind.QUARANTINE_SITE: 24,
    UnitKind.OTHER: 8,
}


def exit_time(checked_in_at: datetime, left_at: datetime) -> datetime:
    """When a stay ended; never before it began, whatever a clock that jumped back says."""
    return max(checked_in_at, left_at)


def elapsed_time(checked_in_at: datetime, hours: int) -> datetime:
    """When a stay is taken to have ended by itself."""
    return checked_in_at + timedelta(hours=hours)


def may_record_exit(exit_kind: ExitKind | None) -> bool:
    """Whether a real exit may still be noted: on an open stay, and over an end that was assumed from the hours."""
    return exit_kind in (None, ExitKind.ELAPSED)


def is_exit_estimated(exit_kind: ExitKind | None) -> bool:
    """Whether the end of a stay is a guess."""
    return exit_kind is not None and exit_kind is not ExitKind.RECORDED


class Crowding(StrEnum):
    """How much of a unit's room is taken."""

    QUIET = "quiet"
    BUSY = "busy"
    CROWDED = "crowded"
    FULL = "full"


def crowding_of(people: int, capacity: int) -> Crowding:
    """The word for so many people in so much room: half, four fifths, all of it."""
    if people >= capacity:
        return Crowding.FULL
    if people * 5 >= capacity * 4:
        return Crowding.CROWDED
    return Crowding.BUSY if people * 2 >= capacity else Crowding.QUIET
