"""Codes of the national system."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.access.scope import ScopeVia
from app.db import Base
from app.posters.national.rules import LONGEST_TEXT, TextSource
from app.posters.rules import DisplaySource
from app.units.models import Checkpoint, Unit


class NationalCode(Base):
    """The code that a unit, or one of its vehicles (`checkpoint`), has at tokhaiyte.vn, from a day on until it ends.

    Only the text is kept, never the file that it was read from. Another code for the same place ends the earlier one.
    """

    __tablename__ = "national_code"
    __scope__ = ScopeVia("unit_id", Unit)
    __table_args__ = (Index("ix_national_code_content", "content"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    checkpoint_id: Mapped[int | None] = mapped_column(ForeignKey("checkpoint.id"))
    content: Mapped[str] = mapped_column(String(LONGEST_TEXT))
    text_source: Mapped[TextSource]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    displayed_on: Mapped[date | None]
    display_source: Mapped[DisplaySource | None]
    display_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    ended_at: Mapped[datetime | None]
    unit: Mapped[Unit] = relationship()
    checkpoint: Mapped[Checkpoint | None] = relationship()
