"""Reading national codes."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.access.scope import unscoped, within
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


def vehicles_of(unit: Unit) -> Sequence[Checkpoint]:
    """The vehicles of a unit that the caller holds, each of which may have a code of its own."""
    used = (each for each in unit.checkpoints if each.retired_at is None)
    return [each for each in used if each.kind is CheckpointKind.VEHICLE]


def national_text(unit_id: int, checkpoint_id: int | None = None) -> str | None:
    """What the national QR beside ours on a poster holds: the vehicle's code, for a gate the unit's; None without one.

    For who draws a poster of a unit that he holds already; `checkpoint_id` is given for a vehicle only.
    """
    stmt = select(NationalCode.content).where(
        NationalCode.unit_id == unit_id,
        NationalCode.checkpoint_id.is_(None) if checkpoint_id is None else NationalCode.checkpoint_id == checkpoint_id,
        NationalCode.ended_at.is_(None),
    )
    newest = stmt.order_by(NationalCode.id.desc()).limit(1)
    return db.session.scalar(unscoped(newest, because="printed on the poster of a unit that the caller holds already"))
