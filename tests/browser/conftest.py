"""A real browser in front of a real server: a citizen's phone without JavaScript, an officer's desk with it."""

import os
import shutil
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page
from werkzeug.serving import make_server
from werkzeug.wsgi import ClosingIterator

from app import create_app
from app.db import db
from tests.conftest import environ
from tests.databases import TestDatabase

AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)


@dataclass(frozen=True)
class Live:
    """A served portal."""

    app: Flask
    url: str


class House:
    """Lets everybody in until it closes; then nobody, and closing waits until the last one has been answered.

    A page asks on its own (the gate every few seconds), also over a connection that outlives the server's door.
    """

    def __init__(self, served: Flask) -> None:
        self._served = served
        self._inside = 0
        self._is_open = True
        self._changed = threading.Condition()

    def __call__(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        with self._changed:
            if not self._is_open:
                start_response("503 Service Unavailable", [("Connection", "close"), ("Content-Length", "0")])
                return []
            self._inside += 1
        try:
            # Whole, here: the server's thread may hold an answer long after the browser has it.
            answer = self._served(environ, start_response)
            with closing(ClosingIterator(answer)) as parts:
                return list(parts)
        finally:
            with self._changed:
                self._inside -= 1
                self._changed.notify_all()

    def close(self) -> None:
        with self._changed:
            self._is_open = False
            assert self._changed.wait_for(lambda: self._inside == 0, timeout=20), "a request never ended"


@pytest.fixture
def live(app: Flask, database: TestDatabase, tmp_path: Path) -> Iterator[Live]:
    """The portal over the test's database, on a port of its own."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port = sock.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    served = create_app(environ(database.url, app.config["KEY_STORE"], BASE_URL=url))
    house = House(served)
    server = make_server("127.0.0.1", port, house, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Live(served, url)
    server.shutdown()
    thread.join()
    server.server_close()
    house.close()
    # The next test puts a fresh database in this one's place: nobody may hold it open.
    with served.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-quic", "--no-first-run"]
    return {
        **browser_type_launch_args,
        "executable_path": os.environ.get("CHROMIUM") or shutil.which("chromium"),
        "args": arguments,
    }


@pytest.fixture
def opened(browser: Browser, live: Live) -> Iterator[Callable[..., Page]]:
    """`opened(PHONE, script=False)` is a page of a new device."""
    contexts: list[BrowserContext] = []

    def open_device(viewport: dict[str, int], *, script: bool = True, locale: str = "vi-VN") -> Page:
        context = browser.new_context(
            viewport=viewport, java_script_enabled=script, locale=locale, base_url=live.url, accept_downloads=True
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(8000)
        return page

    yield open_device
    for context in contexts:
        context.close()


@pytest.fixture
def phone(opened: Callable[..., Page]) -> Page:
    """A visitor's phone with JavaScript off."""
    return opened(PHONE, script=False)


@pytest.fixture
def desk(opened: Callable[..., Page]) -> Page:
    """An officer's desk."""
    return opened(DESK)


def violations(page: Page) -> list[str]:
    """What axe finds wrong with the page for people who read with other senses; empty when nothing."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = page.evaluate("tags => axe.run({runOnly: tags})", tags)
    return [f"{v['id']}: {n['target']} {n['failureSummary']}" for v in found["violations"] for n in v["nodes"]]
