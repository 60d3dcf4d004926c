"""Reading national codes."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select, union_all
from sqlalchemy.orm import joinedload

from app.access.scope import Rows, covered_by, unscoped, within
from app.db import db
from app.door import Absent, Viewer
from app.posters.national.models import NationalCode
from app.units.models import Checkpoint, Unit
from app.units.rules import CheckpointKind


def list_national_codes(viewer: Viewer, unit: Unit) -> Sequence[NationalCode]:
    """The codes in use of a unit and of its vehicles, the unit's own first."""
    stmt = within(viewer, NationalCode).where(NationalCode.unit_id == unit.id, NationalCode.ended_at.is_(None))
    found = db.session.scalars(stmt.options(joinedload(NationalCode.checkpoint))).all()
    return sorted(found, key=lambda code: (code.checkpoint_id or 0, code.id))


def get_national_code(viewer: Viewer, unit: Unit, national_code_id: int) -> NationalCode:
    """One code of the unit, ended ones too. Raises Absent."""
    stmt = within(viewer, NationalCode).where(NationalCode.unit_id == unit.id, NationalCode.id == national_code_id)
    found: NationalCode | None = db.session.scalar(stmt)
    if found is None:
        raise Absent
    return found


def find_unit_with(content: str) -> int | None:
    """The id of the unit for which this code is recorded, of whichever body."""
    stmt = select(NationalCode.unit_id).where(NationalCode.content == content, NationalCode.ended_at.is_(None))
    return db.session.scalar(unscoped(stmt.limit(1), because="a unit's code at tokhaiyte.vn is nobody else's"))


def is_of_another(viewer: Viewer, unit: Unit, content: str, vehicle: Checkpoint | None) -> bool:
    """Whether the code is recorded already, and not for this unit or vehicle of its."""
    vehicle_id = vehicle.id if vehicle else None
    mine = {(code.content, code.checkpoint_id) for code in list_national_codes(viewer, unit)}
    return (content, vehicle_id) not in mine and find_unit_with(content) is not None


def vehicles_of(unit: Unit) -> Sequence[Checkpoint]:
    """The vehicles of a unit that the caller holds, each of which may have a code of its own."""
    used = (each for each in unit.checkpoints if each.retired_at is None)
    return [each for each in used if each.kind is CheckpointKind.VEHICLE]


def national_texts(unit_ids: Collection[int]) -> Mapping[tuple[int, int | None], str]:
    """What the national QR beside ours on posters holds, by unit and vehicle; None: the unit's own, for its gates.

    For who draws posters of units that he holds already.
    """
    stmt = select(NationalCode.unit_id, NationalCode.checkpoint_id, NationalCode.content).where(
        NationalCode.unit_id.in_(unit_ids), NationalCode.ended_at.is_(None)
    )
    # The newest last, so that it is the one that stays.
    stmt = unscoped(stmt.order_by(NationalCode.id), because="printed on posters that the caller holds already")
    return {(unit_id, checkpoint_id): content for unit_id, checkpoint_id, content in db.session.execute(stmt)}


def doors_with_codes(viewer: Viewer) -> Rows:
    """The ids of the viewer's doors whose posters can show a national code: a vehicle's own, at a gate the unit's."""
    recorded: Rows = within(viewer, NationalCode).where(NationalCode.ended_at.is_(None))
    vehicles = recorded.with_only_columns(NationalCode.checkpoint_id).where(NationalCode.checkpoint_id.is_not(None))
    units = recorded.with_only_columns(NationalCode.unit_id).where(NationalCode.checkpoint_id.is_(None))
    gates: Rows = within(viewer, Checkpoint).with_only_columns(Checkpoint.id)
    gates = gates.where(Checkpoint.kind != CheckpointKind.VEHICLE, Checkpoint.unit_id.in_(units))
    doors = union_all(vehicles, gates).subquery("door")
    return covered_by(select(doors.c.checkpoint_id), recorded, gates)
