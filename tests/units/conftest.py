"""What several tests of the register stand on."""

import pytest
from sqlalchemy import event

from app.db import db
from tests.factories import make_unit
from tests.made_once import made_once
from tests.units.slips import issue


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


@made_once
def unit_id(app, cast):
    with app.app_context():
        return make_unit(cast.an, manager_phone="0912345678").id


@made_once
def slip(app, cast, unit_id):
    """The path of the link on the slip of a pending unit in Dương Đông."""
    return issue(app, cast.an, unit_id)


@made_once
def far_slip(app, cast):
    """The path of the link on the slip of a unit in Hà Tiên, and that unit's id."""
    with app.app_context():
        far = make_unit(cast.binh, owner="district-900", commune="30769", name="Chợ Hà Tiên").id
    return far, issue(app, cast.binh, far)
