"""0034 With whom somebody in isolation was is kept; why a daily record was corrected."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "follow_up_stay",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("follow_up_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("room", sa.String(length=20), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["follow_up_id"], ["follow_up.id"], name=op.f("fk_follow_up_stay_follow_up_id_follow_up")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["follow_up.id"], name=op.f("fk_follow_up_stay_household_id_follow_up")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_follow_up_stay_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up_stay")),
    )
    with op.batch_alter_table("follow_up_stay", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_follow_up_stay_follow_up_id"), ["follow_up_id"], unique=False)
        batch_op.create_index("ix_follow_up_stay_household", ["household_id"], unique=False)
        batch_op.create_index("ix_follow_up_stay_room", ["unit_id", "room"], unique=False)
    # Rooms as they stand, and households as far as their heads are known.
    op.execute(
        "INSERT INTO follow_up_stay (follow_up_id, unit_id, room, from_on, until_on) "
        "SELECT id, unit_id, room, started_on, ended_on FROM follow_up "
        "WHERE unit_id IS NOT NULL AND room <> '' AND place = 'site'"
    )
    op.execute(
        "INSERT INTO follow_up_stay (follow_up_id, household_id, room, from_on, until_on) "
        "SELECT id, head_id, '', started_on, ended_on FROM follow_up WHERE head_id IS NOT NULL"
    )
    op.execute(
        "INSERT INTO follow_up_stay (follow_up_id, household_id, room, from_on, until_on) "
        "SELECT id, id, '', started_on, ended_on FROM follow_up "
        "WHERE id IN (SELECT head_id FROM follow_up WHERE head_id IS NOT NULL)"
    )
    with op.batch_alter_table("daily_report", schema=None) as batch_op:
        batch_op.add_column(sa.Column("correction_reason", sa.String(length=200), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("daily_report", schema=None) as batch_op:
        batch_op.drop_column("correction_reason")
    op.drop_table("follow_up_stay")
