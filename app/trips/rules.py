"""When a trip boards, how it stands, and who of a passenger list has declared."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Protocol, TypeVar

from app.text import search_key

MOST_PASSENGERS = 2000


class TripStatus(StrEnum):
    PLANNED = "planned"
    UNDER_WAY = "under_way"
    ARRIVED = "arrived"
    CANCELLED = "cancelled"


class Departure(Protocol):
    """What of a trip decides how it stands."""

    planned_at: datetime
    departed_at: datetime | None
    arrived_at: datetime | None
    cancelled_at: datetime | None


Trip = TypeVar("Trip", bound=Departure)


def trip_status(trip: Departure) -> TripStatus:
    """How a trip stands."""
    if trip.cancelled_at:
        return TripStatus.CANCELLED
    if trip.arrived_at:
        return TripStatus.ARRIVED
    return TripStatus.UNDER_WAY if trip.departed_at else TripStatus.PLANNED


def is_open(trip: Departure) -> bool:
    """Whether passengers may still be on the trip."""
    return trip_status(trip) in (TripStatus.PLANNED, TripStatus.UNDER_WAY)


def boarding_trip(trips: Iterable[Trip], at: datetime, *, opens_before: timedelta, longest: timedelta) -> Trip | None:
    """The trip of one vehicle whose boarding window holds the moment; the later one where two windows do.

    A window opens `opens_before` the planned departure, but not before the vehicle left on its trip before. It closes
    with the arrival, and when nobody confirms one, `longest` after the planned departure.
    """
    ordered = sorted((trip for trip in trips if not trip.cancelled_at), key=lambda trip: trip.planned_at)
    found = [
        trip
        for before, trip in pairwise([None, *ordered])
        if trip and is_open(trip) and _opens_at(trip, before, opens_before) <= at < trip.planned_at + longest
    ]
    return found[-1] if found else None


def _opens_at(trip: Departure, before: Departure | None, opens_before: timedelta) -> datetime:
    opens_at = trip.planned_at - opens_before
    return max(opens_at, before.departed_at or before.planned_at) if before else opens_at


@dataclass(frozen=True)
class Person:
    """Somebody of a passenger list, or who declared on the trip; seat and phone may be empty."""

    seat: str
    full_name: str
    phone: str


def match_passengers(listed: Sequence[Person], declared: Sequence[Person]) -> dict[int, int]:
    """Who of the list declared: positions in `declared` by positions in `listed`, each at most once.

    By phone and name, then by a phone alone (one phone declares for a family: the seats go in order), then by name
    where the list or the declaration has no other of that name.
    """
    found: dict[int, int] = {}
    for key in (_phone_and_name, _phone):
        _pair(listed, declared, key, found)
    _pair(_only(listed), _only(declared), _name, found)
    return found


def _pair(
    listed: Sequence[Person | None],
    declared: Sequence[Person | None],
    key: Callable[[Person], Hashable],
    found: dict[int, int],
) -> None:
    waiting: dict[Hashable, list[int]] = {}
    for number, person in enumerate(declared):
        if person and number not in found.values() and (value := key(person)):
            waiting.setdefault(value, []).append(number)
    for number, person in enumerate(listed):
        if person and number not in found and waiting.get(value := key(person)):
            found[number] = waiting[value].pop(0)


def _only(people: Sequence[Person]) -> list[Person | None]:
    """The people in their places, without those who share a name."""
    names = [_name(person) for person in people]
    return [person if names.count(name) == 1 else None for person, name in zip(people, names, strict=True)]


def _phone_and_name(person: Person) -> Hashable:
    return (person.phone, _name(person)) if person.phone else None


def _phone(person: Person) -> Hashable:
    return person.phone or None


def _name(person: Person) -> str:
    return search_key(person.full_name)


def nearest_time(planned: datetime, typed: time) -> datetime:
    """The moment with this time of the day that is nearest to `planned`, both by the same clocks."""
    same_day = datetime.combine(planned.date(), typed, planned.tzinfo)
    return min((same_day + timedelta(n) for n in (-1, 0, 1)), key=lambda moment: abs(moment - planned))


def next_time(left: datetime, typed: time) -> datetime:
    """The first moment with this time of the day that is not before the minute of `left`, both by the same clocks."""
    same_day = datetime.combine(left.date(), typed, left.tzinfo)
    return same_day if same_day >= left.replace(second=0, microsecond=0) else same_day + timedelta(1)
