"""Making an installation ready for a first look."""

import json
import time

import pytest
from sqlalchemy import func, select

from app.areas.models import Area
from app.config import Environment
from app.db import db
from app.demo import prepare as preparing
from app.demo.story import Story
from app.web.health import schema_problem
from tests.demo.conftest import run

pytestmark = pytest.mark.slow


@pytest.fixture
def bare(make_world, monkeypatch):
    """An app over a database without any table, where the demo is a small one."""
    app, _ = make_world("bare", migrated=False)
    monkeypatch.setattr(preparing, "Story", lambda until: Story(until, days=2, unit_count=5, visits_per_day=2))
    return app


def test_development_gets_tables_and_a_demo(bare, monkeypatch):
    monkeypatch.setitem(bare.config, "PORTAL_ENV", Environment.DEVELOPMENT)

    said = run(bare, "prepare")

    assert said.exit_code == 0, said.output
    assert "http://localhost" in said.output
    assert said.output.count("demo-2021-khai-bao") == 17
    assert len(json.loads(run(bare, "demo", "info").output)["accounts"]) == 17


def test_a_second_time_there_is_nothing_to_do(bare, monkeypatch):
    monkeypatch.setitem(bare.config, "PORTAL_ENV", Environment.DEVELOPMENT)
    run(bare, "prepare")

    began = time.monotonic()
    said = run(bare, "prepare")

    assert time.monotonic() - began < 0.5
    assert "telling" not in said.output
    assert said.output.count("demo-2021-khai-bao") == 17


def test_elsewhere_the_tables_stay_empty(bare):
    said = run(bare, "prepare")

    assert said.exit_code == 0, said.output
    assert "demo-2021-khai-bao" not in said.output
    with bare.app_context():
        assert schema_problem() is None
        assert db.session.scalar(select(func.count()).select_from(Area)) == 0
