"""What was odd, what the unit said to it, what the officer found."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.access.scope import ScopeVia
from app.db import Base
from app.flags.rules import FlagKind, FlagOutcome, FlagStatus, status_of
from app.units.models import Unit

OPEN = text("closed_at IS NULL")


class Flag(Base):
    """One sign at one unit; `rows` are the counts that were seen, frozen: days and numbers, never persons.

    `day` is the last of these days; of a kind a unit has one open flag at most.
    """

    __tablename__ = "flag"
    __scope__ = ScopeVia("unit_id", Unit)
    __table_args__ = (
        UniqueConstraint("unit_id", "kind", "day"),
        Index("uq_flag_open", "unit_id", "kind", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_flag_closed", "closed_at", "explain_by"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    kind: Mapped[FlagKind]
    day: Mapped[date]
    rows: Mapped[list[Any]]
    opened_at: Mapped[datetime]
    explain_by: Mapped[date]
    explanation: Mapped[str] = mapped_column(String(1000), default="")
    explained_at: Mapped[datetime | None]
    explained_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    outcome: Mapped[FlagOutcome | None]
    note: Mapped[str] = mapped_column(String(1000), default="")
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    unit: Mapped[Unit] = relationship()

    def status_on(self, today: date) -> FlagStatus:
        """How it stands on a day."""
        is_explained = self.explained_at is not None
        return status_of(outcome=self.outcome, is_explained=is_explained, explain_by=self.explain_by, today=today)
