"""0033 Figures are counted ahead in cells."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # What was counted is counted anew within minutes.
    op.drop_table("figure_part")
    op.drop_table("rolled_day")
    op.create_table(
        "rolled_period",
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("rolled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.String(length=16), nullable=False),
        sa.Column("frame", sa.String(length=16), nullable=False),
        sa.Column("cells", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("first_on", "last_on", name=op.f("pk_rolled_period")),
    )
    op.create_table(
        "changed_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("measure", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changed_day")),
    )
    with op.batch_alter_table("changed_day", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_changed_day_day"), ["day"], unique=False)


def downgrade() -> None:
    op.drop_table("changed_day")
    op.drop_table("rolled_period")
    op.create_table(
        "rolled_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("rolled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.String(length=16), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_rolled_day")),
    )
    op.create_table(
        "figure_part",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column(
            "measure",
            sa.Enum(
                "lead",
                "qr",
                "entry",
                "safety",
                "isolation",
                "zones",
                "publicise",
                name="measurekey",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_figure_part_area_id_area")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_figure_part_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("day", "measure", "organisation_id", "area_id", "part", name=op.f("pk_figure_part")),
    )
    with op.batch_alter_table("figure_part", schema=None) as batch_op:
        batch_op.create_index("ix_figure_part_area", ["area_id", "day"], unique=False)
        batch_op.create_index("ix_figure_part_owner", ["organisation_id", "day"], unique=False)
