"""`flask check`: production does not start on anything that would lose data or let somebody in."""

import base64
import secrets

import pytest
from flask_migrate import upgrade

from app import create_app
from app.db import db
from app.web.assets import STATIC
from tests.conftest import SECRET, environ

RANDOM_KEY = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


@pytest.fixture
def production(tmp_path):
    """An installation as the manual says; `check(…)` runs the command in it."""
    values = {
        "PORTAL_ENV": "production",
        "DATA_KEYS": RANDOM_KEY,
        "SECRET_KEY": SECRET,
        "BASE_URL": "https://portal.example.vn",
    }
    (tmp_path / "keys").mkdir(mode=0o700)

    def start(*, migrated=True, **more):
        app = create_app(environ(f"sqlite:///{tmp_path}/portal.db", tmp_path / "keys", **{**values, **more}))
        with app.app_context():
            if migrated:
                upgrade()
                db.session.remove()
            db.engine.dispose()
        return app

    return start


def check(app):
    said = app.test_cli_runner().invoke(args=["check"])
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    return said


@pytest.mark.slow
def test_a_proper_installation_may_start(production):
    said = check(production())

    assert said.output == "ready to start\n"
    assert said.exit_code == 0


@pytest.mark.slow
def test_a_database_that_is_not_migrated_stops_the_start(production):
    said = check(production(migrated=False))

    assert said.exit_code != 0
    assert "schema is None" in said.output


@pytest.mark.slow
def test_debug_stops_the_start(production, monkeypatch):
    app = production()
    monkeypatch.setenv("FLASK_DEBUG", "1")

    assert "debug is on" in check(app).output


@pytest.mark.slow
def test_an_address_without_https_stops_the_start(production):
    assert "BASE_URL must be https" in check(production(BASE_URL="http://portal.example.vn")).output
    assert check(production(BASE_URL="http://127.0.0.1:8000")).exit_code == 0


@pytest.mark.slow
def test_a_key_store_that_everybody_reads_stops_the_start(production, tmp_path):
    app = production()
    (tmp_path / "keys").chmod(0o755)

    assert "KEY_STORE is open" in check(app).output


@pytest.mark.slow
def test_missing_files_for_the_browser_stop_the_start(production, monkeypatch, tmp_path):
    app = production()
    monkeypatch.setattr("app.admin.readiness.STATIC", tmp_path)

    assert (STATIC / "manifest.json").exists()
    assert "run script/setup" in check(app).output


@pytest.mark.slow
def test_a_lossy_database_stops_the_start(production, monkeypatch):
    app = production()
    monkeypatch.setattr("app.db.DURABLE", {"sqlite": {"PRAGMA synchronous": ("3",)}})

    assert "may lose acknowledged rows: PRAGMA synchronous says 2" in check(app).output
