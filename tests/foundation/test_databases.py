"""What the tests themselves stand on: a database that was put back holds nothing of the test before."""

import pytest
from sqlalchemy import text

from app.access.models import User
from app.areas.models import HighRiskListing
from app.db import Base, db, transaction
from tests.databases import CAST
from tests.factories import make_manager, make_unit

MORE = "with a unit"
USERS, LISTINGS = f'"{User.__tablename__}"', HighRiskListing.__tablename__


@pytest.fixture
def put_back(app, database):
    def put(name=CAST):
        let_go(app)
        database.restore(name)

    return put


def let_go(app):
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def everything(app):
    """All rows of all tables."""
    with app.app_context():
        connection = db.session.connection()
        found = {
            table.name: sorted(map(repr, connection.execute(table.select()))) for table in Base.metadata.sorted_tables
        }
        db.session.remove()
    return found


def add_unit(app):
    with app.app_context():
        unit = make_unit()
        unit_id = unit.id
        make_manager(unit)
        db.session.remove()
    return unit_id


def run(app, *statements):
    with app.app_context(), transaction():
        for statement in statements:
            db.session.connection().execute(text(statement))


def test_rows_added_changed_and_deleted_are_undone(app, put_back):
    before = everything(app)
    add_unit(app)
    run(app, f"UPDATE {USERS} SET full_name = 'X'", f"DELETE FROM {LISTINGS}")
    assert everything(app) != before

    put_back()

    assert everything(app) == before


def test_ids_begin_again(app, put_back):
    first = add_unit(app)

    put_back()

    assert add_unit(app) == first


def test_a_table_or_a_column_of_a_test_is_gone(app, put_back, database):
    run(app, "CREATE TABLE of_a_test (id integer)", f"ALTER TABLE {USERS} ADD COLUMN of_a_test integer")
    assert not is_untouched(app, database)

    put_back()

    with app.app_context():
        inspector = db.inspect(db.engine)
        assert "of_a_test" not in inspector.get_table_names()
        assert "of_a_test" not in {column["name"] for column in inspector.get_columns(User.__tablename__)}


def is_untouched(app, database):
    let_go(app)
    return database.is_untouched()


def test_a_database_is_touched_by_who_writes_and_not_by_who_reads(app, database):
    everything(app)
    assert is_untouched(app, database)

    run(app, f"UPDATE {USERS} SET full_name = 'X'")
    assert not is_untouched(app, database)


def test_what_was_kept_later_is_reached_from_the_cast_and_back(app, put_back, database):
    of_cast = everything(app)
    add_unit(app)
    let_go(app)
    database.keep(MORE)
    with_unit = everything(app)
    assert is_untouched(app, database)
    run(app, f"DELETE FROM {LISTINGS}")

    put_back()
    assert everything(app) == of_cast
    put_back(MORE)
    assert everything(app) == with_unit
    put_back(MORE)
    assert everything(app) == with_unit
    put_back()
    assert everything(app) == of_cast
