"""The province of `world.py`, prepared once and put back before every test that asks for it."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask_migrate import upgrade
from sqlalchemy import update

from app import create_app
from app.access.models import UserSession
from app.access.passwords import use_cheap_hashes
from app.clock import local_day, now
from app.db import db, transaction
from app.partitions import ensure_days
from app.web.limits import limiter
from tests.cast import make_cast
from tests.conftest import environ
from tests.databases import PostgresqlDatabase, SqliteFile, TestDatabase
from tests.whole_app.world import World, make_world


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The whole matrices run on SQLite; what differs on PostgreSQL is asked by the samples, in a tenth of the time."""
    for item in items:
        if "prepared_world" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.world)
    if not config.getoption("postgresql"):
        return
    whole = [item for item in items if item.get_closest_marker("slow") and "whole_app" in item.path.parts]
    items[:] = [item for item in items if item not in whole]
    config.hook.pytest_deselected(items=whole)


@pytest.fixture(scope="session")
def prepared_world(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[World, TestDatabase]]:
    on_postgresql = request.config.getoption("postgresql")
    database = PostgresqlDatabase("_world") if on_postgresql else SqliteFile(tmp_path_factory.mktemp("world"))
    use_cheap_hashes()
    app = create_app(environ(database.url, tmp_path_factory.mktemp("world_keys")))
    # A bug is an answer (500) among others here, so that one of them does not hide the rest.
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with app.app_context():
        upgrade()
        with transaction():
            ensure_days(local_day() - timedelta(40), local_day() + timedelta(14))
            make_cast()
        db.session.remove()
    world = make_world(app)
    with app.app_context():
        with transaction():
            # Each test gets these sessions as they are now: those that end after minutes must outlast all tests.
            db.session.execute(update(UserSession).values(last_seen_at=now() + timedelta(hours=6)))
        _let_go()
    database.keep()
    yield world, database
    database.leave()


def _let_go() -> None:
    db.session.remove()
    db.engine.dispose()


@pytest.fixture
def put_back(prepared_world: tuple[World, TestDatabase]) -> Callable[[], None]:
    """Undo whatever requests have changed."""
    world, database = prepared_world

    def undo() -> None:
        with world.app.app_context():
            _let_go()
            database.restore()
            world.app.extensions["settings"] = (float("-inf"), {})

    return undo


@pytest.fixture
def world(
    prepared_world: tuple[World, TestDatabase], put_back: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> Iterator[World]:
    """Every role has an account in it and is signed in already; nobody is limited in how often he asks."""
    put_back()
    monkeypatch.setattr(limiter, "enabled", False)
    world, _ = prepared_world
    yield world
    with world.app.app_context():
        _let_go()
