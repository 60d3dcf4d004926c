"""A demo province told once for all tests of this folder; small, but with every kind in every district."""

import pytest
from flask_migrate import upgrade

from app import create_app
from app.db import db
from tests.conftest import environ
from tests.databases import PostgresqlDatabase, SqliteFile

UNTIL = "2021-05-30"  # a Sunday: the week that closed on Thursday was confirmed on Friday
LOAD = ("demo", "load", "--units", "290", "--days", "10", "--visits-per-day", "2", "--until", UNTIL)


@pytest.fixture(scope="session")
def make_world(request, tmp_path_factory):
    """`make_world("name")` is an app over an empty database of its own, and that database."""
    made = []

    def make(name, *, migrated=True):
        if request.config.getoption("postgresql"):
            database = PostgresqlDatabase(f"_{name}_{len(made)}")
        else:
            database = SqliteFile(tmp_path_factory.mktemp(name))
        app = create_app(environ(database.url, tmp_path_factory.mktemp(f"{name}-keys")))
        made.append((app, database))
        if migrated:
            with app.app_context():
                upgrade()
            let_go(app)
        return app, database

    yield make
    for app, database in made:
        let_go(app)
        database.leave()


def let_go(app):
    """Close every connection to the app's database."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def run(app, *args):
    """A command, as typed after `flask`, in this app whichever is current."""
    with app.app_context():
        return app.test_cli_runner().invoke(args=args)


@pytest.fixture(scope="session")
def kept(make_world):
    app, database = make_world("demo")
    loaded = run(app, *LOAD)
    assert loaded.exit_code == 0, loaded.output
    let_go(app)
    database.keep()
    return app, database


@pytest.fixture
def province(kept):
    """The app over the demo as it was loaded, inside an app context."""
    app, database = kept
    let_go(app)
    database.restore()
    with app.app_context():
        yield app
    let_go(app)
