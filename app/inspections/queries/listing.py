"""Finding inspections: officers all of their scope, who works at a unit what was signed there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.access.models import User
from app.access.policy import Role, granted
from app.access.scope import Rows, covered_by, within
from app.areas.models import Area
from app.clock import local_day
from app.db import db
from app.door import Absent, Permission, Viewer
from app.inspections.models import Finding, Inspection, InspectionOfficer
from app.inspections.rules import OPEN, InspectionStatus
from app.units.models import Unit
from app.units.queries import areas_below
from app.units.rules import UnitKind
from app.units.search import holds_words
from app.web.pagination import Page, Wish, paginate, stream

WORKING = [role for role in Role if Permission.INSPECTION_WORK in granted(role)]


class Need(StrEnum):
    """What is to be done about an inspection."""

    TODAY = "today"
    OVERDUE = "overdue"
    TO_CHECK = "to_check"
    TO_FIX = "to_fix"


@dataclass(frozen=True)
class InspectionFilter:
    """What a list of inspections is narrowed to; `area_id` is a district or a commune.

    `is_mine`: assigned to the viewer; `is_ours`: carried out by his body.
    """

    search: str = ""
    status: InspectionStatus | None = None
    need: Need | None = None
    kind: UnitKind | None = None
    area_id: int | None = None
    is_mine: bool = False
    is_ours: bool = False


def list_inspections(viewer: Viewer, wanted: InspectionFilter, wish: Wish) -> Page:
    """One page: what is still to be done first, the earliest on top, then what was signed, the latest on top."""
    return paginate(_wanted(viewer, wanted), wish)


def list_all_inspections(viewer: Viewer, wanted: InspectionFilter) -> Iterable[Inspection]:
    """All of them, for a file."""
    return stream(_wanted(viewer, wanted))


def get_inspection(viewer: Viewer, inspection_id: int) -> Inspection:
    """One inspection with all that its page shows. Raises Absent."""
    stmt = visible(viewer).where(Inspection.id == inspection_id)
    stmt = stmt.options(
        joinedload(Inspection.unit).joinedload(Unit.area).joinedload(Area.parent),
        joinedload(Inspection.organisation),
        joinedload(Inspection.criteria_set),
        selectinload(Inspection.officers),
    )
    found: Inspection | None = db.session.scalar(stmt)
    if found is None:
        raise Absent(inspection_id)
    return found


def list_of_unit(viewer: Viewer, unit: Unit) -> Sequence[Inspection]:
    """A unit's inspections, the latest first."""
    stmt = visible(viewer).where(Inspection.unit_id == unit.id).options(joinedload(Inspection.organisation))
    return db.session.scalars(stmt.order_by(Inspection.planned_on.desc(), Inspection.id.desc())).all()


def find_open(viewer: Viewer, unit: Unit, organisation_id: int | None) -> Inspection | None:
    """The inspection of the unit that a body has before it."""
    stmt = within(viewer, Inspection).where(Inspection.unit_id == unit.id, Inspection.status.in_(OPEN))
    stmt = stmt.where(Inspection.organisation_id == organisation_id).order_by(Inspection.planned_on)
    return db.session.scalars(stmt.limit(1)).first()


def list_officers(viewer: Viewer) -> Sequence[User]:
    """Whom of his own body the viewer can send."""
    stmt = select(User).where(
        User.organisation_id == viewer.organisation_id,
        User.role.in_(WORKING),
        User.disabled_at.is_(None),
        ~User.is_device,
    )
    return db.session.scalars(stmt.order_by(User.sort_key, User.id)).all()


def visible(viewer: Viewer) -> Rows:
    """The viewer's inspections; at the unit itself nobody learns of a visit before it was signed."""
    stmt: Rows = within(viewer, Inspection)
    return stmt.where(Inspection.signed_at.is_not(None)) if viewer.unit_ids else stmt


def _wanted(viewer: Viewer, wanted: InspectionFilter) -> Rows:
    stmt = visible(viewer).join(Unit, Unit.id == Inspection.unit_id)
    stmt = stmt.options(
        contains_eager(Inspection.unit).joinedload(Unit.area).joinedload(Area.parent),
        joinedload(Inspection.organisation),
        selectinload(Inspection.officers),
    )
    conditions = [
        (wanted.status, Inspection.status == wanted.status),
        (wanted.kind, Unit.kind == wanted.kind),
        (wanted.area_id, Unit.area_id.in_(areas_below(wanted.area_id))),
        (wanted.is_ours or None, Inspection.organisation_id == viewer.organisation_id),
    ]
    stmt = stmt.where(*(each for value, each in conditions if value is not None), *holds_words(wanted.search))
    parts = [stmt]
    if wanted.is_mine:
        mine = within(viewer, InspectionOfficer).where(InspectionOfficer.user_id == viewer.user_id)
        mine = mine.with_only_columns(InspectionOfficer.inspection_id)
        stmt, parts = stmt.where(Inspection.id.in_(mine)), [*parts, mine]
    if wanted.need:
        stmt, parts = _needing(viewer, stmt, wanted.need, parts)
    is_done = Inspection.status.not_in(OPEN)
    # Days of what is done count backwards: nulls of one half do not disturb the other.
    waiting = Inspection.planned_on.label("waiting")
    ordered = stmt.order_by(is_done, Inspection.signed_at.desc(), waiting, Inspection.id)
    return covered_by(ordered, *parts)


def _needing(viewer: Viewer, stmt: Rows, need: Need, parts: list[Rows]) -> tuple[Rows, list[Rows]]:
    today = local_day()
    if need is Need.TODAY:
        return stmt.where(Inspection.status.in_(OPEN), Inspection.planned_on <= today), parts
    conditions: dict[Need, tuple[Any, ...]] = {
        Need.OVERDUE: (Finding.outcome.is_(None), Finding.answered_at.is_(None), Finding.due_on < today),
        Need.TO_CHECK: (Finding.outcome.is_(None), Finding.answered_at.is_not(None)),
        Need.TO_FIX: (Finding.outcome.is_(None), Finding.answered_at.is_(None)),
    }
    found = within(viewer, Finding).where(*conditions[need]).with_only_columns(Finding.inspection_id)
    return stmt.where(Inspection.id.in_(found)), [*parts, found]
