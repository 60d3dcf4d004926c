"""How migrations run: against the app's engine, in one writing transaction, blind to what is not a table of ours."""

from alembic import context

from app.db import Mode, UtcDateTime, db, mode

OF_OTHERS = ("visit_", "declaration_")


def is_ours(thing, name, kind, reflected, compare_to):
    """Partitions of a day are made by the app, not by migrations."""
    return not (kind == "table" and reflected and name.startswith(OF_OTHERS))


def render_item(kind, thing, autogen_context):
    """Own types are written as the plain types that they are stored as, so that migrations never import the app."""
    if kind == "type" and isinstance(thing, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


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
        connection.commit()


run()
