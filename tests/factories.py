"""Rows for tests, made with the real actions; each asks only for what the test is about and commits."""

from typing import Any

from app.areas.models import Area
from app.areas.queries import get_area
from app.areas.rules import AreaLevel
from app.clock import local_day
from app.db import db, transaction
from app.door import VISITOR, Viewer, office_viewer
from app.organisations.models import Organisation
from app.posters.models import Poster
from app.posters.queries import list_posters
from app.units.actions import approve_unit, issue_management_link, open_manager_account, register_unit
from app.units.models import Unit
from app.units.queries import get_management_link
from app.units.rules import UnitKind, UnitStatus
from tests.cast import PASSWORD, Person, as_person

DUONG_DONG = "31078"


def make_unit(by: Any = None, *, owner: str = "district-911", commune: str = DUONG_DONG, **details: Any) -> Unit:
    """A unit registered by a person of the cast, or (without one) by its manager on the public page.

    It stays pending unless `status=UnitStatus.ACTIVE`. `owner` is a body's code, `commune` a place's.
    """
    viewer: Viewer = by.viewer if by else VISITOR
    status = details.pop("status", UnitStatus.PENDING)
    with transaction():
        unit = register_unit(viewer, **_details(owner, commune, details))
        if status is UnitStatus.ACTIVE:
            approve_unit(viewer, unit)
    return unit


def make_poster(by: Any = None, *, unit: Unit | None = None, **details: Any) -> Poster:
    """The valid code of a unit's first gate; of a new active unit unless one is given."""
    unit = unit or make_unit(by, **{"status": UnitStatus.ACTIVE, **details})
    seen_by = Viewer(unit_ids=frozenset({unit.id}))
    return list_posters(seen_by, unit)[0]


def _details(owner: str, commune: str, details: dict[str, Any]) -> dict[str, Any]:
    usual = {
        "name": "Khách sạn Biển Xanh",
        "kind": UnitKind.HOTEL,
        "address": "12 Trần Hưng Đạo",
        "manager_name": "Lê Thị Mai",
        "organisation": db.session.scalars(db.select(Organisation).where(Organisation.code == owner)).one(),
        "area": _commune(commune),
    }
    return usual | details


def _commune(code: str) -> Area:
    return get_area(code, AreaLevel.COMMUNE, on=local_day())


def make_manager(unit: Unit, username: str = "mai") -> Person:
    """The unit's manager, who used her one-time link."""
    with transaction():
        token = issue_management_link(office_viewer(), unit)
    user = open_manager_account(get_management_link(token), username=username, password=PASSWORD)
    db.session.commit()
    return as_person(user)
