"""Units as they are today, their doors, closures and links."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select, true
from sqlalchemy.orm import joinedload

from app.access.scope import Rows, counting, covered_by, unscoped, withheld_from, within
from app.areas.models import Area
from app.areas.queries import exists_on
from app.areas.rules import AreaLevel
from app.clock import local_day
from app.db import db
from app.door import Absent, Permission, Viewer
from app.organisations.models import Organisation
from app.organisations.rules import OrganisationKind
from app.units.models import Checkpoint, Closure, ManagementLink, Unit, UnitOwnership, UnitStatusChange
from app.units.printed_codes import find_typed
from app.units.rules import CheckpointKind, UnitKind, UnitStatus, natural_owner
from app.units.search import holds_words, is_indexed
from app.web.pagination import Page, Wish, paginate_many, stream

# Nobody's role: who holds a slip and has no account.
LINK_HOLDER = "link_holder"
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


def list_areas_with_units(viewer: Viewer) -> Sequence[Area]:
    """The communes in which the viewer has units, by district, in Vietnamese order."""
    places = within(viewer, Unit).with_only_columns(Unit.area_id)
    stmt = covered_by(select(Area).where(Area.id.in_(places)), places).options(joinedload(Area.parent))
    return sorted(db.session.scalars(stmt).all(), key=_place_key)


def list_owners_of_units(viewer: Viewer) -> Sequence[Organisation]:
    """The bodies that answer for units of the viewer, in Vietnamese order."""
    owners = within(viewer, Unit).with_only_columns(Unit.organisation_id)
    stmt = covered_by(select(Organisation).where(Organisation.id.in_(owners)), owners)
    return db.session.scalars(stmt.order_by(Organisation.sort_key, Organisation.id)).all()


def list_communes(viewer: Viewer) -> Sequence[Area]:
    """The communes in which the viewer may enter units: those of his area, all of them when he has none."""
    return [area for area in _communes_today() if not viewer.area_ids or area.id in viewer.area_ids]


def _communes_today() -> Sequence[Area]:
    stmt = select(Area).where(Area.level == AreaLevel.COMMUNE, exists_on(Area, local_day()))
    communes = db.session.scalars(stmt.options(joinedload(Area.parent))).all()
    return sorted(communes, key=_place_key)


def list_owners(viewer: Viewer) -> Sequence[Organisation]:
    """The bodies for which the viewer may enter units: his own and those below it."""
    stmt = select(Organisation).where(exists_on(Organisation, local_day()))
    if not viewer.sees_all:
        stmt = stmt.where(Organisation.id.in_(viewer.organisation_ids))
    return db.session.scalars(stmt.order_by(Organisation.sort_key, Organisation.id)).all()


def list_possible_owners(area: Area) -> Sequence[Organisation]:
    """The bodies that may answer for a unit in a commune: the departments, its district's and its own committee."""
    stmt = select(Organisation).where(exists_on(Organisation, local_day())).options(joinedload(Organisation.area))
    stmt = stmt.where(
        (Organisation.kind == OrganisationKind.DEPARTMENT) | Organisation.area_id.in_([area.id, area.parent_id]),
        Organisation.kind != OrganisationKind.PROVINCE_OFFICE,
    )
    return db.session.scalars(stmt.order_by(Organisation.sort_key, Organisation.id)).all()


def get_district_committee(area: Area) -> Organisation:
    """The committee of a commune's district: it answers while nobody knows who does."""
    stmt = select(Organisation).where(Organisation.area_id == area.parent_id, exists_on(Organisation, local_day()))
    return db.session.scalars(stmt.where(Organisation.kind == OrganisationKind.DISTRICT)).one()


def find_committee(area: Area) -> Organisation | None:
    """The committee of a commune itself."""
    stmt = select(Organisation).where(Organisation.area_id == area.id, exists_on(Organisation, local_day()))
    return db.session.scalars(stmt.where(Organisation.kind == OrganisationKind.COMMUNE)).first()


def is_owner(viewer: Viewer, unit: Unit) -> bool:
    """Whether the viewer works for the body that answers for the unit, or for one above it."""
    return viewer.sees_all or unit.organisation_id in viewer.organisation_ids


def find_natural_owner(kind: UnitKind, name: str, area: Area, *, is_household: bool = False) -> Organisation | None:
    """Who usually answers for such a unit of a commune."""
    owners = list_possible_owners(area)
    committees = {body.area_id: body for body in owners}
    return natural_owner(
        kind,
        name,
        is_household=is_household,
        departments={body.search_key: body for body in owners if body.area_id is None},
        district=committees.get(area.parent_id),
        commune=committees.get(area.id),
    )


