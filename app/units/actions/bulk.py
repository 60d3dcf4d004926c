"""Many units come into the register at once: what `register_unit` and `approve_unit` do, in a few statements."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from app import audit
from app.access.scope import unscoped
from app.clock import local_day, now
from app.db import add_rows, among, db, reserve_ids
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
    unit_ids = reserve_ids(Unit, len(rows))
    new = [_unit(unit_id, row) for unit_id, row in zip(unit_ids, rows, strict=True)]
    add_rows(Unit, new, _common(viewer, approves=approves))
    begin_ownerships(viewer, {row["id"]: row["organisation_id"] for row in new})
    _note_status(viewer, unit_ids, UnitStatus.PENDING)
    audit.record_all("unit.registered", [(row["id"], {"kind": row["kind"]}) for row in new], by=viewer)
    _open_gates(viewer, unit_ids)
    if approves:
        _approve(viewer, unit_ids)
    return unit_ids


_TAKEN = (
    *("name", "kind", "organisation_id", "area_id", "address", "manager_name", "manager_phone", "phone", "tax_code"),
    *("is_household", "submission_id"),
)


def _unit(unit_id: int, row: Details) -> dict[str, Any]:
    return {name: row[name] for name in _TAKEN} | {
        "id": unit_id,
        "open_weekdays": usual_weekdays(row["kind"]),
        "search_key": search_key(f"{row['name']} {row['address']} {row['tax_code']}"),
        "sort_key": sort_key(row["name"]),
        "likeness_key": row["likeness"],
    }


def _common(viewer: Viewer, *, approves: bool) -> dict[str, Any]:
    at = now()
    return {
        "status": UnitStatus.ACTIVE if approves else UnitStatus.PENDING,
        "opened_on": local_day(),
        "registered_at": at,
        "registered_by_id": viewer.user_id,
        "waiting_since": at,
        "approved_at": at if approves else None,
        "approved_by_id": viewer.user_id if approves else None,
        "version": 1,
    }


def _note_status(viewer: Viewer, unit_ids: Sequence[int], status: UnitStatus) -> None:
    common = {"status": status, "from_on": local_day(), "reason": "", "by_id": viewer.user_id, "at": now()}
    add_rows(UnitStatusChange, [{"unit_id": unit_id} for unit_id in unit_ids], common)


def _open_gates(viewer: Viewer, unit_ids: Sequence[int]) -> None:
    doors = list(zip(reserve_ids(Checkpoint, len(unit_ids)), unit_ids, strict=True))
    common = {"name": FIRST_GATE, "kind": CheckpointKind.GATE, "created_at": now()}
    add_rows(Checkpoint, [{"id": checkpoint_id, "unit_id": unit_id} for checkpoint_id, unit_id in doors], common)
    added = [(unit_id, {"checkpoint_id": checkpoint_id}) for checkpoint_id, unit_id in doors]
    audit.record_all("unit.checkpoint_added", added, by=viewer)
    checkpoints_created.send(None, doors=doors, viewer=viewer)


def _approve(viewer: Viewer, unit_ids: Sequence[int]) -> None:
    _note_status(viewer, unit_ids, UnitStatus.ACTIVE)
    audit.record_all("unit.approved", [(unit_id, {}) for unit_id in unit_ids], by=viewer)
    if unit_approved.receivers:
        stmt = select(Unit).where(among(Unit.id, unit_ids)).order_by(Unit.id)
        for unit in db.session.scalars(unscoped(stmt, because=ENTERED)):
            unit_approved.send(unit, viewer=viewer)
