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
    with op.batch_alter_table("rolled_period", schema=None) as batch_op:
        batch_op.add_column(sa.Column("rows", sa.Text(), server_default="", nullable=False))
    # Days that were counted have no rows yet: they are counted anew within minutes.
    op.execute("DELETE FROM rolled_period")
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.create_index("ix_unit_area", ["area_id", "sort_key", "id"], unique=False)
        batch_op.drop_index(batch_op.f("ix_unit_area_id"))


def downgrade() -> None:
    with op.batch_alter_table("rolled_period", schema=None) as batch_op:
        batch_op.drop_column("rows")
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unit_area_id"), ["area_id"], unique=False)
        batch_op.drop_index("ix_unit_area")
    with op.batch_alter_table("changed_day", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_changed_day_area_id_area"), type_="foreignkey")
        batch_op.drop_column("area_id")
