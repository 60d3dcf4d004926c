"""What was odd, what the unit or community team said to it, what the officer found."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.access.scope import ScopeEither, ScopeVia
from app.areas.models import Area
from app.db import Base
from app.flags.rules import FlagKind, FlagOutcome, FlagStatus, status_of
from app.units.models import Unit
from app.zones.models import Team

OPEN = text("closed_at IS NULL")


class Flag(Base):
    """One sign at one unit, or one community team; `rows` are the counts that were seen, frozen, never persons.

    `day` is the last of these days; of a kind a unit or team has one open flag at most.
    """

    __tablename__ = "flag"
    __scope__ = ScopeEither((ScopeVia("unit_id", Unit), ScopeVia("team_id", Team)))
    __table_args__ = (
        UniqueConstraint("unit_id", "kind", "day"),
        UniqueConstraint("team_id", "kind", "day"),
        CheckConstraint("(unit_id IS NULL) <> (team_id IS NULL)", name="one_subject"),
        Index("uq_flag_open", "unit_id", "kind", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
        Index("uq_flag_open_team", "team_id", "kind", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_flag_closed", "closed_at", "explain_by"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
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
    unit: Mapped[Unit | None] = relationship()
    team: Mapped[Team | None] = relationship()

    @property
    def subject(self) -> Unit | Team:
        """Whose data are odd."""
        found = self.unit or self.team
        assert found is not None  # noqa: S101 - the table's check says so
        return found

    @property
    def area(self) -> Area:
        """Where it is."""
        return self.subject.area

    def status_on(self, today: date) -> FlagStatus:
        """How it stands on a day."""
        is_explained = self.explained_at is not None
        return status_of(outcome=self.outcome, is_explained=is_explained, explain_by=self.explain_by, today=today)