def find_usual_owner(
    viewer: Viewer, kind: UnitKind, name: str, area: Area, *, is_household: bool
) -> Organisation | None:
    """Who usually answers, as far as the viewer may enter units for it; else his own body."""
    allowed = {body.id: body for body in list_owners(viewer)}
    natural = find_natural_owner(kind, name, area, is_household=is_household)
    found = natural if natural and natural.id in allowed else None
    return found or allowed.get(viewer.organisation_id or 0)


def _place_key(area: Area) -> tuple[str, str, int]:
    return (area.parent.sort_key if area.parent else "", area.sort_key, area.id)


def status_changes(viewer: Viewer, unit: Unit) -> Sequence[UnitStatusChange]:
    """What the unit's status was from which day on, oldest first."""
    stmt = within(viewer, UnitStatusChange).where(UnitStatusChange.unit_id == unit.id)
    return db.session.scalars(stmt.order_by(UnitStatusChange.from_on, UnitStatusChange.id)).all()


def closures(viewer: Viewer, unit: Unit, first: date, last: date) -> Sequence[Closure]:
    """Announced closures that touch the days from `first` to `last`, earliest first."""
    stmt = within(viewer, Closure).where(Closure.unit_id == unit.id, Closure.from_on <= last, Closure.until_on > first)
    return db.session.scalars(stmt.order_by(Closure.from_on, Closure.id)).all()


def get_closure(viewer: Viewer, unit: Unit, closure_id: int) -> Closure:
    """One announced closure of the unit. Raises Absent."""
    stmt = within(viewer, Closure).where(Closure.unit_id == unit.id, Closure.id == closure_id)
    return _found(db.session.scalar(stmt))  # type: ignore[no-any-return]


def get_checkpoint(viewer: Viewer, unit: Unit, checkpoint_id: int) -> Checkpoint:
    """A door or vehicle of the unit that is still used. Raises Absent."""
    stmt = within(viewer, Checkpoint).where(
        Checkpoint.unit_id == unit.id, Checkpoint.id == checkpoint_id, Checkpoint.retired_at.is_(None)
    )
    return _found(db.session.scalar(stmt))  # type: ignore[no-any-return]


def list_checkpoints(viewer: Viewer, unit: Unit) -> Sequence[Checkpoint]:
    """The doors and vehicles of the unit that are still used, with what is known of the vehicles."""
    stmt = within(viewer, Checkpoint).where(Checkpoint.unit_id == unit.id, Checkpoint.retired_at.is_(None))
    return db.session.scalars(stmt.options(joinedload(Checkpoint.vehicle)).order_by(Checkpoint.id)).all()


def get_vehicle(viewer: Viewer, unit: Unit, checkpoint_id: int) -> Checkpoint:
    """A checkpoint of the unit that is a vehicle and still used. Raises Absent."""
    checkpoint = get_checkpoint(viewer, unit, checkpoint_id)
    if checkpoint.kind is not CheckpointKind.VEHICLE:
        raise Absent
    return checkpoint


def find_management_link(token: str) -> ManagementLink | None:
    """The link with this secret, whatever has become of it; for managers, who hold nothing but the secret."""
    stmt = select(ManagementLink).where(ManagementLink.token_digest == digest_of(token))
    return db.session.scalar(unscoped(stmt, because="the link on the slip is the capability"))


def get_management_link(token: str) -> ManagementLink:
    """The link with this secret. Raises Absent."""
    return _found(find_management_link(token))  # type: ignore[no-any-return]


def holder_of(link: ManagementLink) -> Viewer:
    """On whose behalf somebody acts who holds nothing but a unit's link: this unit alone, to see and to print."""
    permissions = frozenset({Permission.UNIT_READ, Permission.POSTER_PRINT})
    return Viewer(role=LINK_HOLDER, permissions=permissions, unit_ids=frozenset({link.unit_id}))


def list_links(viewer: Viewer, unit: Unit) -> Sequence[ManagementLink]:
    """The management links issued for a unit, newest first."""
    stmt = within(viewer, ManagementLink).where(ManagementLink.unit_id == unit.id)
    return db.session.scalars(stmt.order_by(ManagementLink.id.desc())).all()


def digest_of(token: str) -> str:
    """What is stored of a link's secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def _found(row: Any) -> Any:
    if row is None:
        raise Absent
    return row
