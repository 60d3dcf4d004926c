"""The doors through which people come: what of a unit decides how many enter and whether somebody keeps count."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from sqlalchemy import select

from app.access.scope import unscoped, within
from app.areas.models import Area
from app.db import db
from app.demo.areas import STRONG, WEAK
from app.demo.fleet import VEHICLES
from app.door import office_viewer
from app.posters.models import Poster
from app.units.models import Closure, SchoolHoliday, Unit, UnitStatusChange, Vehicle
from app.units.rules import USABLE, UnitKind, UnitStatus, is_open, status_on

BECAUSE = "the demo tells of every unit"


@dataclass
class Door:
    """A unit as the story sees it; `code` is its first one and seeds all that happens here."""

    unit_id: int
    kind: UnitKind
    open_weekdays: int
    commune: str
    district: str
    code: str = ""
    poster_ids: list[int] = field(default_factory=list)
    # Checkpoint and plate by the code's id; of carriers that go by a timetable, of others none.
    vehicles: dict[int, tuple[int, str]] = field(default_factory=dict)
    is_poster_up: bool = False
    statuses: list[tuple[date, UnitStatus]] = field(default_factory=list)
    closures: list[tuple[date, date]] = field(default_factory=list)

    def is_open(self, day: date) -> bool:
        """Whether people come in on a day."""
        usable = status_on(self.statuses, day) in USABLE
        return usable and is_open(self.open_weekdays, self.closures, day)

    def care(self, salt: str) -> float:
        """How likely somebody keeps the door on a day; bad in few units, in more where the letter is taken lightly."""
        careless = 0.5 if self.district in WEAK else 0.04 if self.district in STRONG else 0.13
        bad = Random(f"{salt} {self.code} care").random() < careless
        return (0.3 if bad else 0.97) * (1 if self.is_poster_up else 0.45)


def list_doors() -> Sequence[Door]:
    """The doors of all units, by id."""
    doors = {door.unit_id: door for door in _units()}
    _hang_posters(doors)
    _follow_statuses(doors)
    _board_vehicles(doors)
    for unit_id, from_on, until_on in _rows(select(Closure.unit_id, Closure.from_on, Closure.until_on)):
        doors[unit_id].closures.append((from_on, until_on))
    _close_schools(doors.values())
    return [doors[unit_id] for unit_id in sorted(doors)]


def _close_schools(doors: Iterable[Door]) -> None:
    holidays = db.session.execute(select(SchoolHoliday.from_on, SchoolHoliday.until_on)).all()
    for door in doors:
        if door.kind is UnitKind.SCHOOL:
            door.closures.extend((from_on, until_on) for from_on, until_on in holidays)


def _units() -> list[Door]:
    district = select(Area.id, Area.code).subquery()
    stmt = within(office_viewer(), Unit).with_only_columns(
        Unit.id, Unit.kind, Unit.open_weekdays, Area.code, district.c.code
    )
    stmt = stmt.join(Area, Area.id == Unit.area_id).join(district, district.c.id == Area.parent_id)
    return [Door(*row) for row in db.session.execute(stmt)]


def _hang_posters(doors: Mapping[int, Door]) -> None:
    columns = (Poster.unit_id, Poster.id, Poster.code, Poster.replaced_at, Poster.displayed_on)
    for unit_id, poster_id, code, replaced_at, displayed_on in _rows(select(*columns).order_by(Poster.id)):
        door = doors[unit_id]
        door.code = door.code or code
        if replaced_at is None:
            door.poster_ids.append(poster_id)
            door.is_poster_up = door.is_poster_up or displayed_on is not None


def _follow_statuses(doors: Mapping[int, Door]) -> None:
    changes: dict[int, list[tuple[date, UnitStatus]]] = defaultdict(list)
    columns = (UnitStatusChange.unit_id, UnitStatusChange.from_on, UnitStatusChange.status)
    stmt = select(*columns).order_by(UnitStatusChange.from_on, UnitStatusChange.id)
    for unit_id, from_on, status in _rows(stmt):
        changes[unit_id].append((from_on, status))
    for unit_id, held in changes.items():
        doors[unit_id].statuses = held


def _board_vehicles(doors: Mapping[int, Door]) -> None:
    stmt = select(Poster.unit_id, Poster.id, Vehicle.checkpoint_id, Vehicle.plate).where(Poster.replaced_at.is_(None))
    stmt = stmt.join(Vehicle, Vehicle.checkpoint_id == Poster.checkpoint_id).order_by(Poster.id)
    for unit_id, poster_id, checkpoint_id, plate in _rows(stmt):
        # Whoever looks around may have entered vehicles of his own: these the story does not know.
        if plate in VEHICLES:
            doors[unit_id].vehicles[poster_id] = (checkpoint_id, plate)


def _rows(stmt: Any) -> Sequence[Any]:
    return db.session.execute(unscoped(stmt, because=BECAUSE)).all()
