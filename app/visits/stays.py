"""Stays as their receipts and lists show them. Reading only; a stay is changed in actions.py."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import Select, or_, select

from app.access.scope import unscoped, within
from app.areas.models import Area
from app.clock import local_day
from app.crypto import CellRef, Unreadable, blind_indexes, current_keys, day_key_id, unseal_json
from app.db import db
from app.declarations.actions import id_of_member
from app.declarations.forms import MOST_PEOPLE
from app.declarations.models import Declaration, HealthStation, Submission
from app.declarations.rules import FormKind, RiskLevel
from app.door import Absent, Viewer
from app.posters.models import Poster
from app.text import mask_name
from app.units.models import Unit, Vehicle
from app.units.rules import ENTRY_ONLY, UnitKind, VehicleKind
from app.visits.models import GatePlace, Visit
from app.visits.rules import ExitKind, is_exit_estimated, may_record_exit
from app.web.pagination import Page, Wish, paginate

# A family that comes by one phone.
MOST_OF_ONE_PHONE = 10


@dataclass(frozen=True)
class Visitor:
    """Who came: what a visit keeps sealed under its day's key."""

    full_name: str
    phone: str


@dataclass(frozen=True)
class Stay:
    """One entry with all that its receipt shows; the visitor is opened only when asked for."""

    receipt: str
    day: date
    visit_id: str
    follows_id: str | None
    unit_id: int
    merged_into_id: int | None
    unit_name: str
    kind: UnitKind
    code: str
    checked_in_at: datetime
    checked_out_at: datetime | None
    exit_kind: ExitKind | None
    declaration_day: date
    declaration_id: str
    sealed: bytes
    risk: RiskLevel | None
    withdrawn_at: datetime | None
    form: FormKind | None
    rating: int | None
    commune: str
    station: str | None
    station_address: str | None
    station_phone: str | None
    station_verified_at: datetime | None
    vehicle: VehicleKind | None
    held_place: str | None
    held_phone: str | None

    @cached_property
    def visitor(self) -> Visitor | None:
        """Who came; None once the day's key is destroyed."""
        return open_visitor(self.day, self.visit_id, self.sealed)

    @property
    def declaration(self) -> tuple[date, str]:
        """By which declaration the visitor entered."""
        return self.declaration_day, self.declaration_id

    @property
    def may_leave(self) -> bool:
        """Whether an exit can still be recorded; from a taxi none is expected."""
        return self.vehicle not in ENTRY_ONLY and may_record_exit(self.exit_kind)

    @property
    def may_rate(self) -> bool:
        """Whether the visitor may say how he found the place: he left it, and has not said so yet."""
        return self.exit_kind is ExitKind.RECORDED and self.rating is None

    @property
    def is_estimated(self) -> bool:
        """Whether the end is a guess."""
        return is_exit_estimated(self.exit_kind)

    @property
    def is_open(self) -> bool:
        return self.checked_out_at is None

    def is_at(self, unit_id: int) -> bool:
        """Whether the unit is the one that was entered, or the one into which that one was merged meanwhile."""
        return unit_id in (self.unit_id, self.merged_into_id)


@dataclass(frozen=True)
class ListedVisit:
    """A line of the day's list: the name is masked whoever reads, and nothing tells how to reach anybody."""

    unit_name: str
    masked_name: str | None
    checked_in_at: datetime
    checked_out_at: datetime | None
    is_estimated: bool


def find_stay(receipt: str) -> Stay | None:
    """The stay with this receipt; for citizens, who hold nothing else."""
    return next(iter(list_stays([receipt])), None)


def list_stays(receipts: Sequence[str]) -> Sequence[Stay]:
    """The stays with these receipts, latest first; for the phone that keeps them."""
    stmt: Select[*tuple[Any, ...]] = (
        select(
            *(Submission.receipt, Submission.day, Submission.id, Submission.follows_id),
            *(Unit.id, Unit.merged_into_id, Unit.name, Unit.kind, Poster.code),
            *(Visit.checked_in_at, Visit.checked_out_at, Visit.exit_kind, Visit.declaration_day, Visit.declaration_id),
            *(Visit.person, Declaration.risk, Declaration.withdrawn_at, Declaration.form, Visit.rating),
            *(Area.name, HealthStation.name, HealthStation.address, HealthStation.phone, HealthStation.verified_at),
            *(Vehicle.kind, GatePlace.place, GatePlace.phone),
        )
        .join(Visit, (Visit.day == Submission.day) & (Visit.id == Submission.id))
        .join(Unit, Unit.id == Visit.unit_id)
        .join(Area, Area.id == Unit.area_id)
        .outerjoin(HealthStation, HealthStation.area_id == Unit.area_id)
        .outerjoin(GatePlace, GatePlace.unit_id == Unit.id)
        .join(Poster, Poster.id == Visit.poster_id)
        .outerjoin(Vehicle, Vehicle.checkpoint_id == Poster.checkpoint_id)
        .outerjoin(Declaration, (Declaration.day == Visit.declaration_day) & (Declaration.id == Visit.declaration_id))
        .where(Submission.receipt.in_(receipts))
        .order_by(Visit.checked_in_at.desc(), Submission.id)
    )
    return [Stay(*row) for row in db.session.execute(unscoped(stmt, because="the receipt is the capability"))]


