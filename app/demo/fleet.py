"""Carriers of the demo: a ferry company and a coach line, with a timetable that is the same every day."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from app import clock
from app.units.rules import VehicleKind

FERRY, COACH = "ferry", "coach"


@dataclass(frozen=True)
class DemoVehicle:
    """A vehicle that goes to and fro: `hours` of its departures, the first from `ends[0]`; each takes `minutes`."""

    name: str
    kind: VehicleKind
    plate: str
    seats: int
    ends: tuple[str, str]
    minutes: int
    hours: tuple[float, ...]


@dataclass(frozen=True)
class Carrier:
    """A company by name, the commune of its office, and its vehicles."""

    name: str
    commune: str
    vehicles: Sequence[DemoVehicle]


CARRIERS: Mapping[str, Carrier] = {
    FERRY: Carrier(
        "Hãng tàu cao tốc Sóng Biển",
        "30730",
        (
            DemoVehicle("Tàu Sóng Biển 1", VehicleKind.FERRY, "KG-0568", 250, ("Rạch Giá", "Phú Quốc"), 150, (7.5, 13)),
            DemoVehicle(
                "Tàu Sóng Biển 2", VehicleKind.FERRY, "KG-0569", 160, ("Phú Quốc", "Rạch Giá"), 160, (8.25, 13.5)
            ),
        ),
    ),
    COACH: Carrier(
        "Nhà xe Hướng Dương",
        "30736",
        (
            DemoVehicle(
                "Xe khách Hướng Dương 1", VehicleKind.COACH, "68B-005.68", 45, ("Rạch Giá", "Hà Tiên"), 140, (6, 10, 15)
            ),
        ),
    ),
}
VEHICLES: Mapping[str, DemoVehicle] = {
    vehicle.plate: vehicle for carrier in CARRIERS.values() for vehicle in carrier.vehicles
}


@dataclass(frozen=True)
class Departure:
    """One trip of the timetable at a vehicle's door."""

    poster_id: int
    checkpoint_id: int
    vehicle: DemoVehicle
    route_from: str
    route_to: str
    planned_at: datetime
    departs_at: datetime
    arrives_at: datetime


def departures(posters: Mapping[int, tuple[int, str]], day: date) -> Iterator[Departure]:
    """The trips of a day of the vehicles with these codes; `posters`: checkpoint and plate by the code's id."""
    for poster_id, (checkpoint_id, plate) in sorted(posters.items()):
        vehicle, rng = VEHICLES[plate], Random(f"{plate} {day.isoformat()}")
        for number, hour in enumerate(vehicle.hours):
            route_from, route_to = vehicle.ends if number % 2 == 0 else vehicle.ends[::-1]
            planned_at = clock.day_start(day) + timedelta(hours=hour)
            departs_at = planned_at + timedelta(minutes=rng.randrange(12))
            arrives_at = departs_at + timedelta(minutes=vehicle.minutes + rng.randrange(-6, 15))
            yield Departure(poster_id, checkpoint_id, vehicle, route_from, route_to, planned_at, departs_at, arrives_at)
