"""The trip that the passengers of a vehicle enter now. Trips are kept by a later chapter, which registers itself here.

Only codes of vehicles ask; a gate's form and entry cost what they cost without.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from app.tallies.hot_path import Call
from app.visits.gates import Gate


@dataclass(frozen=True, slots=True)
class Boarding:
    """A trip as its passengers' page shows it; equal ones make equal pages."""

    trip_id: int
    route_from: str
    route_to: str
    planned_at: datetime


class Keeper(NamedTuple):
    """Who knows the trips.

    `find`: (checkpoint, moment) → what boards; `join`: (trip, a visit's day, its id, seat); `leave_seat`: (visit's day,
    its id), when whoever sat there withdrew.
    """

    find: Callable[[int, datetime], Boarding | None]
    join: Callable[[Boarding, date, str, str], Call]
    leave_seat: Callable[[date, str], None]


_keepers: list[Keeper] = []


def keep_trips(keeper: Keeper) -> None:
    """Let a later chapter say which trip boards, and keep who is on it."""
    _keepers[:] = [keeper]


def find_boarding(gate: Gate, at: datetime) -> Boarding | None:
    """The trip of a vehicle that boards at this moment, if any does; of a gate none, unasked."""
    return _keepers[0].find(gate.checkpoint_id, at) if gate.is_vehicle and _keepers else None


def join_trip(boarding: Boarding, day: date, visit_id: str, seat: str) -> Call:
    """What stores that a visit belongs to a trip, the seat sealed."""
    return _keepers[0].join(boarding, day, visit_id, seat)


def erase_seat(day: date, visit_id: str) -> None:
    """Nobody is to know any more where he sat whose entry this is."""
    if _keepers:
        _keepers[0].leave_seat(day, visit_id)
