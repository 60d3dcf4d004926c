"""Files of units on their way into the register, and their rows."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.access.models import User
from app.access.scope import Scope, ScopeVia
from app.db import Base
from app.units.intake.rules import Choice, ImportStatus, Verdict
from app.units.models import where_said


class UnitImport(Base):
    """One file: who sent it, how its columns are read, what was answered, how far it is.

    `mapping` leads from what a column holds to its place in the file, `answers` from a text of the file to what it
    means. The file itself is kept until it was entered or a week has passed.
    """

    __tablename__ = "unit_import"
    __scope__ = Scope(organisation="organisation_id")
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    made_at: Mapped[datetime] = mapped_column(index=True)
    file_name: Mapped[str]
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    header_row: Mapped[int] = mapped_column(default=0)
    headings: Mapped[list[Any]]
    mapping: Mapped[dict[str, Any]]
    answers: Mapped[dict[str, Any]]
    questions: Mapped[list[Any]]
    counts: Mapped[dict[str, Any]]
    status: Mapped[ImportStatus] = mapped_column(default=ImportStatus.CHECKING)
    row_count: Mapped[int] = mapped_column(default=0)
    checked_at: Mapped[datetime | None]
    checked_to_unit_id: Mapped[int] = mapped_column(default=0)
    # What was chosen with "Nhập".
    duplicates: Mapped[Choice] = mapped_column(default=Choice.SKIP)
    changes: Mapped[Choice] = mapped_column(default=Choice.UPDATE)
    approves: Mapped[bool] = mapped_column(default=False)
    applied_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    # The last row, by its number, with which the worker is done.
    done_to: Mapped[int] = mapped_column(default=0, server_default="0")
    applied_at: Mapped[datetime | None]
    by: Mapped[User | None] = relationship(foreign_keys=by_id)


class UnitImportRow(Base):
    """One row of the file: what it says, what was read from it, what is said of it, the unit `unit_id` that it changed.

    A unit that it brought names the row in its submission id, so that entering a row does not write the row anew.
    `notes` are the reasons of a wrong row, the differences of a changed one, the signs of a likely duplicate; `before`
    is what the unit was before this row changed it.
    """

    __tablename__ = "unit_import_row"
    __scope__ = ScopeVia("import_id", UnitImport)
    __table_args__ = (
        UniqueConstraint("import_id", "number"),
        Index("ix_unit_import_row_verdict", "import_id", "verdict", "number"),
        where_said("ix_unit_import_row_match", "match_id"),
        where_said("ix_unit_import_row_unit", "unit_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("unit_import.id"))
    number: Mapped[int]
    cells: Mapped[dict[str, Any]]
    parsed: Mapped[dict[str, Any]]
    verdict: Mapped[Verdict]
    notes: Mapped[list[Any]]
    match_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    choice: Mapped[Choice | None]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    before: Mapped[dict[str, Any]]
