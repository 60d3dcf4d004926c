"""The vehicles of a unit: which they are, where they go."""

from datetime import date
from typing import Any

from app import audit
from app.clock import local_day
from app.db import db
from app.door import Viewer
from app.text import nfc
from app.units.actions.checkpoints import add_checkpoint
from app.units.models import Checkpoint, Unit, Vehicle
from app.units.rules import ENTRY_ONLY, CheckpointKind, VehicleKind, makes_trips
from app.units.signals import checkpoint_changed


def add_vehicle(viewer: Viewer, unit: Unit, *, name: str, kind: VehicleKind, **details: Any) -> Checkpoint:
    """Give the unit one more vehicle, a point with a code of its own; `details` are those of `describe_vehicle`."""
    checkpoint = add_checkpoint(viewer, unit, name=name, kind=CheckpointKind.VEHICLE)
    describe_vehicle(viewer, checkpoint, name=name, kind=kind, **details)
    return checkpoint


def describe_vehicle(
    viewer: Viewer,
    checkpoint: Checkpoint,
    *,
    name: str,
    kind: VehicleKind,
    plate: str,
    route_from: str = "",
    route_to: str = "",
    seats: int | None = None,
) -> frozenset[str]:
    """Let the vehicle's details be these. Returns the names of those that changed.

    Days that have passed are counted as they were: a vehicle that begins to go by trips does so from today on.
    """
    vehicle = checkpoint.vehicle or Vehicle()
    said: dict[str, Any] = {"kind": kind, "seats": seats, "by_trips_from_on": _by_trips_from(vehicle, kind)}
    said |= {"plate": nfc(plate), "route_from": nfc(route_from), "route_to": nfc(route_to)}
    changed = {field for field, new in said.items() if getattr(vehicle, field) != new}
    exits_changed = vehicle.kind is not None and (vehicle.kind in ENTRY_ONLY) != (kind in ENTRY_ONLY)
    for field in changed:
        setattr(vehicle, field, said[field])
    checkpoint.vehicle = vehicle
    if checkpoint.name != nfc(name):
        checkpoint.name = nfc(name)
        changed.add("name")
    db.session.flush()
    if changed:
        audit.record(
            "unit.vehicle_described",
            checkpoint.unit_id,
            by=viewer,
            checkpoint_id=checkpoint.id,
            fields=sorted(changed),
        )
        news = frozenset(changed | {"exits"} if exits_changed else changed)
        checkpoint_changed.send(checkpoint, viewer=viewer, fields=news)
    return frozenset(changed)


def copy_vehicle(viewer: Viewer, door: Checkpoint, taken: Checkpoint) -> None:
    """Let `taken` be the vehicle that `door` was; a gate, and a vehicle of which nothing is known, is none."""
    if was := door.vehicle:
        route: dict[str, Any] = {"route_from": was.route_from, "route_to": was.route_to, "seats": was.seats}
        describe_vehicle(viewer, taken, name=taken.name, kind=was.kind, plate=was.plate, **route)


def _by_trips_from(vehicle: Vehicle, kind: VehicleKind) -> date | None:
    if not makes_trips(kind):
        return None
    return vehicle.by_trips_from_on or local_day()
