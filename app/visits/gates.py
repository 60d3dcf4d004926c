"""The door that a code on the wall belongs to, read in one statement."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, func, literal_column, select
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


class Gate(NamedTuple):
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
_FIELDS = Gate._fields
_KINDS: Sequence[tuple[int, Mapping[str, Any]]] = [
    (_FIELDS.index(name), {member.value: member for member in kind})
    for name, kind in (("kind", UnitKind), ("status", UnitStatus), ("checkpoint_kind", CheckpointKind))
]


def gate_of(row: Sequence[Any]) -> Gate:
    """The door in a row of `gate_by_code`, also in one that the driver gave, whose enums are plain words."""
    read = list(row)
    for place, members in _KINDS:
        read[place] = members[read[place]]
    return Gate(*read)


def look_up(code: str, at: datetime) -> tuple[Gate, Sequence[Any]] | None:
    """The door with this code as it is now, for who only shows it, and what is told beside."""
    rows = look(_shown_by_code(code, at))
    return (_keep(gate_of(rows[0][: len(_FIELDS)])), rows[0][len(_FIELDS) :]) if rows else None


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
        return _seen.get(typed) or _seen.get(parse_code(typed))
    except InvalidCode:
        return None


def gate_by_code(code: str) -> Call:
    """What reads a door; its row holds a gate's fields in their order."""
    return Call(_by(Poster.code.key), {"wanted": code})


def stands_as_seen() -> ColumnElement[bool]:
    """Whether a code still opens the door that was seen, as far as storing an entry there depends on it."""
    door = aliased(Poster)
    stmt: Select[Any] = (
        select(literal_column("1"))
        .select_from(Poster)
        .join(door, door.id == func.coalesce(Poster.stands_for_id, Poster.id))
        .join(Unit, Unit.id == door.unit_id)
        .where(Poster.code == bindparam("door_code"), Unit.kind == bindparam("door_unit_kind"))
        .where(Unit.status == bindparam("door_unit_status"), Unit.id == bindparam("unit_id"))
        .where(door.id == bindparam("poster_id"), door.checkpoint_id == bindparam("door_checkpoint_id"))
        .where(door.replaced_at.is_not_distinct_from(bindparam("door_replaced_at")))
        .where(door.valid_until.is_not_distinct_from(bindparam("door_valid_until")))
    )
    return stmt.exists()


def seen(gate: Gate) -> Mapping[str, Any]:
    """A door as `stands_as_seen` asks for it."""
    return {
        "door_code": gate.code,
        "door_unit_kind": str(gate.kind),
        "door_unit_status": str(gate.status),
        "unit_id": gate.unit_id,
        "poster_id": gate.poster_id,
        "door_checkpoint_id": gate.checkpoint_id,
        "door_replaced_at": gate.replaced_at,
        "door_valid_until": gate.valid_until,
    }


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
    return _keep(Gate(*row))


def _keep(gate: Gate) -> Gate:
    if len(_seen) >= GATES_KEPT:
        _seen.clear()
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
