"""What the database promises about a committed row, read from the connections that the portal itself opens."""

import pytest

from app.db import Mode, db, mode
from bench.world import World

PROMISES = {
    "sqlite": {"PRAGMA journal_mode": "wal", "PRAGMA synchronous": 2, "PRAGMA busy_timeout": 5000},
    "postgresql": {"SHOW fsync": "on", "SHOW full_page_writes": "on", "SHOW synchronous_commit": "on"},
}


@pytest.mark.slow
@pytest.mark.parametrize("how", Mode)
def test_a_committed_row_has_reached_the_disk(world: World, how: Mode) -> None:
    with world.app().app_context(), mode(how):
        promised = PROMISES[db.engine.dialect.name]

        answers = {question: db.session.execute(db.text(question)).scalar_one() for question in promised}

        assert answers == promised
        db.session.rollback()
        db.engine.dispose()
