"""0035 What households lack waits to be given; a team works in an area from a day on."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

NEEDS = ("food", "medicine", "care", "birth", "other")


def upgrade() -> None:
    with op.batch_alter_table("zone_team", schema=None) as batch_op:
        batch_op.add_column(sa.Column("from_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("attached_at", sa.DateTime(timezone=True), nullable=True))
    # So far a team's households were the area's from the beginning of both.
    op.execute(
        """
        UPDATE zone_team SET from_on = (
          SELECT CASE WHEN zone.from_on > team.from_on THEN zone.from_on ELSE team.from_on END
          FROM zone, team WHERE zone.id = zone_team.zone_id AND team.id = zone_team.team_id
        ), attached_at = (
          SELECT CASE WHEN zone.entered_at > team.created_at THEN zone.entered_at ELSE team.created_at END
          FROM zone, team WHERE zone.id = zone_team.zone_id AND team.id = zone_team.team_id
        )
        """
    )
    with op.batch_alter_table("zone_team", schema=None) as batch_op:
        batch_op.alter_column("from_on", existing_type=sa.Date(), nullable=False)
        batch_op.alter_column("attached_at", existing_type=sa.DateTime(timezone=True), nullable=False)
    op.create_table(
        "household_need",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Enum(*NEEDS, name="need", native_enum=False, length=32), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["answered_by_id"], ["user.id"], name=op.f("fk_household_need_answered_by_id_user")),
        sa.ForeignKeyConstraint(["entry_id"], ["round_entry.id"], name=op.f("fk_household_need_entry_id_round_entry")),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_household_need_household_id_household")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_need")),
    )
    with op.batch_alter_table("household_need", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_household_need_entry_id"), ["entry_id"], unique=False)
        batch_op.create_index(
            "ix_household_need_waiting",
            ["household_id"],
            unique=False,
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        )


def downgrade() -> None:
    op.drop_table("household_need")
    with op.batch_alter_table("zone_team", schema=None) as batch_op:
        batch_op.drop_column("attached_at")
        batch_op.drop_column("from_on")
