"""Finding places."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import contains_eager

from app.areas.models import Area, HighRiskListing
from app.areas.rules import AreaLevel
from app.db import db
from app.door import Absent

PROVINCE_CODE = "91"


class NoSuchArea(LookupError):
    """No place of this level has the code on that day."""


def get_area(code: str, level: AreaLevel, *, on: date) -> Area:
    """The place with this official code as it was on `on`. Raises NoSuchArea."""
    area = db.session.scalar(_valid(on).where(Area.code == code, Area.level == level))
    if area is None:
        raise NoSuchArea(code)
    return area


def list_areas(level: AreaLevel, *, on: date, parent_id: int | None = None) -> Sequence[Area]:
    """Places of one level in Vietnamese order, optionally those directly below one place."""
    stmt = _valid(on).where(Area.level == level).order_by(Area.sort_key, Area.id)
    if parent_id is not None:
        stmt = stmt.where(Area.parent_id == parent_id)
    return db.session.scalars(stmt).all()


def commune_ids_below(area: Area) -> frozenset[int]:
    """Ids of the communes in a place: itself for a commune."""
    if area.level is AreaLevel.COMMUNE:
        return frozenset({area.id})
    tree = select(Area.id, Area.level).where(Area.id == area.id).cte("below", recursive=True)
    tree = tree.union_all(select(Area.id, Area.level).join(tree, Area.parent_id == tree.c.id))
    return frozenset(db.session.scalars(select(tree.c.id).where(tree.c.level == AreaLevel.COMMUNE)))


def list_high_risk() -> Sequence[HighRiskListing]:
    """Every listing as being at high risk, by place, newest first."""
    stmt = select(HighRiskListing).join(HighRiskListing.area).options(contains_eager(HighRiskListing.area))
    return db.session.scalars(stmt.order_by(Area.sort_key, HighRiskListing.from_on.desc(), HighRiskListing.id)).all()


def get_high_risk_listing(listing_id: int) -> HighRiskListing:
    """The listing with this id. Raises Absent."""
    listing = db.session.get(HighRiskListing, listing_id)
    if listing is None:
        raise Absent(listing_id)
    return listing


def is_listed(area_id: int, *, on: date) -> bool:
    """Whether a place is listed on a day, or from a later day on."""
    stmt = select(HighRiskListing.id).where(
        HighRiskListing.area_id == area_id, (HighRiskListing.until_on.is_(None)) | (HighRiskListing.until_on > on)
    )
    return db.session.scalar(stmt.limit(1)) is not None


def list_high_risk_area_ids(*, on: date) -> frozenset[int]:
    """Ids of the places that are listed as being at high risk on that day."""
    stmt = select(HighRiskListing.area_id).where(
        HighRiskListing.from_on <= on, (HighRiskListing.until_on.is_(None)) | (HighRiskListing.until_on > on)
    )
    return frozenset(db.session.scalars(stmt))


def exists_on(row: Any, day: Any) -> ColumnElement[bool]:
    """Whether a place, or a body, exists on a day; of models, of their aliases and for days in columns alike."""
    return and_(row.valid_from <= day, or_(row.valid_until.is_(None), row.valid_until > day))


def _valid(on: date) -> Select[Area]:
    return select(Area).where(exists_on(Area, on))
