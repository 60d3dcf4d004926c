"""What several tests of the register stand on."""

import pytest
from sqlalchemy import event

from app.db import db


@pytest.fixture
def statements(app):
    """Statements that reached the database since the list was last cleared."""
    found = []
    with app.app_context():
        engine = db.engine

    def note(_connection, _cursor, statement, *_):
        if not statement.startswith(("PRAGMA", "BEGIN")):
            found.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield found
    event.remove(engine, "before_cursor_execute", note)
