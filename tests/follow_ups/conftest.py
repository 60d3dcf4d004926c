"""A quarantine site in Phú Quốc with its staff, a community team of Dương Đông, and people in isolation."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask

from app.access.actions import create_account, grant_team, grant_unit
from app.access.policy import Role
from app.clock import local_day
from app.db import db, transaction
from app.door import office_viewer
from app.follow_ups.actions import NewCase, open_case
from app.follow_ups.models import FollowUp
from app.follow_ups.people import Person as Isolated
from app.follow_ups.people import token_of
from app.follow_ups.queries import get_case
from app.follow_ups.rules.cases import CaseClass, Place
from app.organisations.queries import find_organisation
from app.units.queries import get_unit
from app.units.rules import UnitKind, UnitStatus
from app.zones.actions import set_up_team
from app.zones.queries import get_team
from tests.cast import PASSWORD, Cast, Person, as_person
from tests.factories import _commune, make_unit
from tests.made_once import made_once

NAME = "Nguyễn Thị Lụa"


@dataclass(frozen=True)
class Site:
    """Plain ids: `sau` works at the site, `tam` is the team of Dương Đông, `ha` district health of Phú Quốc."""

    unit_id: int
    sau: Person
    tam: Person
    ha: Person
    team_id: int


@made_once
def site(app: Flask, cast: Cast) -> Site:
    with app.app_context():
        unit = make_unit(
            cast.an, kind=UnitKind.QUARANTINE_SITE, status=UnitStatus.ACTIVE, name="Cơ sở cách ly Dương Đông"
        )
        with transaction():
            team = set_up_team(office_viewer(), _commune("31078"), name="Tổ 1, khu phố 3", is_standing=True)
            db.session.flush()
            made = Site(
                unit.id,
                account("sau", Role.SITE_STAFF, unit_id=unit.id),
                account("tam", Role.TEAM_MEMBER, body="commune-31078", team_id=team.id),
                account("ha", Role.DISTRICT_HEALTH, body="district-911"),
                team.id,
            )
        db.session.remove()
    return made


def account(
    username: str, role: Role, *, body: str = "", unit_id: int | None = None, team_id: int | None = None
) -> Person:
    """Somebody with an account."""
    user = create_account(
        office_viewer(),
        username=username,
        password=PASSWORD,
        full_name=f"Lê Văn {username.title()}",
        role=role,
        organisation=find_organisation(body) if body else None,
        must_change_password=False,
    )
    db.session.flush()
    if unit_id:
        grant_unit(office_viewer(), user, unit_id, confirmed=True)
    if team_id:
        grant_team(office_viewer(), user, team_id)
    return as_person(user)


def open_at(
    site: Site | None = None, *, commune: str = "31078", body: str = "", name: str = NAME, **details: Any
) -> FollowUp:
    """A case at the site, or at home in a commune; inside a transaction."""
    office = office_viewer()
    unit = get_unit(office, site.unit_id) if site else None
    organisation = find_organisation(body or ("district-911" if site else f"commune-{commune}"))
    assert organisation is not None
    person = Isolated(name, birth_year=1985, phone=details.pop("phone", "0912345678"), reason="Tiếp xúc gần")
    usual: dict[str, Any] = {
        "case_class": CaseClass.F1,
        "order_number": "12/QĐ-UBND",
        "started_on": local_day(),
    }
    team_id = details.pop("team_id", None)
    new = NewCase(
        team=get_team(office, team_id) if team_id else None,
        person=person,
        place=Place.SITE if site else Place.HOME,
        organisation=organisation,
        area=unit.area if unit else _commune(commune),
        unit=unit,
        **usual | details,
    )
    return open_case(office, new)


@pytest.fixture
def open_case_at(app: Flask) -> Callable[..., int]:
    """Opens a case as `open_at` and returns its id."""

    def opened(*args: Any, **options: Any) -> int:
        with app.app_context(), transaction():
            row = open_at(*args, **options)
            db.session.flush()
            return row.id

    return opened


@pytest.fixture
def link_of(app: Flask) -> Callable[[int], str]:
    """The path behind somebody's code."""

    def path(case_id: int) -> str:
        with app.app_context():
            return f"/h/{token_of(get_case(office_viewer(), case_id))}"

    return path
