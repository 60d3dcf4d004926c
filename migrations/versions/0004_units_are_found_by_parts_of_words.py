"""0004 Units are found by parts of words."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_unit_status": ["status", "sort_key", "id", "kind", "area_id", "organisation_id"],
    "ix_unit_kind": ["kind", "sort_key", "id"],
    "ix_unit_registered": ["registered_at", "id"],
}


def upgrade() -> None:
    op.drop_index("ix_poster_unit_id", "poster")
    op.create_index("ix_poster_valid", "poster", ["unit_id", "replaced_at"])
    op.drop_index("ix_unit_status", "unit")
    for name, columns in INDEXES.items():
        op.create_index(name, "unit", columns)
    if op.get_bind().dialect.name == "postgresql":
        # Trusted: the owner of the database may, without being superuser.
        op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        op.execute("CREATE INDEX ix_unit_search ON unit USING gin (search_key gin_trgm_ops)")
    else:
        # env.py adds the triggers that keep it, after every migration anew.
        op.execute(
            "CREATE VIRTUAL TABLE unit_search USING fts5"
            "(search_key, content = 'unit', content_rowid = 'id', tokenize = 'trigram case_sensitive 1')"
        )
        op.execute("INSERT INTO unit_search (unit_search) VALUES ('rebuild')")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP INDEX ix_unit_search")
        op.execute("DROP EXTENSION pg_trgm")
    else:
        for event in ("insert", "update", "delete"):
            op.execute(f"DROP TRIGGER IF EXISTS unit_search_{event}")
        op.execute("DROP TABLE unit_search")
    for name in INDEXES:
        op.drop_index(name, "unit")
    op.create_index("ix_unit_status", "unit", ["status"])
    op.drop_index("ix_poster_valid", "poster")
    op.create_index("ix_poster_unit_id", "poster", ["unit_id"])
