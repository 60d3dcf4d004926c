"""A school in Phú Quốc with its head teacher and the code at its gate; An of Phú Quốc inspects it."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from flask import Flask
from PIL import Image, ImageDraw
from sqlalchemy import select

from app.access.scope import unscoped
from app.clock import local_day
from app.db import Base, db, transaction
from app.door import office_viewer
from app.posters.queries import list_posters
from app.units.models import Unit
from app.units.queries import get_unit
from app.units.rules import UnitKind, UnitStatus
from tests.browser_client import Browser, Page
from tests.cast import Cast, Person
from tests.factories import make_unit
from tests.made_once import made_once
from tests.safety.conftest import manager_of


@dataclass(frozen=True)
class School:
    """Plain ids: what tests need of the school; `mai` is its head teacher."""

    unit_id: int
    poster_id: int
    code: str
    mai: Person

    @property
    def inspections(self) -> str:
        return f"/units/{self.unit_id}/inspections"

    def record(self, *, failed: tuple[int, ...] = (), **more: Any) -> dict[str, Any]:
        """A whole record as it is typed: all is well but for the criteria that failed."""
        door = f"poster_{self.poster_id}_"
        seen = dict.fromkeys(("present", "visible", "lit", "height", "scans"), "yes")
        entry = dict.fromkeys(("guard", "declares", "temperature", "masks", "sanitiser", "exits"), "yes")
        answers = {f"answer_{n}": "0" if n in failed else "1" for n in range(1, 16)}
        return {
            "inspected_on": written(local_day()),
            "team": "Trần Văn An, Trưởng đoàn",
            "unit_side": "Lê Thị Mai, Hiệu trưởng",
            **{door + name: value for name, value in seen.items()},
            door + "code": self.code,
            **{f"entry_{name}": value for name, value in entry.items()},
            **answers,
            **more,
        }


def written(day: date) -> str:
    return f"{day:%d/%m/%Y}"


@made_once
def school(app: Flask, cast: Cast) -> School:
    with app.app_context():
        unit = make_unit(cast.an, kind=UnitKind.SCHOOL, status=UnitStatus.ACTIVE, name="Trường Tiểu học Dương Đông 1")
        poster = list_posters(office_viewer(), unit)[0]
        with transaction():
            made = School(unit.id, poster.id, poster.code, manager_of(unit, "mai"))
        db.session.remove()
    return made


def rows_of(app: Flask, model: type[Base]) -> list[Any]:
    with app.app_context():
        stmt = unscoped(select(model).order_by(model.id), because="a test looks at all rows")
        return list(db.session.scalars(stmt))


def the_unit(school: School) -> Unit:
    return get_unit(office_viewer(), school.unit_id)


def plan(browser: Browser, school: School, **values: Any) -> str:
    """Put the school into the plan; returns the address of the inspection."""
    page = browser.send(school.inspections, values, to=school.inspections)
    assert page.status == 303, page.text
    return page.location


def begin(browser: Browser, inspection: str) -> str:
    """Begin; returns the address of the record."""
    page = browser.send(inspection, to=f"{inspection}/begin")
    assert page.status == 303, page.text
    return f"{inspection}/record"


def write(browser: Browser, record: str, values: Mapping[str, Any], **options: Any) -> Page:
    """Save the record."""
    return browser.send(record, dict(values), to=record, **options)


def sign(browser: Browser, inspection: str, **values: Any) -> Page:
    """Sign it for both sides."""
    typed = {"unit_name": "Lê Thị Mai", **values}
    return browser.send(f"{inspection}/sign", typed, to=f"{inspection}/sign")


def inspect(browser: Browser, school: School, values: Mapping[str, Any]) -> str:
    """A whole visit, from plan to signatures; returns the address of the inspection."""
    inspection = plan(browser, school)
    page = write(browser, begin(browser, inspection), values)
    assert page.status == 303, page.text
    page = sign(browser, inspection)
    assert page.status == 303, page.text
    return inspection


def with_finding(school: School, *, days: int = 7, text: str = "Bổ sung vòi rửa tay", **more: Any) -> dict[str, Any]:
    """A record with one thing to put right."""
    due = {"finding": "0", "finding_0_text": text, "finding_0_due": written(local_day() + timedelta(days))}
    return school.record(**due, **more)


def drawn() -> str:
    """A signature as a browser sends it."""
    picture = Image.new("RGBA", (600, 240), (0, 0, 0, 0))
    ImageDraw.Draw(picture).line([(40, 200), (200, 40), (380, 190)], fill="black", width=4)
    content = BytesIO()
    picture.save(content, "PNG")
    return "data:image/png;base64," + base64.b64encode(content.getvalue()).decode()
