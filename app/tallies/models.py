"""The day book."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.access.scope import ScopeVia
from app.db import Base
from app.tallies.rules import NationalApp
from app.units.models import Unit


class UnitDay(Base):
    """A unit's counts of one province day, kept in the transaction that causes them; no person is in it.

    Counts belong to the day of the entry: an exit after midnight counts where its entry was counted.
    """

    __tablename__ = "unit_day"
    __scope__ = ScopeVia("unit_id", Unit)
    __table_args__ = (Index("ix_unit_day_day", "day", "unit_id"),)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    entry_count: Mapped[int] = mapped_column(default=0, server_default="0")
    exit_count: Mapped[int] = mapped_column(default=0, server_default="0")
    estimated_exit_count: Mapped[int] = mapped_column(default=0, server_default="0")
    declaration_count: Mapped[int] = mapped_column(default=0, server_default="0")
    suspect_count: Mapped[int] = mapped_column(default=0, server_default="0")
    late_count: Mapped[int] = mapped_column(default=0, server_default="0")
    no_visitors_at: Mapped[datetime | None]
    no_visitors_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))


class AppDay(Base):
    """How many a unit's door counted on a day by what they showed instead of declaring here; no person is in it.

    `late_count` of the entries were reported after the day's door had closed.
    """

    __tablename__ = "app_day"
    __scope__ = ScopeVia("unit_id", Unit)
    __table_args__ = (Index("ix_app_day_day", "day", "unit_id"),)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    app: Mapped[NationalApp] = mapped_column(primary_key=True)
    entry_count: Mapped[int] = mapped_column(default=0, server_default="0")
    exit_count: Mapped[int] = mapped_column(default=0, server_default="0")
    late_count: Mapped[int] = mapped_column(default=0, server_default="0")
