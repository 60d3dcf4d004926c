"""The door that a code on the wall belongs to, read in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import aliased

from app.access.scope import unscoped
from app.areas.models import Area
from app.codes import InvalidCode, parse_code
from app.organisations.models import Organisation
from app.posters.models import Poster
from app.tallies.hot_path import Call, look, run
from app.units.models import Checkpoint, Unit
from app.units.rules import USABLE, CheckpointKind, UnitKind, UnitStatus
from app.visits.beside import told_columns

GATES_KEPT = 4096


@dataclass(frozen=True, slots=True)
class Gate:
    """All that the page behind a code shows; equal gates make equal pages."""

    poster_id: int
    code: str
    replaced_at: datetime | None
    valid_until: datetime | None
    replaced_by_id: int | None
    unit_id: int
    unit_name: str
    kind: UnitKind
    status: UnitStatus
    address: str
    commune: str
    district: str | None
    owner: str
    checkpoint: str
    checkpoint_id: int
    checkpoint_kind: CheckpointKind

    @property
    def is_vehicle(self) -> bool:
        """Whether the door is that of a bus or boat, whose passengers may belong to a trip."""
        return self.checkpoint_kind is CheckpointKind.VEHICLE

    def is_usable(self, at: datetime) -> bool:
        """Whether one can declare and enter here at this moment."""
        return not self.is_expired(at) and self.status in USABLE

    def is_expired(self, at: datetime) -> bool:
        """Whether the code was replaced, and the days in which it still works are over."""
        return self.replaced_at is not None and (self.valid_until is None or self.valid_until <= at)


_seen: dict[str, Gate] = {}
_FIELDS = tuple(field.name for field in fields(Gate))
_KINDS = {"kind": UnitKind, "status": UnitStatus, "checkpoint_kind": CheckpointKind}


def gate_of(row: Sequence[Any]) -> Gate:
    """The door in a row of `gate_by_code`, also in one that the driver gave, whose enums are plain words."""
    read = dict(zip(_FIELDS, row, strict=True))
    kinds = {name: kind(read[name]) for name, kind in _KINDS.items()}
    return Gate(**{**read, **kinds})


def look_up(code: str, at: datetime) -> tuple[Gate, Sequence[Any]] | None:
    """The door with this code as it is now, for who only shows it, and what is told beside."""
    rows = look(_shown_by_code(code, at))
    return (gate_of(rows[0][: len(_FIELDS)]), rows[0][len(_FIELDS) :]) if rows else None


def find_gate(typed: str) -> Gate | None:
    """The door of a code as typed or scanned, also of a replaced one."""
    try:
        wanted = parse_code(typed)
    except InvalidCode:
        # Asked all the same: a mistyped code takes as long as one that was never issued.
        wanted = ""
    return _read(gate_by_code(wanted))


def find_shown_gate(typed: str, at: datetime) -> tuple[Gate, Sequence[Any]] | None:
    """The door of a code as `find_gate` finds it, and what is told beside, for the view that shows its page."""
    try:
        wanted = parse_code(typed)
    except InvalidCode:
        wanted = ""
    row: Any = run(_shown_by_code(wanted, at)).one_or_none()
    gate = _remember(wanted, row[: len(_FIELDS)] if row is not None else None)
    return (gate, row[len(_FIELDS) :]) if gate else None


def likely_gate(typed: str) -> Gate | None:
    """The door as this process saw it last; who stores by it sees in his transaction whether it is still so."""
    try:
        return _seen.get(parse_code(typed))
    except InvalidCode:
        return None


def gate_by_code(code: str) -> Call:
    """What reads a door; its row holds a gate's fields in their order."""
    return Call(_by(Poster.code.key), {"wanted": code})


def _shown_by_code(code: str, at: datetime) -> Call:
    return Call(_by(Poster.code.key, shown=True), {"wanted": code, "at": at})


def find_successor(gate: Gate) -> Gate | None:
    """The door with its code of today, when the gate's own was replaced; None when the door has none any more."""
    found: Gate | None = gate
    while found and found.replaced_at:
        found = _read(Call(_by(Poster.id.key), {"wanted": found.replaced_by_id})) if found.replaced_by_id else None
    return found


def _read(call: Call) -> Gate | None:
    return _remember(call.values["wanted"], run(call).one_or_none())


def _remember(wanted: object, row: Any) -> Gate | None:
    if row is None:
        _seen.pop(str(wanted), None)
        return None
    if len(_seen) >= GATES_KEPT:
        _seen.clear()
    gate = Gate(*row)
    _seen[gate.code] = gate
    return gate


@cache
def _by(column: str, *, shown: bool = False) -> Select[*tuple[Any, ...]]:
    district, door = aliased(Area), aliased(Poster)
    columns = (
        *(door.id, Poster.code, door.replaced_at, door.valid_until, door.replaced_by_id),
        *(Unit.id, Unit.name, Unit.kind, Unit.status, Unit.address),
        *(Area.name, district.name, Organisation.name, Checkpoint.name),
        *(Checkpoint.id, Checkpoint.kind),
    )
    stmt: Select[*tuple[Any, ...]] = (
        select(*columns)
        # The code of a unit that was merged opens the door for which it stands.
        .join(door, door.id == func.coalesce(Poster.stands_for_id, Poster.id))
        .join(Unit, Unit.id == door.unit_id)
        .join(Area, Area.id == Unit.area_id)
        .outerjoin(district, district.id == Area.parent_id)
        .join(Organisation, Organisation.id == Unit.organisation_id)
        .join(Checkpoint, Checkpoint.id == door.checkpoint_id)
        .where(getattr(Poster, column) == bindparam("wanted"))
    )
    if shown:
        stmt = stmt.add_columns(*told_columns())
    return unscoped(stmt, because="the code on the wall is the capability")
