"""0036 Days change of some places."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("changed_day", schema=None) as batch_op:
        batch_op.add_column(sa.Column("area_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_changed_day_area_id_area"), "area", ["area_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("changed_day", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_changed_day_area_id_area"), type_="foreignkey")
        batch_op.drop_column("area_id")
