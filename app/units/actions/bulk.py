"""Many units come into the register at once: what `register_unit` and `approve_unit` do, in a few statements."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from app import audit
from app.access.scope import unscoped
from app.clock import local_day, now
from app.db import add_rows, db
from app.door import Viewer
from app.text import search_key, sort_key
from app.units.actions.ownership import begin_ownerships
from app.units.models import Checkpoint, Unit, UnitStatusChange
from app.units.rules import FIRST_GATE, CheckpointKind, UnitStatus, usual_weekdays
from app.units.signals import checkpoints_created, unit_approved

Details = Mapping[str, Any]
ENTERED = "the units that the viewer entered just now"


def register_units(viewer: Viewer, rows: Sequence[Details], *, approves: bool = False) -> list[int]:
    """Enter units, each with its first gate and code; `approves` makes them active at once. Ids in the order of rows.

    Rows hold name, kind, organisation_id, area_id, address, manager_name, manager_phone, phone, tax_code, is_household,
    likeness and a `submission_id` that no unit has. Texts are clean and within their limits already.
    """
    if not rows:
        return []
    status = UnitStatus.ACTIVE if approves else UnitStatus.PENDING
    new = [_unit(viewer, row, status) for row in rows]
    add_rows(Unit, new)
    unit_ids = _ids_of([row["submission_id"] for row in new])
    begin_ownerships(viewer, {unit_id: row["organisation_id"] for unit_id, row in zip(unit_ids, new, strict=True)})
    _note_status(viewer, unit_ids, UnitStatus.PENDING)
    _open_gates(viewer, unit_ids)
    registered = [(unit_id, {"kind": row["kind"]}) for unit_id, row in zip(unit_ids, new, strict=True)]
    audit.record_all("unit.registered", registered, by=viewer)
    if approves:
        _approve(viewer, unit_ids)
    return unit_ids


def _unit(viewer: Viewer, row: Details, status: UnitStatus) -> dict[str, Any]:
    taken = (
        "name",
        "kind",
        "organisation_id",
        "area_id",
        "address",
        "manager_name",
        "manager_phone",
        "phone",
        "tax_code",
        "is_household",
    )
    active = status is UnitStatus.ACTIVE
    return {name: row[name] for name in taken} | {
        "status": status,
        "open_weekdays": usual_weekdays(row["kind"]),
        "opened_on": local_day(),
        "registered_at": now(),
        "registered_by_id": viewer.user_id,
        "waiting_since": now(),
        "approved_at": now() if active else None,
        "approved_by_id": viewer.user_id if active else None,
        "submission_id": row["submission_id"],
        "search_key": search_key(f"{row['name']} {row['address']} {row['tax_code']}"),
        "sort_key": sort_key(row["name"]),
        "likeness_key": row["likeness"],
        "version": 1,
    }


def _ids_of(submission_ids: Sequence[str]) -> list[int]:
    """In the order of the submissions. Asked for afterwards: an insert that returns ids costs several times as much."""
    stmt = select(Unit.submission_id, Unit.id).where(Unit.submission_id.in_(submission_ids))
    found = dict(db.session.execute(unscoped(stmt, because=ENTERED)).all())
    return [found[submission_id] for submission_id in submission_ids]


def _note_status(viewer: Viewer, unit_ids: Sequence[int], status: UnitStatus) -> None:
    common = {"status": status, "from_on": local_day(), "reason": "", "by_id": viewer.user_id, "at": now()}
    add_rows(UnitStatusChange, [{**common, "unit_id": unit_id} for unit_id in unit_ids])


def _open_gates(viewer: Viewer, unit_ids: Sequence[int]) -> None:
    common = {"name": FIRST_GATE, "kind": CheckpointKind.GATE, "created_at": now()}
    add_rows(Checkpoint, [{**common, "unit_id": unit_id} for unit_id in unit_ids])
    stmt = select(Checkpoint.id, Checkpoint.unit_id).where(Checkpoint.unit_id.in_(unit_ids)).order_by(Checkpoint.id)
    doors = [(row.id, row.unit_id) for row in db.session.execute(unscoped(stmt, because=ENTERED))]
    added = [(unit_id, {"checkpoint_id": checkpoint_id}) for checkpoint_id, unit_id in doors]
    audit.record_all("unit.checkpoint_added", added, by=viewer)
    checkpoints_created.send(None, doors=doors, viewer=viewer)


def _approve(viewer: Viewer, unit_ids: Sequence[int]) -> None:
    _note_status(viewer, unit_ids, UnitStatus.ACTIVE)
    audit.record_all("unit.approved", [(unit_id, {}) for unit_id in unit_ids], by=viewer)
    if unit_approved.receivers:
        stmt = select(Unit).where(Unit.id.in_(unit_ids)).order_by(Unit.id)
        for unit in db.session.scalars(unscoped(stmt, because=ENTERED)):
            unit_approved.send(unit, viewer=viewer)
