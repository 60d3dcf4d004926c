"""What belongs to one unit: its statuses, closures, doors and vehicles."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import joinedload

from app.access.scope import within
from app.db import db
from app.door import Absent, Viewer
from app.units.models import Checkpoint, Closure, Unit, UnitStatusChange
from app.units.rules import CheckpointKind


def status_changes(viewer: Viewer, unit: Unit) -> Sequence[UnitStatusChange]:
    """What the unit's status was from which day on, oldest first."""
    stmt = within(viewer, UnitStatusChange).where(UnitStatusChange.unit_id == unit.id)
    return db.session.scalars(stmt.order_by(UnitStatusChange.from_on, UnitStatusChange.id)).all()


def closures(viewer: Viewer, unit: Unit, first: date, last: date) -> Sequence[Closure]:
    """Announced closures that touch the days from `first` to `last`, earliest first."""
    stmt = within(viewer, Closure).where(Closure.unit_id == unit.id, Closure.from_on <= last, Closure.until_on > first)
    return db.session.scalars(stmt.order_by(Closure.from_on, Closure.id)).all()


def get_closure(viewer: Viewer, unit: Unit, closure_id: int) -> Closure:
    """One announced closure of the unit. Raises Absent."""
    stmt = within(viewer, Closure).where(Closure.unit_id == unit.id, Closure.id == closure_id)
    return _found(db.session.scalar(stmt))  # type: ignore[no-any-return]


def get_checkpoint(viewer: Viewer, unit: Unit, checkpoint_id: int) -> Checkpoint:
    """A door or vehicle of the unit that is still used. Raises Absent."""
    stmt = within(viewer, Checkpoint).where(
        Checkpoint.unit_id == unit.id, Checkpoint.id == checkpoint_id, Checkpoint.retired_at.is_(None)
    )
    return _found(db.session.scalar(stmt))  # type: ignore[no-any-return]


def list_checkpoints(viewer: Viewer, unit: Unit) -> Sequence[Checkpoint]:
    """The doors and vehicles of the unit that are still used, with what is known of the vehicles."""
    stmt = within(viewer, Checkpoint).where(Checkpoint.unit_id == unit.id, Checkpoint.retired_at.is_(None))
    return db.session.scalars(stmt.options(joinedload(Checkpoint.vehicle)).order_by(Checkpoint.id)).all()


def get_vehicle(viewer: Viewer, unit: Unit, checkpoint_id: int) -> Checkpoint:
    """A checkpoint of the unit that is a vehicle and still used. Raises Absent."""
    checkpoint = get_checkpoint(viewer, unit, checkpoint_id)
    if checkpoint.kind is not CheckpointKind.VEHICLE:
        raise Absent
    return checkpoint


def _found(row: Any) -> Any:
    if row is None:
        raise Absent
    return row
