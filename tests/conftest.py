"""The world in which tests run: one app, and a fresh copy of a prepared database for each test.

`pytest` uses SQLite; `pytest --postgresql` runs the same tests on PostgreSQL. script/test does both.
"""

import base64
import gc
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade

from app import create_app, crypto, settings
from app.access.passwords import use_cheap_hashes
from app.clock import local_day
from app.db import db, transaction
from app.declarations.catalogue import Catalogue
from app.door import office_viewer
from app.monitoring import memory
from app.partitions import ensure_days
from app.safety.actions import load_shipped_sets
from app.visits import gates
from app.web.again import repeats_of
from app.web.limits import limiter
from tests.browser_client import Browser
from tests.cast import Cast, make_cast
from tests.databases import PostgresqlDatabase, SqliteFile, TestDatabase
from tests.made_once import Made, Worlds

SECRET = base64.urlsafe_b64encode(bytes(range(40, 100))).decode()
DATA_KEY = base64.urlsafe_b64encode(bytes(range(32))).decode()
Prepared = tuple[Flask, Cast]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--postgresql", action="store_true", help="run on PostgreSQL instead of SQLite")


def pytest_configure() -> None:
    # Thousands of tests over one large app: looking for garbage after every 700 objects is a tenth of their time.
    gc.set_threshold(50_000, 20, 50)


def environ(database_url: str, key_store: object, **more: str) -> dict[str, str]:
    """The settings of a test installation."""
    return {
        "PORTAL_ENV": "testing",
        "SECRET_KEY": SECRET,
        "DATA_KEYS": DATA_KEY,
        "DATABASE_URL": database_url,
        "KEY_STORE": str(key_store),
        "BASE_URL": "http://localhost",
        **more,
    }


@pytest.fixture(scope="session")
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestDatabase]:
    on_postgresql = request.config.getoption("postgresql")
    database = PostgresqlDatabase() if on_postgresql else SqliteFile(tmp_path_factory.mktemp("database"))
    yield database
    database.leave()


@pytest.fixture(scope="session")
def prepared(database: TestDatabase, tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """The app over a schema from the migrations into which the cast has moved, with the sets of criteria shipped."""
    use_cheap_hashes()
    # On a slow machine a page must not ask for the settings a second time because a cache ran out.
    settings.CACHE_SECONDS = 3600
    app = create_app(environ(database.url, tmp_path_factory.mktemp("keys")))
    with app.app_context():
        upgrade()
        with transaction():
            ensure_days(local_day() - timedelta(40), local_day() + timedelta(14))
            cast = make_cast()
            load_shipped_sets(office_viewer())
        _let_go()
    database.keep()
    return app, cast


def _let_go() -> None:
    db.session.remove()
    db.engine.dispose()


@pytest.fixture
def app(prepared: Prepared, database: TestDatabase, tmp_path: Path) -> Iterator[Flask]:
    """The app over a database that holds the cast and nothing else, and over an empty key store."""
    app, _ = prepared
    app.config["KEY_STORE"] = tmp_path / "keys"
    with app.app_context():
        _let_go()
        database.restore()
    _forget(app)
    yield app
    with app.app_context():
        _let_go()


def _forget(app: Flask) -> None:
    """Whatever the app has in mind of a database and of keys that it had before."""
    crypto.init_app(app)
    limiter.reset()
    app.extensions["settings"] = (float("-inf"), {})
    app.extensions["declaration_catalogue"] = Catalogue()
    repeats_of(app).forget()
    gates._seen.clear()
    memory.init_app(app)


@pytest.fixture(scope="session")
def made() -> dict[str, Made]:
    """What was made once by this worker."""
    return {}


@pytest.fixture
def worlds(app: Flask, database: TestDatabase, made: dict[str, Made]) -> Worlds:
    """See tests/made_once.py."""
    return Worlds(app, database, made, partial(_forget, app))


@pytest.fixture
def cast(prepared: Prepared) -> Cast:
    """The people of the tests; see tests/cast.py."""
    return prepared[1]


@pytest.fixture
def inside(app: Flask) -> Iterator[None]:
    """An app context for rules that need the database; actions write inside `with transaction():`."""
    with app.app_context():
        yield


@pytest.fixture
def browse(app: Flask) -> Callable[..., Browser]:
    """`browse(cast.an)` is a browser in which An is signed in; `browse()` one of a citizen.

    Tests of the sign-in itself sign in `by_form=True`.
    """

    def start(person: object | None = None, *, by_form: bool = False) -> Browser:
        browser = Browser(app)
        if person is not None:
            (browser.sign_in if by_form else browser.walk_in)(person)
        return browser

    return start
