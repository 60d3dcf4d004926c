"""A school in Phú Quốc with its head teacher, and the sets of criteria."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import Flask

from app.access.actions import create_account, grant_unit
from app.access.policy import Role
from app.db import db, transaction
from app.door import office_viewer
from app.units.models import Unit
from app.units.rules import UnitKind, UnitStatus
from tests.browser_client import Browser, Page
from tests.cast import PASSWORD, Cast, Person, as_person
from tests.factories import make_unit
from tests.made_once import made_once


@dataclass(frozen=True)
class School:
    """Plain ids: what tests need of the school; `mai` is its head teacher."""

    unit_id: int
    mai: Person

    @property
    def safety(self) -> str:
        return f"/units/{self.unit_id}/safety"


@made_once
def school(app: Flask, cast: Cast) -> School:
    with app.app_context():
        unit = make_unit(cast.an, kind=UnitKind.SCHOOL, status=UnitStatus.ACTIVE, name="Trường Tiểu học Dương Đông 1")
        with transaction():
            made = School(unit.id, manager_of(unit, "mai"))
        db.session.remove()
    return made


def manager_of(unit: Unit, username: str) -> Person:
    """Somebody with an account who manages the unit."""
    user = create_account(
        office_viewer(),
        username=username,
        password=PASSWORD,
        full_name="Lê Thị Mai",
        role=Role.MANAGER,
        must_change_password=False,
    )
    db.session.flush()
    grant_unit(office_viewer(), user, unit.id, confirmed=True)
    return as_person(user)


def begin(browser: Browser, school: School) -> str:
    """Begin the self-assessment; returns the address of the draft."""
    page = browser.send(school.safety, to=school.safety)
    assert page.status == 303, page.text
    return page.location


def answer(browser: Browser, draft: str, failed: Iterable[int] = ()) -> Page:
    """Answer the fifteen criteria of a school, section by section; `failed` are not met. Returns the summary."""
    page = None
    for number, criteria in enumerate((range(1, 8), range(8, 14), range(14, 16)), 1):
        values: dict[str, Any] = {f"answer_{each}": "0" if each in failed else "1" for each in criteria}
        page = browser.send(f"{draft}/sections/{number}", values)
        assert page.status == 303, page.text
    return browser.follow(page)


def assess(browser: Browser, school: School, failed: Iterable[int] = ()) -> Page:
    """The whole assessment, submitted."""
    draft = begin(browser, school)
    answer(browser, draft, failed)
    return browser.follow(browser.send(draft, to=f"{draft}/submit"))
