"""An import is taken back, as long as nothing hangs on the units that it brought."""

from collections.abc import Sequence
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, delete, func, select, update
from sqlalchemy.exc import IntegrityError

from app import audit
from app.access.models import UserUnit
from app.access.scope import unscoped
from app.db import db
from app.door import Viewer
from app.units.actions.correction import correct_unit
from app.units.intake.actions import HOLDS_IT
from app.units.intake.applying import with_rows
from app.units.intake.holds import find_holds
from app.units.intake.models import UnitImport, UnitImportRow
from app.units.intake.rules import ImportStatus, submission_prefix
from app.units.models import (
    Checkpoint,
    Closure,
    ManagementLink,
    Unit,
    UnitOwnership,
    UnitStatusChange,
    UnitTransfer,
    Vehicle,
)
from app.units.rules import UnitKind
from app.units.signals import units_withdrawn

Reasons = list[tuple[LazyString, int]]


class ImportHeld(Exception):
    """Something hangs on the units of the import; `reasons` say what, and on how many."""


def list_holds(found: UnitImport) -> Reasons:
    """What keeps the import from being taken back, and on how many of its units."""
    new, updated = _new_units(found), _updated(found)
    changed = _count(select(func.count()).where(Unit.id.in_(new), Unit.version > 1))
    changed += sum(unit is None or unit.version != before["version"] for before, unit in updated)
    own: Reasons = [
        (_l("đã được duyệt, sửa hoặc đổi trạng thái sau khi nhập"), changed),
        (_l("đã có tài khoản hoặc đường dẫn quản lý"), _count_of(UserUnit, new) + _count_of(ManagementLink, new)),
        (_l("đã báo ngày đóng cửa"), _count_of(Closure, new)),
        (_l("đã có xe, tàu"), _with_vehicles(new)),
        (_l("đã được đề nghị chuyển cho cơ quan khác"), _count_of(UnitTransfer, new)),
    ]
    return [reason for reason in own if reason[1]] + find_holds(new)


def undo_import(viewer: Viewer, found: UnitImport) -> int:
    """Take the units out of the register and let changed ones be as they were. Returns how many. Raises ImportHeld."""
    if found.status is not ImportStatus.APPLIED or list_holds(found):
        raise ImportHeld
    for before, unit in _updated(found):
        details = before["details"]
        if "kind" in details:
            details = {**details, "kind": UnitKind(details["kind"])}
        correct_unit(viewer, unit, **with_rows(details))
    unit_ids = list(db.session.scalars(unscoped(_new_units(found), because=HOLDS_IT)))
    try:
        with db.session.begin_nested():
            _withdraw(found)
    except IntegrityError:
        # A fact of which no chapter has said that it holds units: nothing was lost, the savepoint is undone.
        raise ImportHeld from None
    audit.record_all("unit.withdrawn", [(unit_id, {"import_id": found.id}) for unit_id in unit_ids], by=viewer)
    audit.record("unit_import.undone", found.id, by=viewer, unit_count=len(unit_ids))
    found.status = ImportStatus.UNDONE
    return len(unit_ids)


def _withdraw(found: UnitImport) -> None:
    """Every row that the import made, last made first."""
    new = _new_units(found)
    units_withdrawn.send(None, unit_ids=new)
    for model in (Checkpoint, UnitStatusChange, UnitOwnership):
        _execute(delete(model).where(model.unit_id.in_(new)))
    _execute(update(UnitImportRow).where(UnitImportRow.match_id.in_(new)).values(match_id=None))
    _execute(update(UnitImportRow).where(UnitImportRow.unit_id.in_(new)).values(unit_id=None))
    _execute(delete(Unit).where(_came_with(found)))


def _execute(stmt: Any) -> None:
    db.session.execute(unscoped(stmt.execution_options(synchronize_session=False), because=HOLDS_IT))


def _new_units(found: UnitImport) -> Select[Any]:
    return select(Unit.id).where(_came_with(found))


def _came_with(found: UnitImport) -> ColumnElement[bool]:
    return Unit.submission_id.startswith(submission_prefix(found.id))


def _updated(found: UnitImport) -> Sequence[Any]:
    """What units were before rows changed them, with these units."""
    row = UnitImportRow
    stmt = select(row.before, Unit).join(Unit, Unit.id == row.unit_id).where(row.import_id == found.id)
    return db.session.execute(unscoped(stmt, because=HOLDS_IT)).all()


def _count(stmt: Select[Any]) -> int:
    return db.session.scalar(unscoped(stmt, because=HOLDS_IT)) or 0


def _with_vehicles(unit_ids: Select[Any]) -> int:
    stmt = select(func.count(func.distinct(Checkpoint.unit_id))).join(Vehicle)
    return _count(stmt.where(Checkpoint.unit_id.in_(unit_ids)))


def _count_of(model: Any, unit_ids: Select[Any]) -> int:
    return _count(select(func.count(func.distinct(model.unit_id))).where(model.unit_id.in_(unit_ids)))
