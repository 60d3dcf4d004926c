"""0029 What was counted ahead has a version."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # What was counted before, or is by a worker of yesterday's code, has none: it is not shown.
    with op.batch_alter_table("rolled_day", schema=None) as batch_op:
        batch_op.add_column(sa.Column("version", sa.String(length=16), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("rolled_day", schema=None) as batch_op:
        batch_op.drop_column("version")
