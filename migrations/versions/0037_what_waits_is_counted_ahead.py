"""0037 What waits for officers is counted ahead."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "counted_sheet",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.String(length=16), nullable=False),
        sa.Column("rows", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counted_sheet")),
    )


def downgrade() -> None:
    op.drop_table("counted_sheet")
