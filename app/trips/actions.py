"""Trips are planned, depart, arrive; what was counted and listed of their passengers is kept."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from app import audit, clock
from app.access.scope import unscoped
from app.crypto import CellRef, current_keys, day_key_id, seal, seal_json
from app.db import db
from app.door import Viewer
from app.tallies.actions import bump_app
from app.tallies.hot_path import Call
from app.tallies.queries import is_late
from app.tallies.rules import NationalApp, late_part
from app.text import nfc
from app.trips.models import PassengerList, Trip, TripTally, TripVisit
from app.trips.passengers import has_passengers, list_aboard, people_cell
from app.trips.queries import TripFilter, TripLine, list_all_trips, list_tallies
from app.trips.rules import Person, TripStatus, is_open, trip_status
from app.trips.settings import longest
from app.units.models import Checkpoint, Unit
from app.visits.actions import end_stays_at_arrival
from app.visits.boarding import Boarding

_JOIN = unscoped(
    insert(TripVisit.__table__),  # type: ignore[arg-type]
    because="a passenger adds his own row by the code in the vehicle",
)


class TripKnown(Exception):
    """The vehicle has a departure at this moment already."""


class TripOver(Exception):
    """The trip has arrived, or was cancelled."""


class TripHasPassengers(Exception):
    """Passengers declared on the trip: it cannot be taken back, only brought to its end."""


def plan_trip(
    viewer: Viewer, checkpoint: Checkpoint, *, planned_at: datetime, route_from: str, route_to: str, seats: int | None
) -> Trip:
    """Let a vehicle depart at a moment. Raises TripKnown."""
    trip = Trip(unit_id=checkpoint.unit_id, checkpoint=checkpoint, planned_at=planned_at, seats=seats)
    trip.day, trip.created_at, trip.by_id = clock.local_day(planned_at), clock.now(), viewer.user_id
    trip.route_from, trip.route_to = nfc(route_from), nfc(route_to)
    try:
        with db.session.begin_nested():
            db.session.add(trip)
    except IntegrityError:
        raise TripKnown from None
    audit.record("trip.planned", trip.id, by=viewer, checkpoint_id=checkpoint.id)
    return trip


def copy_trips(viewer: Viewer, unit: Unit, *, from_day: date, to_day: date) -> int:
    """Plan for a day what went on another, at the same times by the clock; returns how many are new.

    Cancelled trips and vehicles that are no longer used are left out; copying again adds nothing.
    """
    known = {(line.trip.checkpoint_id, line.trip.planned_at) for line in _trips(viewer, unit, to_day)}
    copied = 0
    for trip in (line.trip for line in _trips(viewer, unit, from_day)):
        planned_at = trip.planned_at + timedelta((to_day - from_day).days)
        used = trip.checkpoint.retired_at is None and trip_status(trip) is not TripStatus.CANCELLED
        if used and (trip.checkpoint_id, planned_at) not in known:
            plan_trip(
                viewer,
                trip.checkpoint,
                planned_at=planned_at,
                route_from=trip.route_from,
                route_to=trip.route_to,
                seats=trip.seats,
            )
            copied += 1
    return copied


def _trips(viewer: Viewer, unit: Unit, day: date) -> Sequence[TripLine]:
    return list_all_trips(viewer, unit, TripFilter(day))


def move_open_trips(other: Unit, into: Unit, doors: Mapping[int, Checkpoint]) -> None:
    """Let what has not arrived of a unit that was merged go on with the vehicles in place of its own, by `doors`.

    Trips of which nobody will say any more how they ended stay where they were.
    """
    since = clock.now() - longest()
    stmt = select(Trip).where(Trip.unit_id == other.id, Trip.planned_at > since, Trip.checkpoint_id.in_(doors))
    for trip in db.session.scalars(unscoped(stmt, because="follows from a change of a unit in the viewer's scope")):
        if is_open(trip):
            trip.unit_id, trip.checkpoint = into.id, doors[trip.checkpoint_id]


def depart(viewer: Viewer, trip: Trip, *, at: datetime) -> None:
    """Note when the trip left; said again, the later word holds. Raises TripOver."""
    _hold_open(trip)
    trip.departed_at = at
    audit.record("trip.departed", trip.id, by=viewer)


def confirm_arrival(viewer: Viewer, trip: Trip, *, at: datetime) -> int:
    """Note when the trip arrived; its passengers' stays end then, as recorded exits. Returns how many did.

    Confirmed again, the first time stays; only who entered meanwhile is ended too. Raises TripOver when cancelled.
    """
    # Whoever is entering just now waits for this, or is seen by it.
    _hold(trip)
    if trip.cancelled_at:
        raise TripOver
    if trip.arrived_at is None:
        trip.arrived_at = at
        audit.record("trip.arrived", trip.id, by=viewer)
    return end_stays_at_arrival(list_aboard(trip), trip.arrived_at)


def cancel_trip(viewer: Viewer, trip: Trip) -> None:
    """The trip does not go. Raises TripOver, TripHasPassengers."""
    _hold_open(trip)
    if has_passengers(trip):
        raise TripHasPassengers
    trip.cancelled_at = clock.now()
    audit.record("trip.cancelled", trip.id, by=viewer)


def tally_trip(viewer: Viewer, trip: Trip, counted: Mapping[NationalApp, tuple[int, int]]) -> None:
    """Keep how many of the trip's passengers got in and out by what they showed; said again, the later word holds.

    Counts for the day of the trip. Raises TripOver when it was cancelled.
    """
    _hold(trip)
    if trip.cancelled_at:
        raise TripOver
    kept = {row.app: row for row in list_tallies(viewer, trip)}
    late = is_late(trip.day, clock.now())
    for app, (entries, exits) in sorted(counted.items()):
        row = kept.get(app) or TripTally(trip_id=trip.id, app=app, entry_count=0, exit_count=0, late_count=0)
        late_count = late_part(entries, row.entry_count - row.late_count, late=late)
        bump_app(
            trip.unit_id,
            trip.day,
            app,
            entries=entries - row.entry_count,
            exits=exits - row.exit_count,
            late=late_count - row.late_count,
        )
        row.entry_count, row.exit_count, row.late_count = entries, exits, late_count
        db.session.add(row)
    audit.record("trip.tallied", trip.id, by=viewer)


def keep_passengers(viewer: Viewer, trip: Trip, people: Sequence[Person]) -> None:
    """Keep who has a seat on the trip, sealed under the key of its day, in place of what was kept before.

    Raises KeyDestroyed once that day was erased.
    """
    sealed = seal_json(current_keys(), people_cell(trip), [[p.seat, p.full_name, p.phone] for p in people])
    old = delete(PassengerList).where(PassengerList.trip_id == trip.id)
    db.session.execute(unscoped(old, because="the list of a trip that the caller holds already"))
    db.session.add(PassengerList(trip_id=trip.id, day=trip.day, people=sealed))
    audit.record("trip.passengers_listed", trip.id, by=viewer)


def joining(boarding: Boarding, day: date, visit_id: str, seat: str) -> Call:
    """What stores that a visit belongs to a trip; the seat is sealed under the key of the visit's day."""
    keys, cell = current_keys(), CellRef("trip_visit", "seat", visit_id, day_key_id(day))
    sealed = seal(keys, cell, seat) if seat else None
    return Call(_JOIN, {"day": day, "visit_id": visit_id, "trip_id": boarding.trip_id, "seat": sealed})


def erase_seat(day: date, visit_id: str) -> None:
    """Who withdraws what he declared leaves no seat by which somebody could tell who he was; he counts as aboard."""
    left = update(TripVisit).where(TripVisit.day == day, TripVisit.visit_id == visit_id).values(seat=None)
    db.session.execute(unscoped(left, because="whoever withdraws holds the device that sent it"))


def _hold(trip: Trip) -> None:
    """Let nobody else change the trip until this transaction ends, and see what it has become."""
    db.session.refresh(trip, with_for_update={"of": Trip})


def _hold_open(trip: Trip) -> None:
    """`_hold` a trip that has not ended. Raises TripOver."""
    _hold(trip)
    if not is_open(trip):
        raise TripOver
