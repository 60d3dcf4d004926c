"""How a stay begins and ends."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from app.units.rules import ENTRY_ONLY, UnitKind, VehicleKind

MOST_PEOPLE = 100_000


class ExitKind(StrEnum):
    """How the end of a stay is known; those in FACTS are facts, the others are estimates and are marked so."""

    RECORDED = "recorded"
    ARRIVED = "arrived"  # the attendant confirmed that the passenger's trip had arrived
    ELAPSED = "elapsed"  # closed by itself after the hours usual for the kind of unit
    ELSEWHERE = "elsewhere"  # the same person entered another unit
    REPEATED = "repeated"  # the same person entered the same unit again
    NOT_EXPECTED = "not_expected"  # got into a taxi: nobody is there to record where he got out


FACTS = frozenset({ExitKind.RECORDED, ExitKind.ARRIVED})

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


def is_late(checked_in_at: datetime, *, now: datetime, late_hours: int) -> bool:
    """Whether somebody has been inside so long that he may have forgotten to record his exit."""
    return now - checked_in_at >= timedelta(hours=late_hours)


def may_record_exit(exit_kind: ExitKind | None) -> bool:
    """Whether a real exit may still be noted: on an open stay, and over an end that was assumed from the hours."""
    return exit_kind in (None, ExitKind.ELAPSED)


def assumed_end(kind: ExitKind, vehicle: VehicleKind | None) -> ExitKind:
    """How an end that nobody recorded is kept: `kind`, but of a taxi no end was expected."""
    return ExitKind.NOT_EXPECTED if vehicle in ENTRY_ONLY else kind


def counts_as_estimate(exit_kind: ExitKind) -> bool:
    """Whether the day book counts this end among the estimated exits, which lower the share of recorded ones."""
    return exit_kind not in FACTS and exit_kind is not ExitKind.NOT_EXPECTED


def is_exit_estimated(exit_kind: ExitKind | None) -> bool:
    """Whether the end of a stay is a guess."""
    return exit_kind is not None and exit_kind not in FACTS


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
