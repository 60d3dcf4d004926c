"""In which communes units are, and which bodies answer for them."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.access.scope import covered_by, within
from app.areas.models import Area
from app.areas.queries import exists_on
from app.areas.rules import AreaLevel
from app.clock import local_day
from app.db import db
from app.door import Viewer
from app.organisations.models import Organisation
from app.organisations.rules import OrganisationKind
from app.units.models import Unit
from app.units.rules import UnitKind, natural_owner


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
