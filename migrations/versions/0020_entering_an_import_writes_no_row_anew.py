"""0020 Entering an import writes no row of it anew."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_SAID = {"match": "match_id", "unit": "unit_id"}


def upgrade() -> None:
    with op.batch_alter_table("unit_import") as batch_op:
        batch_op.add_column(sa.Column("done_to", sa.Integer(), server_default="0", nullable=False))
    op.execute(
        "UPDATE unit_import SET done_to = coalesce((SELECT max(number) FROM unit_import_row AS r "
        "WHERE r.import_id = unit_import.id AND r.applied_at IS NOT NULL), 0)"
    )
    # Units that an import brought are known by their submission ids.
    op.execute(sa.text("UPDATE unit_import_row SET unit_id = NULL WHERE is_new_unit = true"))
    with op.batch_alter_table("unit_import_row") as batch_op:
        batch_op.drop_index("ix_unit_import_row_match_id")
        batch_op.drop_index("ix_unit_import_row_unit_id")
        batch_op.drop_column("is_new_unit")
        batch_op.drop_column("applied_at")
    for name, column in _SAID.items():
        said = sa.text(f"{column} IS NOT NULL")
        op.create_index(
            f"ix_unit_import_row_{name}",
            "unit_import_row",
            [column, "id"],
            sqlite_where=said,
            postgresql_where=said,
        )


def downgrade() -> None:
    for name in _SAID:
        op.drop_index(f"ix_unit_import_row_{name}", "unit_import_row")
    with op.batch_alter_table("unit_import_row") as batch_op:
        batch_op.add_column(sa.Column("applied_at", sa.DateTime(timezone=True)))
        batch_op.add_column(sa.Column("is_new_unit", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.create_index("ix_unit_import_row_unit_id", ["unit_id"])
        batch_op.create_index("ix_unit_import_row_match_id", ["match_id"])
    op.execute(
        "UPDATE unit_import_row SET applied_at = (SELECT applied_at FROM unit_import AS i WHERE i.id = import_id) "
        "WHERE number <= (SELECT done_to FROM unit_import AS i WHERE i.id = import_id)"
    )
    with op.batch_alter_table("unit_import") as batch_op:
        batch_op.drop_column("done_to")
