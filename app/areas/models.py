"""Places on the map and the dated list of those at high risk."""

from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.areas.rules import AreaLevel
from app.db import Base


class Area(Base):
    """A province, district or commune with its official code; codes are reused, so rows carry the days they hold."""

    __tablename__ = "area"
    __table_args__ = (UniqueConstraint("code", "level", "valid_from"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(5))
    name: Mapped[str] = mapped_column(String(120))
    level: Mapped[AreaLevel]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"), index=True)
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    search_key: Mapped[str] = mapped_column(String(120), index=True)
    sort_key: Mapped[str] = mapped_column(String(400))
    parent: Mapped["Area | None"] = relationship(remote_side=[id])


class HighRiskListing(Base):
    """Days on which an area counts as being at high risk, and the document that says so."""

    __tablename__ = "high_risk_listing"
    id: Mapped[int] = mapped_column(primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    basis: Mapped[str]
    area: Mapped[Area] = relationship()
