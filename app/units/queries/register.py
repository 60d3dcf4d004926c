"""Units as they are today, their doors, closures and links."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select, true
from sqlalchemy.orm import joinedload

from app.access.scope import Rows, counting, covered_by, withheld_from, within
from app.areas.models import Area
from app.db import db
from app.door import Absent, Viewer
from app.units.models import Unit, UnitOwnership, UnitStatusChange
from app.units.printed_codes import find_typed
from app.units.rules import UnitKind, UnitStatus
from app.units.search import holds_words, is_indexed
from app.web.pagination import Page, Wish, paginate_many, stream

WITH_NAMES = (joinedload(Unit.organisation), joinedload(Unit.area).joinedload(Area.parent))


class UnitOrder(StrEnum):
    """How a list of units may be sorted."""

    NAME = "name"
    WAITING = "waiting"
    NEWEST = "newest"


class Need(StrEnum):
    """What somebody has still to do for a unit, or what is to be kept in mind."""

    OFFICER = "officer"  # waits for whoever approves
    UNIT = "unit"  # has a question to answer
    OWNER = "owner"  # nobody knows who answers
    DISCRETION = "discretion"  # withheld from lists


@dataclass(frozen=True)
class UnitFilter:
    """What a list of units is narrowed to; `area_id` is a district or a commune.

    With `on`: the units that were registered on that day, `status` being the one of that day; all else as of today.
    """

    search: str = ""
    status: UnitStatus | None = None
    kind: UnitKind | None = None
    area_id: int | None = None
    organisation_id: int | None = None
    need: Need | None = None
    order: UnitOrder = UnitOrder.NAME
    on: date | None = None


def get_unit(viewer: Viewer, unit_id: int) -> Unit:
    """One of the viewer's units, with the body that answers for it and its place. Raises Absent."""
    unit = db.session.scalar(within(viewer, Unit).where(Unit.id == unit_id).options(*WITH_NAMES))
    if unit is None:
        raise Absent
    return unit  # type: ignore[no-any-return]


def find_unit(viewer: Viewer, unit_id: int) -> Unit | None:
    """One of the viewer's units; None when it is not there for him."""
    return db.session.scalar(within(viewer, Unit).where(Unit.id == unit_id))  # type: ignore[no-any-return]


def list_units(viewer: Viewer, wanted: UnitFilter | None = None, *, wish: Wish | None = None) -> Page:
    """A page of the viewer's units that fit the filter, in its order."""
    wanted = wanted or UnitFilter()
    return paginate_many(
        _filtered(viewer, wanted),
        Unit.id,
        _order(wanted),
        wish or Wish(),
        found_first=is_indexed(wanted.search),
        options=WITH_NAMES,
    )


def list_all_units(viewer: Viewer, wanted: UnitFilter | None = None) -> Iterable[Unit]:
    """All of the viewer's units that fit the filter, one by one, for files."""
    wanted = wanted or UnitFilter()
    stmt = _filtered(viewer, wanted).options(*WITH_NAMES).order_by(*_order(wanted))
    return stream(stmt)


def count_withheld(viewer: Viewer, wanted: UnitFilter) -> int:
    """How many units fit the filter and are not named to the viewer.

    Not told of a search: who tries names would learn which are there.
    """
    if viewer.sees_restricted or wanted.search:
        return 0
    hidden = _filtered(counting(viewer), wanted).where(withheld_from(viewer, Unit))
    return db.session.scalar(hidden.with_only_columns(func.count(Unit.id))) or 0


def units_located_in(viewer: Viewer, *, area_id: int) -> Rows:
    """The viewer's units in a commune, to be narrowed, ordered and read by the caller."""
    return within(viewer, Unit).where(Unit.area_id == area_id)


