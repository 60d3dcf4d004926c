"""What happened to a unit, and how it stood on a day."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import String, cast, func, literal, select, tuple_, type_coerce, union_all

from app.access.queries import names_of
from app.access.scope import Rows, covered_by, within
from app.audit import AuditEvent
from app.clock import day_start
from app.db import db
from app.door import VISITOR, Viewer
from app.units.models import Unit, UnitChange, UnitStatusChange
from app.units.queries.links import LINK_HOLDER
from app.units.queries.parts import status_changes
from app.units.rules import UnitStatus

# Told by the status that followed or by the values that changed, with more than the audit log knows.
TOLD_OTHERWISE = frozenset(
    {f"unit.{status.value}" for status in UnitStatus} | {"unit.registered", "unit.approved", "unit.corrected"}
)
STATUS = "status"
# (viewer, unit) → of rows that belong to a unit what each is called, by (kind, id) of the audit log.
Parts = Callable[[Viewer, Unit], Mapping[tuple[str, str], str]]
_parts: list[Parts] = []


@dataclass(frozen=True)
class Event:
    """One thing that happened to a unit: a status from a day on, a detail that changed, or an act by its name.

    `by_visitor`: whoever registered the unit did it, without an account; `by_holder`: whoever held its slip did, before
    there was an account; else what nobody signed the office did.
    """

    at: datetime
    by_id: int | None
    status: UnitStatusChange | None = None
    change: UnitChange | None = None
    act: str = ""
    about: str = ""
    by_name: str | None = None
    by_visitor: bool = False
    by_holder: bool = False


def add_parts(parts: Parts) -> None:
    """Let a later chapter name its rows of a unit, so that what was done to them is told; again changes nothing."""
    if parts not in _parts:
        _parts.append(parts)


def list_history(viewer: Viewer, unit: Unit) -> Sequence[Event]:
    """All that happened to the unit, the last first."""
    statuses, changes = status_changes(viewer, unit), list_changes(viewer, unit)
    names = {("unit", str(unit.id)): ""} | {key: name for parts in _parts for key, name in parts(viewer, unit).items()}
    acts = _acts(list(names))
    events = [
        *(Event(row.at, row.by_id, status=row, by_visitor=_is_registration(row)) for row in statuses),
        *(Event(row.at, row.by_id, change=row) for row in changes),
        *(_told(act, names[act.subject_kind, act.subject_id]) for act in acts),
    ]
    people = names_of({event.by_id for event in events if event.by_id})
    in_time = sorted(events, key=lambda event: event.at)
    return [replace(event, by_name=people.get(event.by_id or 0)) for event in reversed(in_time)]


def _is_registration(row: UnitStatusChange) -> bool:
    return row.by_id is None and row.status is UnitStatus.PENDING


def _told(act: AuditEvent, about: str) -> Event:
    role = act.actor_role if act.actor_id is None else None
    by_visitor, by_holder = role == VISITOR.role, role == LINK_HOLDER
    return Event(act.at, act.actor_id, act=act.name, about=about, by_visitor=by_visitor, by_holder=by_holder)


def list_changes(viewer: Viewer, unit: Unit) -> Sequence[UnitChange]:
    """The details that changed, oldest first."""
    stmt = within(viewer, UnitChange).where(UnitChange.unit_id == unit.id)
    return db.session.scalars(stmt.order_by(UnitChange.at, UnitChange.id)).all()


def _acts(subjects: Sequence[tuple[str, str]]) -> Sequence[AuditEvent]:
    stmt = select(AuditEvent).where(
        tuple_(AuditEvent.subject_kind, AuditEvent.subject_id).in_(subjects), AuditEvent.name.not_in(TOLD_OTHERWISE)
    )
    return db.session.scalars(stmt.order_by(AuditEvent.id)).all()


@dataclass(frozen=True)
class AsOf:
    """How a unit stood at the end of a day; `status` is None while it was not registered."""

    day: date
    status: UnitStatus | None
    texts: Mapping[str, str]

    def text(self, field: str, today: str) -> str:
        """A detail as it was, given what it is today."""
        return self.texts.get(field, today)


def as_of(viewer: Viewer, units: Sequence[Unit], day: date) -> Mapping[int, AsOf]:
    """How units of the viewer's stood at the end of a day, by id, in one statement."""
    ids = [unit.id for unit in units]
    parts = (_last_statuses(viewer, ids, day), _first_changes(viewer, ids, day))
    told = union_all(*parts).subquery("told")
    stmt = covered_by(select(told.c.unit_id, told.c.field, told.c.text).where(told.c.place == 1), *parts)
    texts: dict[int, dict[str, str]] = {unit_id: {} for unit_id in ids}
    for unit_id, field, text in db.session.execute(stmt):
        texts[unit_id][field] = text
    statuses = {unit_id: texts[unit_id].pop(STATUS, None) for unit_id in ids}
    return {
        unit_id: AsOf(day, UnitStatus(status) if status else None, texts[unit_id])
        for unit_id, status in statuses.items()
    }


def _last_statuses(viewer: Viewer, ids: Sequence[int], day: date) -> Rows:
    """The statuses that units had until the end of the day; the one that held then has the first place."""
    latest = (UnitStatusChange.from_on.desc(), UnitStatusChange.id.desc())
    place = func.row_number().over(partition_by=UnitStatusChange.unit_id, order_by=latest)
    stmt = within(viewer, UnitStatusChange).where(UnitStatusChange.unit_id.in_(ids), UnitStatusChange.from_on <= day)
    columns = (cast(literal(STATUS), String).label("field"), type_coerce(UnitStatusChange.status, String).label("text"))
    return stmt.with_only_columns(UnitStatusChange.unit_id, *columns, place.label("place"))


def _first_changes(viewer: Viewer, ids: Sequence[int], day: date) -> Rows:
    """What changed after the day: what a detail was before the first change is what it was on the day."""
    keys = (UnitChange.unit_id, UnitChange.field)
    place = func.row_number().over(partition_by=keys, order_by=(UnitChange.at, UnitChange.id))
    stmt = within(viewer, UnitChange).where(UnitChange.unit_id.in_(ids), UnitChange.at >= day_start(day + timedelta(1)))
    return stmt.with_only_columns(*keys, UnitChange.before, place.label("place"))
