"""Bodies plan publicity and log what they did; residents of districts."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "population",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("resident_count", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("is_verified", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_population_area_id_area")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_population")),
        sa.UniqueConstraint("area_id", name=op.f("uq_population_area_id")),
    )
    op.create_table(
        "publicity_action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "loudspeaker",
                "broadcast",
                "social",
                "leaflet",
                "meeting",
                "house_visit",
                name="publicitychannel",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "language",
            sa.Enum("vi", "km", "vi-km", name="publicitylanguage", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("is_planned", sa.Boolean(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("reach_count", sa.Integer(), nullable=True),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("has_photo", sa.Boolean(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_publicity_action_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_publicity_action_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publicity_action")),
    )
    with op.batch_alter_table("publicity_action", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_publicity_action_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_publicity_action_planned_on"), ["planned_on"], unique=False)

    op.create_table(
        "publicity_photo",
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["publicity_action.id"], name=op.f("fk_publicity_photo_action_id_publicity_action")
        ),
        sa.PrimaryKeyConstraint("action_id", name=op.f("pk_publicity_photo")),
    )


def downgrade() -> None:
    op.drop_table("publicity_photo")
    with op.batch_alter_table("publicity_action", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_publicity_action_planned_on"))
        batch_op.drop_index(batch_op.f("ix_publicity_action_organisation_id"))

    op.drop_table("publicity_action")
    op.drop_table("population")
