"""0020 Inspections find levels of units."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "inspected_level",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("inspection_ref", sa.String(length=60), nullable=False),
        sa.Column(
            "level",
            sa.Enum("safe", "at_risk", "unsafe", "closed", "none", name="level", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("inspected_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("answer_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_inspected_level_by_id_user")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_inspected_level_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspected_level")),
        sa.UniqueConstraint("unit_id", "inspection_ref", name="uq_inspected_level_inspection"),
    )


def downgrade() -> None:
    op.drop_table("inspected_level")
