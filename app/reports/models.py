"""The chairman's report."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.access.scope import Scope
from app.db import Base
from app.organisations.models import Organisation
from app.reports.rules import ReportStatus, Schedule


class Report(Base):
    """Figures of a body's period as of a moment, with commentary; what was issued never changes."""

    __tablename__ = "report"
    __scope__ = Scope(organisation="organisation_id")
    # What the clock compiled it compiles once, whoever else runs it.
    __table_args__ = (UniqueConstraint("organisation_id", "schedule", "first_on"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    first_on: Mapped[date]
    last_on: Mapped[date]
    as_of: Mapped[datetime]
    status: Mapped[ReportStatus] = mapped_column(default=ReportStatus.DRAFT)
    figures: Mapped[dict[str, Any]]
    commentary: Mapped[dict[str, Any]]
    compiled_at: Mapped[datetime]
    compiled_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    schedule: Mapped[Schedule | None]
    checked_at: Mapped[datetime | None]
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    number: Mapped[str | None] = mapped_column(String(40))
    issued_on: Mapped[date | None]
    issued_at: Mapped[datetime | None]
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    signer_name: Mapped[str] = mapped_column(String(120), default="")
    signer_title: Mapped[str] = mapped_column(String(120), default="")
    digest: Mapped[str | None] = mapped_column(String(64))
    audit_root: Mapped[str | None] = mapped_column(String(64))
    pdf: Mapped[bytes | None] = mapped_column(deferred=True)
    # 1 for the first, 2 for what takes its place, and so on.
    edition: Mapped[int] = mapped_column(default=1)
    docx: Mapped[bytes | None] = mapped_column(deferred=True)
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"))
    version = mapped_column(Integer, nullable=False)
    organisation: Mapped[Organisation] = relationship()
    corrects: Mapped["Report | None"] = relationship(remote_side=[id])
    # The PDF is drawn before the row is written: whoever changed the draft meanwhile makes the issue fail.
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
