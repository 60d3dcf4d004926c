"""Reading trips."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app import clock
from app.access.scope import Rows, unscoped, within
from app.db import db
from app.door import Absent, Viewer
from app.trips import settings
from app.trips.models import Trip, TripTally, TripVisit
from app.trips.rules import TripStatus, boarding_trip
from app.units.models import Checkpoint, Unit
from app.units.queries import list_checkpoints
from app.units.rules import CheckpointKind, goes_by_trips
from app.visits.boarding import Boarding
from app.visits.models import Visit
from app.web.pagination import Page, Wish, paginate

# Somebody who entered before the carrier was merged with its double entered the other unit, on the same trip.
ON_TRIP = "who is on a trip that the viewer holds already"


class TripOrder(StrEnum):
    """How a list of trips may be sorted."""

    DEPARTURE = "departure"
    VEHICLE = "vehicle"


@dataclass(frozen=True)
class TripFilter:
    """What the list of a unit's trips of a day is narrowed to."""

    day: date
    checkpoint_id: int | None = None
    status: TripStatus | None = None
    order: TripOrder = TripOrder.DEPARTURE


@dataclass(frozen=True)
class TripLine:
    """A trip in a list, with how many declared on it, and how many of them have no exit yet."""

    trip: Trip
    declared_count: int
    aboard_count: int


def find_boarding(checkpoint_id: int, at: datetime) -> Boarding | None:
    """The trip that a vehicle's passengers enter at this moment; for citizens, who hold nothing but its code."""
    opens_before, longest = settings.opens_before(), settings.longest()
    stmt = select(
        *(Trip.id, Trip.route_from, Trip.route_to, Trip.planned_at),
        *(Trip.departed_at, Trip.arrived_at, Trip.cancelled_at),
    ).where(
        Trip.checkpoint_id == checkpoint_id,
        # The trip before the first one that may board is among them: it says when that one's boarding opens.
        Trip.planned_at.between(at - 2 * longest, at + opens_before),
    )
    trips = db.session.execute(unscoped(stmt, because="the code in the vehicle is the capability")).all()
    found: Any = boarding_trip(trips, at, opens_before=opens_before, longest=longest)
    return Boarding(found.id, found.route_from, found.route_to, found.planned_at) if found else None


def get_trip(viewer: Viewer, unit: Unit, trip_id: int) -> Trip:
    """A trip of one of the viewer's units. Raises Absent."""
    stmt = within(viewer, Trip).where(Trip.unit_id == unit.id, Trip.id == trip_id)
    found: Trip | None = db.session.scalar(stmt.options(joinedload(Trip.checkpoint).joinedload(Checkpoint.vehicle)))
    if found is None:
        raise Absent
    return found


def is_planned(viewer: Viewer, vehicle: Checkpoint, planned_at: datetime) -> bool:
    """Whether a trip of the vehicle, a cancelled one too, leaves at this moment."""
    stmt = within(viewer, Trip).where(Trip.checkpoint_id == vehicle.id, Trip.planned_at == planned_at)
    return db.session.scalar(stmt.with_only_columns(Trip.id)) is not None


def list_trips(viewer: Viewer, unit: Unit, wanted: TripFilter, wish: Wish) -> Page:
    """A page of a unit's trips of a day, as TripLines."""
    page = paginate(_filtered(viewer, unit, wanted), wish)
    return Page(_lines(page.rows), page.number, page.size, page.total)


def list_all_trips(viewer: Viewer, unit: Unit, wanted: TripFilter) -> Sequence[TripLine]:
    """What `list_trips` pages through, whole."""
    return _lines(db.session.scalars(_filtered(viewer, unit, wanted)).all())


def _filtered(viewer: Viewer, unit: Unit, wanted: TripFilter) -> Rows:
    stmt: Rows = within(viewer, Trip).where(Trip.unit_id == unit.id, Trip.day == wanted.day)
    if wanted.checkpoint_id is not None:
        stmt = stmt.where(Trip.checkpoint_id == wanted.checkpoint_id)
    if wanted.status:
        stmt = stmt.where(*_in_status(wanted.status))
    return stmt.options(joinedload(Trip.checkpoint)).order_by(*ORDERS[wanted.order])


