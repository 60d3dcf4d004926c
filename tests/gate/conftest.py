"""A hotel in Phú Quốc with Tư at its gate, its manager Mai, and visitors who declared."""

from dataclasses import dataclass
from typing import Any

from flask import Flask

from app.access.actions import create_account, grant_unit
from app.access.policy import Role
from app.access.scope import unscoped
from app.db import db, transaction
from app.door import office_viewer
from app.units.models import Checkpoint
from app.units.rules import UnitKind
from tests.browser_client import Browser, Page
from tests.cast import PASSWORD, Cast, Person, as_person
from tests.made_once import made_once
from tests.places import Place, open_place
from tests.visits.sheets import sheet


@dataclass(frozen=True)
class Gate:
    """Plain ids of the hotel's door; `tu` stands there, `mai` manages the hotel."""

    place: Place
    checkpoint_id: int
    tu: Person

    @property
    def unit_id(self) -> int:
        return self.place.unit_id

    @property
    def code(self) -> str:
        return self.place.code

    @property
    def mai(self) -> Person:
        return self.place.manager


def make_gate(app: Flask, cast: Cast, *, username: str = "tu", **details: Any) -> Gate:
    """An active unit with a guard."""
    place = open_place(app, cast.an, username=f"manager-of-{username}", **details)
    with app.app_context():
        with transaction():
            tu = create_account(
                office_viewer(),
                username=username,
                password=PASSWORD,
                full_name="Lê Văn Tư",
                role=Role.GATEKEEPER,
                must_change_password=False,
            )
            grant_unit(office_viewer(), tu, place.unit_id, confirmed=True)
        person = as_person(tu)
        stmt = unscoped(db.select(Checkpoint.id).where(Checkpoint.unit_id == place.unit_id), because="a test looks")
        checkpoint_id = db.session.scalar(stmt)
        db.session.remove()
    return Gate(place, checkpoint_id, person)


@made_once
def gate(app: Flask, cast: Cast) -> Gate:
    return make_gate(app, cast)


@made_once
def clinic(app: Flask, cast: Cast) -> Gate:
    return make_gate(app, cast, username="binh-vien", name="Trạm xá Dương Đông", kind=UnitKind.HOSPITAL)


@made_once
def market(app: Flask, cast: Cast) -> Place:
    """Where visitors declared before they came to the hotel."""
    return open_place(app, cast.an, username="cho", name="Chợ Dương Đông", kind=UnitKind.MARKET)


def declare(visitor: Browser, code: str, **changes: Any) -> str:
    """Declare at a door as a citizen; returns the receipt."""
    page = visitor.send(f"/q/{code}", sheet(**changes))
    assert page.status == 303, page.text
    return page.location.split("/r/")[1].partition("?")[0]


def scan(guard: Browser, text: str) -> Page:
    """Scan at the console and see what comes."""
    page = guard.send("/gate", {"text": text}, to="/gate/scan")
    return guard.follow(page) if page.status == 303 else page


def by_hand(guard: Browser, **fields: Any) -> Page:
    """Enter somebody by hand and see what comes."""
    usual = {"full_name": "Trần Văn Ba", "address": "Ấp Suối Cát", "said": "none"}
    page = guard.send("/gate", {**usual, **fields}, to="/gate/by-hand")
    return guard.follow(page) if page.status == 303 else page
