"""Letters are composed, issued and amended, go down level by level; confirmations have versions and evidence."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("mimetype", sa.String(length=40), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_paper_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_paper_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper")),
    )
    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "directive_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=True),
        sa.Column("amends_id", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["amends_id"], ["directive.id"], name=op.f("fk_directive_draft_amends_id_directive")),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_directive_draft_paper_id_paper")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_directive_draft_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directive_draft")),
    )
    op.create_table(
        "directive_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("directive_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["user.id"], name=op.f("fk_directive_question_answered_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["directive_id"], ["directive.id"], name=op.f("fk_directive_question_directive_id_directive")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_directive_question_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_directive_question_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directive_question")),
    )
    with op.batch_alter_table("directive_question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_directive_question_directive_id"), ["directive_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_directive_question_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "implementing_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("directive_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["directive_id"], ["directive.id"], name=op.f("fk_implementing_document_directive_id_directive")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_implementing_document_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_implementing_document_paper_id_paper")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_implementing_document_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_implementing_document")),
    )
    with op.batch_alter_table("implementing_document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_implementing_document_directive_id"), ["directive_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_implementing_document_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "instruction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("directive_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("head_name", sa.String(length=120), nullable=False),
        sa.Column("head_title", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["directive_id"], ["directive.id"], name=op.f("fk_instruction_directive_id_directive")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_instruction_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_instruction_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instruction")),
    )
    with op.batch_alter_table("instruction", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_instruction_directive_id"), ["directive_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_instruction_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "preparation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("directive_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "confirmed",
                "confirmed_with_shortfall",
                "not_confirmed",
                name="confirmationoutcome",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("prepared_by", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["directive_id"], ["directive.id"], name=op.f("fk_preparation_directive_id_directive")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_preparation_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_preparation_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preparation")),
        sa.UniqueConstraint(
            "directive_id",
            "organisation_id",
            "first_on",
            name=op.f("uq_preparation_directive_id_organisation_id_first_on"),
        ),
    )
    with op.batch_alter_table("preparation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_preparation_directive_id"), ["directive_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_preparation_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "reopening",
        sa.Column("confirmation_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reopened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("reopened_by", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["confirmation_id"], ["confirmation.id"], name=op.f("fk_reopening_confirmation_id_confirmation")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_reopening_user_id_user")),
        sa.PrimaryKeyConstraint("confirmation_id", name=op.f("pk_reopening")),
    )
    with op.batch_alter_table("confirmation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("version", sa.Integer(), server_default="1", nullable=False))
        batch_op.add_column(sa.Column("evidence", sa.JSON(), server_default="{}", nullable=False))
        batch_op.drop_constraint(batch_op.f("uq_confirmation_directive_id_organisation_id_first_on"), type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f("uq_confirmation_directive_id_organisation_id_first_on_version"),
            ["directive_id", "organisation_id", "first_on", "version"],
        )

    with op.batch_alter_table("directive", schema=None) as batch_op:
        batch_op.add_column(sa.Column("version", sa.Integer(), server_default="1", nullable=False))
        batch_op.add_column(sa.Column("amends_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("because", sa.String(length=300), server_default="", nullable=False))
        batch_op.add_column(sa.Column("paper_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("digest", sa.String(length=64), server_default="", nullable=False))
        batch_op.drop_constraint(batch_op.f("uq_directive_number"), type_="unique")
        batch_op.create_unique_constraint(batch_op.f("uq_directive_number_version"), ["number", "version"])
        batch_op.create_foreign_key(batch_op.f("fk_directive_amends_id_directive"), "directive", ["amends_id"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_directive_paper_id_paper"), "paper", ["paper_id"], ["id"])

    with op.batch_alter_table("obligation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("unit_kinds", sa.JSON(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("cut_off_hour", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("evidence", sa.Text(), server_default="", nullable=False))

    _forbid_changes()


def downgrade() -> None:
    """Refused by the constraint where a period was confirmed once more, or a letter amended under its number."""
    _allow_changes()
    with op.batch_alter_table("obligation", schema=None) as batch_op:
        batch_op.drop_column("evidence")
        batch_op.drop_column("cut_off_hour")
        batch_op.drop_column("unit_kinds")

    with op.batch_alter_table("directive", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_directive_paper_id_paper"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_directive_amends_id_directive"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_directive_number_version"), type_="unique")
        batch_op.create_unique_constraint(batch_op.f("uq_directive_number"), ["number"])
        batch_op.drop_column("digest")
        batch_op.drop_column("paper_id")
        batch_op.drop_column("because")
        batch_op.drop_column("amends_id")
        batch_op.drop_column("version")

    with op.batch_alter_table("confirmation", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("uq_confirmation_directive_id_organisation_id_first_on_version"), type_="unique"
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_confirmation_directive_id_organisation_id_first_on"),
            ["directive_id", "organisation_id", "first_on"],
        )
        batch_op.drop_column("evidence")
        batch_op.drop_column("version")

    op.drop_table("reopening")
    with op.batch_alter_table("preparation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_preparation_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_preparation_directive_id"))

    op.drop_table("preparation")
    with op.batch_alter_table("instruction", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_instruction_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_instruction_directive_id"))

    op.drop_table("instruction")
    with op.batch_alter_table("implementing_document", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_implementing_document_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_implementing_document_directive_id"))

    op.drop_table("implementing_document")
    with op.batch_alter_table("directive_question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_directive_question_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_directive_question_directive_id"))

    op.drop_table("directive_question")
    op.drop_table("directive_draft")
    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paper_organisation_id"))

    op.drop_table("paper")
    _forbid_changes_of_confirmations()


def _forbid_changes() -> None:
    if op.get_bind().dialect.name == "sqlite":
        # The table was made anew above, its triggers went with the old one.
        _forbid_changes_of_confirmations()
        _forbid("reopening")
        return
    op.execute(
        "CREATE TRIGGER reopening_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON reopening "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def _forbid_changes_of_confirmations() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _forbid("confirmation")


def _forbid(table: str) -> None:
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


def _allow_changes() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER IF EXISTS reopening_append_only ON reopening")
