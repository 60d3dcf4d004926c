"""Migrations lead to the schema that the models describe, and back; what is append-only stays so."""

import ast
import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import Connection, insert, inspect, text
from sqlalchemy.exc import DatabaseError

from app import create_app
from app.db import Mode, db, mode, transaction
from tests.conftest import environ
from tests.databases import PostgresqlDatabase
from tests.whole_app.rows import filled
from tests.whole_app.sources import ROOT

pytestmark = pytest.mark.slow

VERSIONS = sorted((ROOT / "migrations" / "versions").glob("*.py"))
_numbers = itertools.count(1)
# Days of the partitioned tables; SQLite's index of words and PostgreSQL's.
OF_OTHERS = re.compile(r"^((visit|declaration)_\d{8}|unit_search(_[a-z]+)?|ix_unit_search)$")


@pytest.fixture
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database in which nothing is yet."""
    if not request.config.getoption("postgresql"):
        return f"sqlite:///{tmp_path / 'empty.db'}"
    return PostgresqlDatabase(f"_empty_{next(_numbers)}").url


@pytest.fixture
def empty(empty_url: str, tmp_path: Path) -> Iterator[Flask]:
    app = create_app(environ(empty_url, tmp_path / "keys"))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def _tables() -> set[str]:
    with db.engine.connect() as connection:
        return set(inspect(connection).get_table_names())


def _differences() -> list[Any]:
    def is_ours(thing: Any, name: str | None, kind: str, reflected: bool, _compare_to: Any) -> bool:
        return not (kind in ("table", "index") and reflected and OF_OTHERS.match(name or ""))

    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": is_ours, "compare_type": True})
        return compare_metadata(context, db.metadata)


def _foreign_functions(connection: Connection) -> list[str]:
    """Functions and triggers that a migration left behind."""
    if connection.dialect.name == "sqlite":
        return list(connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")))
    ours = "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
    return list(connection.scalars(text(ours)))


def test_the_migrations_make_what_the_models_describe_and_take_it_back(empty):
    upgrade()
    made = _tables()
    assert set(db.metadata.tables) <= made
    assert _differences() == []

    downgrade(revision="base")
    assert _tables() - {"alembic_version"} == set()
    with db.engine.connect() as connection:
        assert _foreign_functions(connection) == []

    upgrade()
    assert _tables() == made


def test_units_that_are_there_keep_their_owner_and_their_waiting_through_new_columns(empty):
    """Migrations run over rows that others refer to, up and down."""
    before = _revision_before("owners_by_day")
    upgrade(revision=before)
    at, day = "2021-05-07 01:00:00+00:00", "2021-05-07"
    rows = (
        "INSERT INTO area (id, code, name, level, valid_from, search_key, sort_key)"
        f" VALUES (1, '31078', 'x', 'commune', '{day}', '', '')",
        "INSERT INTO organisation (id, code, name, kind, valid_from, search_key, sort_key)"
        f" VALUES (1, 'x', 'x', 'department', '{day}', '', '')",
        "INSERT INTO unit (id, name, kind, organisation_id, area_id, address, phone, tax_code, manager_name,"
        " manager_phone, status, open_weekdays, opened_on, registered_at, search_key, sort_key, likeness_key, version)"
        f" VALUES (1, 'x', 'hotel', 1, 1, '', '', '', '', '', 'pending', 127, '{day}', '{at}', '', '', '', 1)",
        "INSERT INTO checkpoint (id, unit_id, name, kind, created_at) VALUES (1, 1, 'x', 'gate', '2021-05-07')",
    )
    with mode(Mode.WRITE), db.engine.begin() as connection:
        for row in rows:
            connection.execute(text(row))
    upgrade()

    with db.engine.connect() as connection:
        kept = connection.execute(text("SELECT organisation_id, until_on FROM unit_ownership")).one()
        since = connection.execute(text("SELECT waiting_since = registered_at FROM unit")).scalar_one()
    assert (kept, bool(since)) == ((1, None), True)
    downgrade(revision=before)
    with db.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM checkpoint JOIN unit ON unit.id = unit_id")).scalar() == 1


def _revision_before(words: str) -> str:
    scripts = ScriptDirectory(str(ROOT / "migrations")).walk_revisions()
    return next(str(script.down_revision) for script in scripts if words in Path(script.path).stem)


def test_a_second_upgrade_changes_nothing(empty):
    upgrade()
    before = _tables()

    upgrade()

    assert _tables() == before
    assert _differences() == []


def test_what_keeps_the_index_of_words_is_made_again_where_it_was_lost(empty):
    """On SQLite a migration that makes `unit` anew drops the table's triggers."""
    upgrade()
    before = _triggers_of_units()
    with mode(Mode.WRITE), db.engine.connect() as connection:
        for trigger in before:
            connection.execute(text(f"DROP TRIGGER {trigger}"))
        connection.commit()

    upgrade()

    assert _triggers_of_units() == before
    assert len(before) == (3 if db.engine.dialect.name == "sqlite" else 0)


