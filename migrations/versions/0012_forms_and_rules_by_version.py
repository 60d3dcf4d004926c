"""0012 Forms and rules by version."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

STATUS = sa.Enum("draft", "tried", "active", "retired", name="versionstatus", native_enum=False, length=32)
FORM = sa.Enum("general", "domestic", name="formkind", native_enum=False, length=32)
RISK = sa.Enum("green", "amber", "red", name="risklevel", native_enum=False, length=32)
FOLLOWS = sa.text("follows_id IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "epidemic_area",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("other_names", sa.String(length=300), nullable=False),
        sa.Column("code", sa.String(length=5), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_epidemic_area")),
    )
    op.create_table(
        "form_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("form", FORM, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("status", STATUS, nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("unit_kinds", sa.JSON(), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("active_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_version")),
        sa.UniqueConstraint("form", "number", name=op.f("uq_form_version_form_number")),
    )
    op.create_table(
        "recording",
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.String(length=16), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=True),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("language", name=op.f("pk_recording")),
    )
    op.create_table(
        "triage_sample",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("conditions", sa.JSON(), nullable=False),
        sa.Column("level", RISK, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_triage_sample")),
    )
    op.create_table(
        "triage_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("status", STATUS, nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("active_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_triage_version")),
        sa.UniqueConstraint("number", name=op.f("uq_triage_version_number")),
    )
    op.create_table(
        "health_station",
        sa.Column("area_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_health_station_area_id_area")),
        sa.PrimaryKeyConstraint("area_id", name=op.f("pk_health_station")),
    )
    op.create_table(
        "capacity",
        sa.Column("unit_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_capacity_unit_id_unit")),
        sa.PrimaryKeyConstraint("unit_id", name=op.f("pk_capacity")),
    )
    with op.batch_alter_table("declaration") as batch_op:
        batch_op.add_column(sa.Column("form", FORM, server_default="general", nullable=False))
        batch_op.add_column(sa.Column("rules_version", sa.Integer(), server_default="1", nullable=False))
        batch_op.add_column(sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("submission") as batch_op:
        batch_op.create_index(
            "ix_submission_follows", ["follows_id"], unique=False, sqlite_where=FOLLOWS, postgresql_where=FOLLOWS
        )

    with op.batch_alter_table("visit") as batch_op:
        batch_op.add_column(sa.Column("rating", sa.SmallInteger(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("visit") as batch_op:
        batch_op.drop_column("rating")

    with op.batch_alter_table("submission") as batch_op:
        batch_op.drop_index("ix_submission_follows", sqlite_where=FOLLOWS, postgresql_where=FOLLOWS)

    with op.batch_alter_table("declaration") as batch_op:
        batch_op.drop_column("withdrawn_at")
        batch_op.drop_column("corrected_at")
        batch_op.drop_column("judged_at")
        batch_op.drop_column("rules_version")
        batch_op.drop_column("form")

    op.drop_table("capacity")
    op.drop_table("health_station")
    op.drop_table("triage_version")
    op.drop_table("triage_sample")
    op.drop_table("recording")
    op.drop_table("form_version")
    op.drop_table("epidemic_area")