def list_open_with_phone(unit_id: int, phone: str) -> Sequence[Stay]:
    """Who is inside a unit by this phone since yesterday; for who stands at its door and is told the number."""
    days = [local_day() - timedelta(n) for n in range(2)]
    indexes = blind_indexes(current_keys(), map(day_key_id, days), "phone", phone)
    wanted = [
        (Visit.day == day) & (Visit.phone_index == indexes[key]) for day in days if (key := day_key_id(day)) in indexes
    ]
    return _list_open(unit_id, or_(*wanted)) if wanted else ()


def list_open_by(unit_id: int, declarations: Collection[tuple[date, str]]) -> Sequence[Stay]:
    """Who is inside a unit by one of these declarations since yesterday: the card or pass that let him in is shown."""
    by_one = [(Visit.declaration_day == day) & (Visit.declaration_id == each) for day, each in declarations]
    days = local_day() - timedelta(1), local_day()
    return _list_open(unit_id, Visit.day.between(*days) & or_(*by_one)) if by_one else ()


def find_open_at(unit_id: int, stay: Stay) -> Stay | None:
    """Where the holder of a pass is inside a unit: the stay of the pass, or one for which the guard went by it."""
    if stay.is_open and stay.is_at(unit_id):
        return stay
    return next(iter(list_open_by(unit_id, [stay.declaration])), None)


def _list_open(unit_id: int, wanted: Any) -> Sequence[Stay]:
    stmt = select(Submission.receipt).join(Visit, (Visit.day == Submission.day) & (Visit.id == Submission.id))
    stmt = stmt.where(Visit.unit_id == unit_id, Visit.checked_out_at.is_(None), wanted).limit(MOST_OF_ONE_PHONE)
    receipts = db.session.scalars(
        unscoped(stmt, because="the visitor himself tells or shows the guard who he is")
    ).all()
    return list_stays(receipts) if receipts else ()


def get_stay(receipt: str) -> Stay:
    """The stay with this receipt. Raises Absent."""
    stay = find_stay(receipt)
    if stay is None:
        raise Absent
    return stay


@dataclass(frozen=True)
class Relative:
    """Who came by the same page as somebody else: his receipt, his level, whether he has left."""

    receipt: str
    day: date
    visit_id: str
    sealed: bytes
    risk: RiskLevel | None
    checked_out_at: datetime | None
    exit_kind: ExitKind | None

    @property
    def is_estimated(self) -> bool:
        """Whether the end is a guess."""
        return is_exit_estimated(self.exit_kind)

    @property
    def full_name(self) -> str | None:
        """None once the day's key is destroyed."""
        visitor = open_visitor(self.day, self.visit_id, self.sealed)
        return visitor.full_name if visitor else None


def list_family(stay: Stay) -> Sequence[Relative]:
    """The others who were declared on the same page, for the device that sent it."""
    root = stay.follows_id or stay.visit_id
    stmt = (
        select(Submission.receipt, Visit.day, Visit.id, Visit.person)
        .add_columns(Declaration.risk, Visit.checked_out_at, Visit.exit_kind)
        .join(Visit, (Visit.day == Submission.day) & (Visit.id == Submission.id))
        .outerjoin(Declaration, (Declaration.day == Visit.declaration_day) & (Declaration.id == Visit.declaration_id))
        .where(
            Declaration.withdrawn_at.is_(None),
            (Submission.id == root) | (Submission.follows_id == root),
            Submission.id != stay.visit_id,
        )
        .order_by(Visit.checked_in_at, Submission.id)
    )
    rows = db.session.execute(unscoped(stmt, because="only the device that sent the page is shown who else was on it"))
    # In the order of the form; what was sent from the same page as a form of its own comes last.
    places = {root: 1, **{id_of_member(root, number): number for number in range(2, MOST_PEOPLE + 1)}}
    return sorted((Relative(*row) for row in rows), key=lambda each: places.get(each.visit_id, MOST_PEOPLE + 1))


def list_visits(viewer: Viewer, day: date, wish: Wish, *, only_open: bool = False) -> Page:
    """A day's entries at the viewer's units, latest first, with masked names."""
    stmt = within(viewer, Visit).where(Visit.day == day).order_by(Visit.checked_in_at.desc(), Visit.id)
    if only_open:
        stmt = stmt.where(Visit.checked_out_at.is_(None))
    page = paginate(stmt, wish)
    return Page(_listed(viewer, page.rows), page.number, page.size, page.total)


def open_visitor(day: date, visit_id: str, sealed: bytes) -> Visitor | None:
    """What a visit keeps of its person; None once the day's key is destroyed."""
    try:
        return Visitor(**unseal_json(current_keys(), CellRef("visit", "person", visit_id, day_key_id(day)), sealed))
    except Unreadable:
        return None


def _listed(viewer: Viewer, visits: Sequence[Visit]) -> list[ListedVisit]:
    units = within(viewer, Unit).where(Unit.id.in_({visit.unit_id for visit in visits}))
    names = {unit.id: unit.name for unit in db.session.scalars(units)}
    return [_line(visit, names.get(visit.unit_id, "")) for visit in visits]


def _line(visit: Visit, unit_name: str) -> ListedVisit:
    visitor = open_visitor(visit.day, visit.id, visit.person)
    return ListedVisit(
        unit_name=unit_name,
        masked_name=mask_name(visitor.full_name) if visitor else None,
        checked_in_at=visit.checked_in_at,
        checked_out_at=visit.checked_out_at,
        is_estimated=is_exit_estimated(visit.exit_kind),
    )