def _triggers_of_units() -> list[str]:
    if db.engine.dialect.name != "sqlite":
        return []
    triggers = text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'unit' ORDER BY name")
    with db.engine.connect() as connection:
        return list(connection.scalars(triggers))


def _event(_cast: Any) -> dict[str, Any]:
    return filled("audit_event", id=10**6)


def _seal(_cast: Any) -> dict[str, Any]:
    return filled("audit_seal", id=10**6, event_id=10**6)


def _confirmation(cast: Any) -> dict[str, Any]:
    directives = db.metadata.tables["directive"]
    db.session.execute(insert(directives).values(filled("directive", id=10**6)))
    return filled("confirmation", organisation_id=cast.an.organisation_id, user_id=cast.an.user_id, directive_id=10**6)


APPEND_ONLY = {"audit_event": _event, "audit_seal": _seal, "confirmation": _confirmation}


def _fill(cast: Any) -> None:
    with transaction():
        for table, row in APPEND_ONLY.items():
            db.session.execute(insert(db.metadata.tables[table]).values(row(cast)))


CHANGES = {
    "an update": "UPDATE {table} SET {column} = {column}",
    "a delete": "DELETE FROM {table}",
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
@pytest.mark.parametrize("table", APPEND_ONLY)
def test_what_was_noted_can_neither_be_changed_nor_removed(inside, cast, table, change):
    _fill(cast)
    column = next(iter(db.metadata.tables[table].columns)).name
    statement = text(change.format(table=table, column=column))

    with mode(Mode.WRITE), db.engine.connect() as connection, pytest.raises(DatabaseError, match="append-only"):
        connection.execute(statement)


def test_no_cascade_of_a_row_elsewhere_removes_what_was_noted(inside):
    """A foreign key that cascades would delete behind the trigger's back on some databases."""
    rules = [key.ondelete for table in APPEND_ONLY for key in db.metadata.tables[table].foreign_keys]

    assert set(rules) <= {None, "RESTRICT", "NO ACTION"}


def test_there_is_one_head_and_numbers_follow_each_other():
    scripts = ScriptDirectory(str(ROOT / "migrations"))
    revisions = [script.revision for script in reversed(list(scripts.walk_revisions()))]

    assert len(scripts.get_heads()) == 1
    assert revisions == [f"{number:04d}" for number in range(1, len(revisions) + 1)]
    assert [path.name[:4] for path in VERSIONS] == revisions


@pytest.mark.parametrize("path", VERSIONS, ids=lambda path: path.stem)
def test_a_migration_stands_on_its_own_and_leads_back(path):
    """The app of next year will differ from the one for which the migration was written."""
    tree = ast.parse(path.read_text())
    imported = {
        name
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}

    assert re.fullmatch(r"\d{4}_[a-z0-9_]+", path.stem)
    assert not {name for name in imported if name.partition(".")[0] == "app"}
    assert not all(isinstance(step, ast.Pass) for step in functions["downgrade"].body)


def test_every_constraint_has_a_name(inside):
    nameless = [
        f"{table.name}: {constraint!r}"
        for table in db.metadata.tables.values()
        for constraint in table.constraints
        if constraint.name is None
    ]

    assert nameless == []
