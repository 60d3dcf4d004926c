"""Stays as their receipts and lists show them. Reading only; a stay is changed in actions.py."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Select, select

from app.access.scope import unscoped, within
from app.crypto import CellRef, Unreadable, current_keys, day_key_id, unseal_json
from app.db import db
from app.declarations.models import Declaration, Submission
from app.declarations.rules import RiskLevel
from app.door import Absent, Viewer
from app.posters.models import Poster
from app.text import mask_name
from app.units.models import Unit, Vehicle
from app.units.rules import ENTRY_ONLY, UnitKind, VehicleKind
from app.visits.models import Visit
from app.visits.rules import ExitKind, is_exit_estimated, may_record_exit
from app.web.pagination import Page, Wish, paginate


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
    vehicle: VehicleKind | None

    @cached_property
    def visitor(self) -> Visitor | None:
        """Who came; None once the day's key is destroyed."""
        return open_visitor(self.day, self.visit_id, self.sealed)

    @property
    def may_leave(self) -> bool:
        """Whether an exit can still be recorded; from a taxi none is expected."""
        return self.vehicle not in ENTRY_ONLY and may_record_exit(self.exit_kind)

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
    stmt: Select[*tuple[Any, ...]] = (
        select(
            *(Submission.receipt, Submission.day, Submission.id, Submission.follows_id),
            *(Unit.id, Unit.merged_into_id, Unit.name, Unit.kind, Poster.code),
            *(Visit.checked_in_at, Visit.checked_out_at, Visit.exit_kind, Visit.declaration_day, Visit.declaration_id),
            *(Visit.person, Declaration.risk, Vehicle.kind),
        )
        .join(Visit, (Visit.day == Submission.day) & (Visit.id == Submission.id))
        .join(Unit, Unit.id == Visit.unit_id)
        .join(Poster, Poster.id == Visit.poster_id)
        .outerjoin(Vehicle, Vehicle.checkpoint_id == Poster.checkpoint_id)
        .outerjoin(Declaration, (Declaration.day == Visit.declaration_day) & (Declaration.id == Visit.declaration_id))
        .where(Submission.receipt == receipt)
    )
    row: Any = db.session.execute(unscoped(stmt, because="the receipt is the capability")).one_or_none()
    return Stay(*row) if row else None


def get_stay(receipt: str) -> Stay:
    """The stay with this receipt. Raises Absent."""
    stay = find_stay(receipt)
    if stay is None:
        raise Absent
    return stay


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
