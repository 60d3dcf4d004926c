"""Chairman's pages, and what was promised on them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.access.scope import Scope
from app.briefings.rules import BriefingStatus, CommitmentOutcome
from app.db import Base
from app.organisations.models import Organisation


class Briefing(Base):
    """Figures as of a moment on one page, with what the chairman is asked to decide; frozen when it is presented."""

    __tablename__ = "briefing"
    __scope__ = Scope(organisation="organisation_id")
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    status: Mapped[BriefingStatus] = mapped_column(default=BriefingStatus.DRAFT)
    as_of: Mapped[datetime]
    figures: Mapped[dict[str, Any]]
    asks: Mapped[str] = mapped_column(Text, default="")
    compiled_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    presented_at: Mapped[datetime | None]
    presented_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    # What the last page's commitments had come to when this one was presented.
    kept: Mapped[list[Any] | None]
    pdf: Mapped[bytes | None] = mapped_column(deferred=True)
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("briefing.id"))
    version = mapped_column(Integer, nullable=False)
    organisation: Mapped[Organisation] = relationship()
    previous: Mapped["Briefing | None"] = relationship(remote_side=[id])
    commitments: Mapped[list["Commitment"]] = relationship(order_by="Commitment.id", back_populates="briefing")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Commitment(Base):
    """Something promised on a page: what, by whom, until when; on the next page, whether it was kept."""

    __tablename__ = "commitment"
    __scope__ = Scope(organisation="organisation_id")
    id: Mapped[int] = mapped_column(primary_key=True)
    briefing_id: Mapped[int] = mapped_column(ForeignKey("briefing.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    wording: Mapped[str] = mapped_column(String(200))
    responsible: Mapped[str] = mapped_column(String(120))
    due_on: Mapped[date]
    outcome: Mapped[CommitmentOutcome] = mapped_column(default=CommitmentOutcome.OPEN)
    remark: Mapped[str] = mapped_column(String(160), default="")
    judged_at: Mapped[datetime | None]
    judged_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    briefing: Mapped[Briefing] = relationship(back_populates="commitments")
