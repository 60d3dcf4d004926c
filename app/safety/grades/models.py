"""The grades that places can have, as dated data, and which place was given which when."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.areas.models import Area
from app.db import Base
from app.organisations.models import Organisation
from app.safety.grades.rules import Colour


class AreaGrade(Base):
    """A name and colour that a place can be given, from a day on until (the first day no longer) another list holds."""

    __tablename__ = "area_grade"
    id: Mapped[int] = mapped_column(primary_key=True)
    rank: Mapped[int]
    name: Mapped[str] = mapped_column(String(60))
    colour: Mapped[Colour]
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    basis: Mapped[str] = mapped_column(String(300))


class AreaGrading(Base):
    """A place has a grade from a day on: on what basis, signed by whom, set by which body; set again, it is confirmed.

    `hamlet` names a part of the commune; `is_overruling`: the province decided.
    """

    __tablename__ = "area_grading"
    __table_args__ = (Index("ix_area_grading_place", "area_id", "hamlet", "from_on"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    hamlet: Mapped[str] = mapped_column(String(120), default="")
    grade_id: Mapped[int] = mapped_column(ForeignKey("area_grade.id"))
    from_on: Mapped[date]
    basis: Mapped[str] = mapped_column(String(300))
    signer: Mapped[str] = mapped_column(String(120))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    is_overruling: Mapped[bool] = mapped_column(default=False)
    set_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    area: Mapped[Area] = relationship()
    grade: Mapped[AreaGrade] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
