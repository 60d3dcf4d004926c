"""Who is on a trip, and who of its passenger list has not declared: opened in memory, shown masked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from app.access.scope import unscoped, within
from app.crypto import CellRef, Unreadable, current_keys, day_key_id, unseal, unseal_json
from app.db import db
from app.door import Viewer
from app.text import mask_name
from app.trips.models import PassengerList, Trip, TripVisit
from app.trips.queries import ON_TRIP
from app.trips.rules import Person, match_passengers
from app.visits.actions import Aboard
from app.visits.models import Visit
from app.visits.rules import is_exit_estimated, may_record_exit
from app.visits.stays import open_visitor


@dataclass(frozen=True)
class Declared:
    """A passenger who declared: `masked_name` is None once his day was erased, `is_listed` says that the seat is the
    carrier's word and not his own.
    """

    masked_name: str | None
    seat: str
    is_listed: bool
    checked_in_at: datetime
    checked_out_at: datetime | None
    is_estimated: bool


@dataclass(frozen=True)
class Missing:
    """Somebody of the passenger list who has not declared."""

    masked_name: str
    seat: str


@dataclass(frozen=True)
class Manifest:
    """A trip's people. `listed_count` is None without a list."""

    declared: Sequence[Declared]
    missing: Sequence[Missing]
    listed_count: int | None
    aboard_count: int


def get_manifest(viewer: Viewer, trip: Trip) -> Manifest:
    """Who declared on the trip, in the order of entry, and who of its list did not, in the list's order."""
    rows = _visits(trip)
    people = [_person(visit, seat) for visit, seat in rows]
    listed = _listed(viewer, trip)
    found = match_passengers(listed or (), people)
    by_list = {declared: (listed or ())[number].seat for number, declared in found.items()}
    declared = [_line(visit, people[n], by_list.get(n, "")) for n, (visit, _) in enumerate(rows)]
    missing = [Missing(mask_name(p.full_name), p.seat) for n, p in enumerate(listed or ()) if n not in found]
    aboard = sum(visit.checked_out_at is None for visit, _ in rows)
    return Manifest(declared, missing, None if listed is None else len(listed), aboard)


def has_passengers(trip: Trip) -> bool:
    """Whether anybody declared on the trip."""
    return bool(_visits(trip))


def list_aboard(trip: Trip) -> Sequence[Aboard]:
    """The stays of the trip to which a real exit can still be noted."""
    return [
        Aboard(visit.day, visit.id, visit.unit_id, visit.checked_in_at, visit.exit_kind)
        for visit, _ in _visits(trip)
        if may_record_exit(visit.exit_kind)
    ]


def _visits(trip: Trip) -> Sequence[tuple[Visit, bytes | None]]:
    stmt = (
        select(Visit, TripVisit.seat)
        .join(TripVisit, (Visit.day == TripVisit.day) & (Visit.id == TripVisit.visit_id))
        # One boards on the day of the departure or, around midnight, on the one before or after.
        .where(TripVisit.trip_id == trip.id, Visit.day.between(trip.day - timedelta(1), trip.day + timedelta(1)))
        .order_by(Visit.checked_in_at, Visit.id)
        # What was read before the trip was held may be out of date.
        .execution_options(populate_existing=True)
    )
    return [(visit, seat) for visit, seat in db.session.execute(unscoped(stmt, because=ON_TRIP)).all()]


def _person(visit: Visit, seat: bytes | None) -> Person:
    visitor = open_visitor(visit.day, visit.id, visit.person)
    said = _open_seat(visit.day, visit.id, seat) if seat else ""
    return Person(said, visitor.full_name, visitor.phone) if visitor else Person(said, "", "")


def _open_seat(day: date, visit_id: str, seat: bytes) -> str:
    try:
        return unseal(current_keys(), CellRef("trip_visit", "seat", visit_id, day_key_id(day)), seat)
    except Unreadable:
        return ""


def _line(visit: Visit, person: Person, listed_seat: str) -> Declared:
    return Declared(
        masked_name=mask_name(person.full_name) if person.full_name else None,
        seat=person.seat or listed_seat,
        is_listed=bool(listed_seat) and not person.seat,
        checked_in_at=visit.checked_in_at,
        checked_out_at=visit.checked_out_at,
        is_estimated=is_exit_estimated(visit.exit_kind),
    )


def _listed(viewer: Viewer, trip: Trip) -> list[Person] | None:
    kept: PassengerList | None = db.session.scalar(
        within(viewer, PassengerList).where(PassengerList.trip_id == trip.id)
    )
    if kept is None:
        return None
    try:
        people = unseal_json(current_keys(), people_cell(trip), kept.people)
    except Unreadable:
        return None
    return [Person(*person) for person in people]


def people_cell(trip: Trip) -> CellRef:
    """Where a trip's passenger list is sealed."""
    return CellRef("passenger_list", "people", trip.id, day_key_id(trip.day))
