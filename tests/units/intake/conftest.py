"""Sending files as an officer does, with the worker beside."""

import io
from collections.abc import Callable
from typing import Any

import pytest

from app import tasks
from app.access.scope import unscoped
from app.db import db
from app.units.models import Unit
from tests.browser_client import Browser, Page
from tests.units.intake.files import xlsx


class Desk:
    """An officer's desk with the worker of the portal in the next room: what was asked for is done when he looks."""

    def __init__(self, app: Any, browser: Browser) -> None:
        self.app, self.browser = app, browser

    def send(self, *rows: dict[str, Any], name: str = "a.xlsx", **options: Any) -> Page:
        """Send these rows as a file; the page that says what they are, or the form again."""
        return self.send_file(xlsx(*rows, **options), name)

    def send_file(self, content: bytes, name: str = "a.xlsx", *, of: str = "/units/import", to: str = "") -> Page:
        """Send a file by the form of a page."""
        page = self.browser.send(of, {"file": (io.BytesIO(content), name)}, to=to or of)
        return self.look(page)

    def act(self, path: str, to: str, **values: Any) -> Page:
        """Send a form of the import's page, and look."""
        return self.look(self.browser.send(path, values, to=f"{path.partition('?')[0]}{to}"))

    def enter(self, path: str = "/units/import/1", **values: Any) -> Page:
        """Press "Nhập"."""
        return self.act(path, "/apply", **{"duplicates": "skip", "changes": "update", **values})

    def look(self, page: Page) -> Page:
        """Where an answer leads, once the worker is done."""
        with self.app.app_context():
            tasks.run_all()
            db.session.remove()
        return self.browser.follow(page) if page.status == 303 else page

    def units(self) -> list[Unit]:
        """All units, by id."""
        with self.app.app_context():
            stmt = db.select(Unit).order_by(Unit.id).options(db.joinedload(Unit.area), db.joinedload(Unit.organisation))
            return list(db.session.scalars(unscoped(stmt, because="a test looks")))


@pytest.fixture
def desk(app: Any, browse: Callable[..., Browser]) -> Callable[[object], Desk]:
    """`desk(cast.an)` is An's."""
    return lambda person: Desk(app, browse(person))


def counted(page: Page) -> dict[str, int]:
    """What a page says of the rows: how many of each verdict that has any."""
    cards = [card for card in page.tree.iter("div") if card.get("class") == "app-card"]
    figures = {"".join(card.find("h3").itertext()).strip(): int(card.find("p").text) for card in cards}
    return {label: count for label, count in figures.items() if count}