def units_answered_for(viewer: Viewer, *, organisation_id: int, first: date, last: date) -> Rows:
    """The units for which a body answered on one of the days, of those that are the viewer's or were then."""
    answered: Rows = within(viewer, UnitOwnership).where(
        UnitOwnership.organisation_id == organisation_id,
        UnitOwnership.from_on <= last,
        UnitOwnership.until_on.is_(None) | (UnitOwnership.until_on > first),
        UnitOwnership.until_on.is_(None) | (UnitOwnership.until_on > UnitOwnership.from_on),
    )
    answered = answered.with_only_columns(UnitOwnership.unit_id)
    return covered_by(select(Unit).where(Unit.id.in_(answered)), answered)


def list_units_by_id(viewer: Viewer, unit_ids: Sequence[int]) -> Sequence[Unit]:
    """Those of the viewer's units that have these ids, by name; others are left out."""
    stmt = within(viewer, Unit).where(Unit.id.in_(unit_ids)).options(*WITH_NAMES)
    return db.session.scalars(stmt.order_by(Unit.sort_key, Unit.id)).all()


def _filtered(viewer: Viewer, wanted: UnitFilter) -> Select[Any]:
    conditions = [
        (None if wanted.on else wanted.status, _has_status(wanted)),
        (wanted.kind, Unit.kind == wanted.kind),
        (wanted.organisation_id, Unit.organisation_id == wanted.organisation_id),
        (wanted.area_id, Unit.area_id.in_(areas_below(wanted.area_id))),
        (wanted.need, NEEDS[wanted.need or Need.OFFICER]),
    ]
    stmt = within(viewer, Unit).where(*(condition for value, condition in conditions if value is not None))
    if wanted.on:
        stmt = _registered_on(viewer, stmt, wanted.on, wanted.status)
    return stmt.where(_is_meant(wanted.search))


def _is_meant(typed: str) -> ColumnElement[bool]:
    """Whether a unit holds every word that was typed, or the code that was typed hangs or hung at one of its doors."""
    words = and_(true(), *holds_words(typed))
    found = find_typed(typed)
    return words | Unit.id.in_(found) if found else words


def _order(wanted: UnitFilter) -> tuple[Any, ...]:
    """Units of which nobody knows the owner wait since that is unclear."""
    if (wanted.need, wanted.order) == (Need.OWNER, UnitOrder.WAITING):
        return (Unit.unclear_since, Unit.id)
    return ORDERS[wanted.order]


def _registered_on(viewer: Viewer, stmt: Rows, on: date, status: UnitStatus | None) -> Rows:
    """Limited to units that had a status on the day, or this one."""
    then: Rows = within(viewer, UnitStatusChange).with_only_columns(UnitStatusChange.status)
    then = then.where(UnitStatusChange.unit_id == Unit.id, UnitStatusChange.from_on <= on).correlate(Unit)
    last = then.order_by(UnitStatusChange.from_on.desc(), UnitStatusChange.id.desc()).limit(1).scalar_subquery()
    return covered_by(stmt.where(last == status if status else last.is_not(None)), stmt, then)


NEEDS = {
    Need.OFFICER: (Unit.status == UnitStatus.PENDING) & Unit.asked_at.is_(None),
    Need.UNIT: (Unit.status == UnitStatus.PENDING) & Unit.asked_at.is_not(None),
    Need.OWNER: Unit.unclear_since.is_not(None),
    Need.DISCRETION: Unit.restricted_at.is_not(None),
}
ORDERS = {
    UnitOrder.NAME: (Unit.sort_key, Unit.id),
    UnitOrder.WAITING: (Unit.waiting_since, Unit.id),
    UnitOrder.NEWEST: (Unit.registered_at.desc(), Unit.id.desc()),
}


def _has_status(wanted: UnitFilter) -> ColumnElement[bool]:
    """With words to look for, said so that SQLite begins with the index of words and not with that of statuses."""
    if is_indexed(wanted.search):
        return Unit.status.not_in(sorted(frozenset(UnitStatus) - {wanted.status}))
    return Unit.status == wanted.status


def areas_below(area_id: int | None) -> Select[Any]:
    """The ids of a district and its communes, or of the commune alone."""
    return select(Area.id).where((Area.id == area_id) | (Area.parent_id == area_id))
