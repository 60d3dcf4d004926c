"""How migrations run: against the app's engine, in one writing transaction, blind to what is not a table of ours."""

from alembic import context
from sqlalchemy import text

from app.db import Mode, UtcDateTime, db, mode

# Days of the partitioned tables, made by the app; the index of words on either database, which no model can describe.
OF_OTHERS = ("visit_", "declaration_", "unit_search", "ix_unit_search")
# What keeps SQLite's index of words. A migration that makes `unit` anew drops triggers with the table: so they are
# made here, whenever they are missing, and not by a migration.
UNIT_SEARCH_TRIGGERS = {
    "unit_search_insert": """
        CREATE TRIGGER unit_search_insert AFTER INSERT ON unit BEGIN
            INSERT INTO unit_search (rowid, search_key) VALUES (new.id, new.search_key);
        END""",
    "unit_search_update": """
        CREATE TRIGGER unit_search_update AFTER UPDATE OF search_key ON unit WHEN old.search_key <> new.search_key BEGIN
            INSERT INTO unit_search (unit_search, rowid, search_key) VALUES ('delete', old.id, old.search_key);
            INSERT INTO unit_search (rowid, search_key) VALUES (new.id, new.search_key);
        END""",
    "unit_search_delete": """
        CREATE TRIGGER unit_search_delete AFTER DELETE ON unit BEGIN
            INSERT INTO unit_search (unit_search, rowid, search_key) VALUES ('delete', old.id, old.search_key);
        END""",
}


def is_ours(thing, name, kind, reflected, compare_to):
    """Neither a day of a partitioned table nor an index of words."""
    return not (kind in ("table", "index") and reflected and name.startswith(OF_OTHERS))


def render_item(kind, thing, autogen_context):
    """Own types are written as the plain types that they are stored as, so that migrations never import the app."""
    if kind == "type" and isinstance(thing, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def keep_unit_search(connection):
    """SQLite's index of words is kept by triggers; where one was lost, all that it missed is read again."""
    if connection.dialect.name != "sqlite":
        return
    kept = set(connection.scalars(text("SELECT name FROM sqlite_master WHERE type IN ('table', 'trigger')")))
    lost = UNIT_SEARCH_TRIGGERS.keys() - kept
    if "unit_search" in kept and lost:
        for trigger in sorted(lost):
            connection.execute(text(UNIT_SEARCH_TRIGGERS[trigger]))
        connection.execute(text("INSERT INTO unit_search (unit_search) VALUES ('rebuild')"))


def run() -> None:
    """Bring the schema to the wanted revision."""
    with mode(Mode.WRITE), db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            include_object=is_ours,
            render_item=render_item,
            render_as_batch=True,
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()
            keep_unit_search(connection)
        connection.commit()


run()
