"""What happened to a unit, and how it stood on a day."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import select, tuple_

from app.access.queries import names_of
from app.access.scope import within
from app.audit import AuditEvent
from app.clock import day_start
from app.db import db
from app.door import Viewer
from app.units.models import Unit, UnitChange, UnitStatusChange
from app.units.queries.register import status_changes
from app.units.rules import UnitStatus, status_on

# Told by the status that followed or by the values that changed, with more than the audit log knows.
TOLD_OTHERWISE = frozenset(
    {f"unit.{status.value}" for status in UnitStatus} | {"unit.registered", "unit.approved", "unit.corrected"}
)
# (viewer, unit) → of rows that belong to a unit what each is called, by (kind, id) of the audit log.
Parts = Callable[[Viewer, Unit], Mapping[tuple[str, str], str]]
_parts: list[Parts] = []


@dataclass(frozen=True)
class Event:
    """One thing that happened to a unit: a status from a day on, a detail that changed, or an act by its name."""

    at: datetime
    by_id: int | None
    status: UnitStatusChange | None = None
    change: UnitChange | None = None
    act: str = ""
    about: str = ""
    by_name: str | None = None


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
        *(Event(row.at, row.by_id, status=row) for row in statuses),
        *(Event(row.at, row.by_id, change=row) for row in changes),
        *(Event(act.at, act.actor_id, act=act.name, about=names[act.subject_kind, act.subject_id]) for act in acts),
    ]
    people = names_of({event.by_id for event in events if event.by_id})
    in_time = sorted(events, key=lambda event: event.at)
    return [replace(event, by_name=people.get(event.by_id or 0)) for event in reversed(in_time)]


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
    """How units of the viewer's stood at the end of a day, by id, in two statements."""
    ids = [unit.id for unit in units]
    statuses = within(viewer, UnitStatusChange).where(UnitStatusChange.unit_id.in_(ids))
    changes = within(viewer, UnitChange).where(
        UnitChange.unit_id.in_(ids), UnitChange.at >= day_start(day + timedelta(1))
    )
    held: dict[int, list[tuple[date, UnitStatus]]] = {unit_id: [] for unit_id in ids}
    for row in db.session.scalars(statuses.order_by(UnitStatusChange.from_on, UnitStatusChange.id)):
        held[row.unit_id].append((row.from_on, row.status))
    # What a detail was before the first change that came later is what it was on the day.
    texts: dict[int, dict[str, str]] = {unit_id: {} for unit_id in ids}
    for change in db.session.scalars(changes.order_by(UnitChange.at, UnitChange.id)):
        texts[change.unit_id].setdefault(change.field, change.before)
    return {unit_id: AsOf(day, status_on(held[unit_id], day), texts[unit_id]) for unit_id in ids}