ORDERS = {
    TripOrder.DEPARTURE: (Trip.planned_at, Trip.id),
    TripOrder.VEHICLE: (Trip.checkpoint_id, Trip.planned_at, Trip.id),
}


def _in_status(status: TripStatus) -> tuple[Any, ...]:
    """The conditions that `trip_status` is `status`."""
    going, arrived = Trip.cancelled_at.is_(None), Trip.arrived_at.is_not(None)
    return {
        TripStatus.CANCELLED: (~going,),
        TripStatus.ARRIVED: (going, arrived),
        TripStatus.UNDER_WAY: (going, ~arrived, Trip.departed_at.is_not(None)),
        TripStatus.PLANNED: (going, ~arrived, Trip.departed_at.is_(None)),
    }[status]


def _lines(trips: Sequence[Trip]) -> list[TripLine]:
    days = {trip.day + timedelta(n) for trip in trips for n in (-1, 0, 1)}
    stmt = (
        select(TripVisit.trip_id, func.count(), func.count(Visit.checked_out_at))
        .join(Visit, (Visit.day == TripVisit.day) & (Visit.id == TripVisit.visit_id))
        .where(TripVisit.trip_id.in_([trip.id for trip in trips]), Visit.day.in_(sorted(days)))
        .group_by(TripVisit.trip_id)
    )
    rows = db.session.execute(unscoped(stmt, because=ON_TRIP)) if trips else ()
    counts = {trip_id: (declared, left) for trip_id, declared, left in rows}
    return [
        TripLine(trip, declared, declared - left) for trip in trips for declared, left in [counts.get(trip.id, (0, 0))]
    ]


def list_tallies(viewer: Viewer, trip: Trip) -> Sequence[TripTally]:
    """What was tallied of the trip's passengers who did not declare here."""
    return db.session.scalars(within(viewer, TripTally).where(TripTally.trip_id == trip.id)).all()


def list_vehicles(viewer: Viewer, unit: Unit) -> Sequence[Checkpoint]:
    """The unit's vehicles in use that go by trips."""
    points = list_checkpoints(viewer, unit)
    return [point for point in points if point.vehicle and point.vehicle.by_trips_from_on]


def has_vehicles(unit: Unit) -> bool:
    """Whether the unit has a vehicle, of whichever kind; of a unit that the caller holds already."""
    return any(point.kind is CheckpointKind.VEHICLE and point.retired_at is None for point in unit.checkpoints)


def days_without_trips(viewer: Viewer, unit: Unit, first: date, last: date) -> frozenset[date]:
    """The days from `first` to `last` on which nothing but vehicles could have been open, and none of them went."""
    stmt = within(viewer, Checkpoint).where(Checkpoint.unit_id == unit.id).options(joinedload(Checkpoint.vehicle))
    points = db.session.scalars(stmt).all()
    spells = [
        (
            clock.local_day(point.created_at),
            clock.local_day(point.retired_at) if point.retired_at else None,
            point.vehicle.by_trips_from_on if point.vehicle else None,
        )
        for point in points
    ]
    by_trips = {day for day in clock.days(first, last) if goes_by_trips(spells, day)}
    return frozenset(by_trips - _days_with_trips(viewer, unit, first, last)) if by_trips else frozenset()


def _days_with_trips(viewer: Viewer, unit: Unit, first: date, last: date) -> set[date]:
    """A trip that was cancelled when its day was over was due all the same."""
    stmt = within(viewer, Trip).where(Trip.unit_id == unit.id, Trip.day.between(first, last))
    rows = db.session.execute(stmt.with_only_columns(Trip.day, Trip.cancelled_at))
    return {day for day, cancelled_at in rows if not cancelled_at or clock.local_day(cancelled_at) > day}
