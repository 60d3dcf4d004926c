"""What is to be put right, and the pictures that show that it was."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.access.scope import ScopeVia
from app.clock import local_day
from app.db import Base
from app.safety.remedies.rules import RemedySource, RemedyStatus, status_of
from app.units.models import Unit


class Remedy(Base):
    """One thing that a unit has to put right; `responsible` sees to it until the end of `due_on`.

    `source_ref` names what found it: an assessment's id, an inspection. Closed with `evidence`, a picture or both.
    """

    __tablename__ = "remedy"
    __scope__ = ScopeVia("unit_id", Unit)
    __table_args__ = (Index("ix_remedy_unit", "unit_id", "closed_at"), Index("ix_remedy_due", "closed_at", "due_on"))
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    source: Mapped[RemedySource]
    source_ref: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(600))
    is_urgent: Mapped[bool] = mapped_column(default=False)
    responsible: Mapped[str] = mapped_column(String(120))
    due_on: Mapped[date]
    extended_because: Mapped[str] = mapped_column(String(300), default="")
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    evidence: Mapped[str] = mapped_column(String(600), default="")
    has_photo: Mapped[bool] = mapped_column(default=False)
    unit: Mapped[Unit] = relationship()

    @property
    def status(self) -> RemedyStatus:
        """Where it stands today."""
        return status_of(self.due_on, is_done=self.closed_at is not None, today=local_day())


class RemedyPhoto(Base):
    """The picture that shows that something was put right; drawn anew, without metadata."""

    __tablename__ = "remedy_photo"
    __scope__ = ScopeVia("remedy_id", Remedy)
    remedy_id: Mapped[int] = mapped_column(ForeignKey("remedy.id"), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
