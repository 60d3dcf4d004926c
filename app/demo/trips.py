"""Trips of the demo become rows, as far as the clock of the story has come."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy import select

from app import clock
from app.access.scope import unscoped
from app.crypto import CellRef, current_keys, day_key_id, seal
from app.db import db
from app.demo.days import Stay
from app.demo.doors import BECAUSE, Door
from app.demo.fleet import Departure, departures
from app.tallies.actions import bump_app
from app.tallies.rules import NationalApp
from app.trips.models import Trip, TripTally, TripVisit
from app.units.rules import VehicleKind

PLANNED_BEFORE = timedelta(hours=5)
SEAT_SHARE = 0.7
Trips = Mapping[tuple[int, datetime], Trip]


def tell_trips(doors: Iterable[Door], day: date, until: datetime) -> Trips:
    """Plan the day's trips where they are not planned yet; let those depart and arrive that have by `until`.

    Returns the trips by vehicle and planned departure.
    """
    trips = dict(_known(day))
    going = [(door, each) for door in doors if door.is_open(day) for each in departures(door.vehicles, day)]
    for door, each in going:
        trip = trips.setdefault((each.checkpoint_id, each.planned_at), _trip(door, each, day))
        db.session.add(trip)
    db.session.flush()
    for _, each in going:
        _go(trips[each.checkpoint_id, each.planned_at], each, until)
    return trips


def _known(day: date) -> list[tuple[tuple[int, datetime], Trip]]:
    stmt = unscoped(select(Trip).where(Trip.day == day), because=BECAUSE)
    return [((trip.checkpoint_id, trip.planned_at), trip) for trip in db.session.scalars(stmt)]


def _trip(door: Door, each: Departure, day: date) -> Trip:
    return Trip(
        unit_id=door.unit_id,
        checkpoint_id=each.checkpoint_id,
        day=day,
        planned_at=each.planned_at,
        route_from=each.route_from,
        route_to=each.route_to,
        seats=each.vehicle.seats,
        created_at=clock.day_start(day) - PLANNED_BEFORE,
    )


def _go(trip: Trip, each: Departure, until: datetime) -> None:
    if each.departs_at < until:
        trip.departed_at = each.departs_at
    if each.arrives_at < until and trip.arrived_at is None:
        trip.arrived_at = each.arrives_at
        if each.vehicle.kind is VehicleKind.COACH:
            _tally(trip)


def _tally(trip: Trip) -> None:
    """Some of a coach's passengers show NCOVI to the driver."""
    count = Random(f"tally {trip.checkpoint_id} {trip.planned_at.isoformat()}").randrange(4, 16)
    row = TripTally(trip_id=trip.id, app=NationalApp.NCOVI, entry_count=count, exit_count=count, late_count=0)
    db.session.add(row)
    bump_app(trip.unit_id, trip.day, NationalApp.NCOVI, entries=count, exits=count, late=0)


def seat_passengers(day: date, entered: Sequence[Stay], trips: Trips) -> None:
    """Join the stays of a day to their trips."""
    for stay in entered:
        if stay.departure:
            trip = trips[stay.departure.checkpoint_id, stay.departure.planned_at]
            db.session.add(TripVisit(day=day, visit_id=stay.id, trip_id=trip.id, seat=_seat(day, stay)))


def _seat(day: date, stay: Stay) -> bytes | None:
    rng = Random(f"seat {stay.id}")
    if stay.departure is None or rng.random() > SEAT_SHARE:
        return None
    cell = CellRef("trip_visit", "seat", stay.id, day_key_id(day))
    return seal(current_keys(), cell, str(rng.randrange(1, stay.departure.vehicle.seats + 1)))
