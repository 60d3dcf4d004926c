"""Sets of criteria by version, what units found of themselves by them, and what inspectors found."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.access.scope import ScopeVia
from app.db import Base
from app.safety.rules import Level, Model, Scoring, SetStatus, Source, read_scoring
from app.units.models import Unit

_DRAFT = text("submitted_at IS NULL")


class CriteriaSet(Base):
    """One version of the criteria for some kinds of unit, in force from a day on; what it says never changes.

    `until_on` is the first day on which another version holds. `content` is read by `rules.read_scoring`.
    """

    __tablename__ = "criteria_set"
    __table_args__ = (UniqueConstraint("code", "number", name="uq_criteria_set_version"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(160))
    kinds: Mapped[list[Any]]
    model: Mapped[Model]
    status: Mapped[SetStatus]
    basis: Mapped[str] = mapped_column(String(300))
    note: Mapped[str] = mapped_column(String(600))
    content: Mapped[dict[str, Any]]
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    loaded_at: Mapped[datetime]

    @property
    def scoring(self) -> Scoring:
        """The set as a rule."""
        return read_scoring(self.model, self.content)


class Assessment(Base):
    """What a unit says of itself: by a set of criteria here, by a national system, or that it is closed for a time.

    A draft has no level. `answers` holds value and note by the number of the criterion. `valid_until` is the first day
    on which the level no longer holds, by the setting of the day on which it was said.
    """

    __tablename__ = "assessment"
    __scope__ = ScopeVia("unit_id", Unit)
    __table_args__ = (
        Index("ix_assessment_unit", "unit_id", "assessed_on"),
        Index("uq_assessment_draft", "unit_id", unique=True, sqlite_where=_DRAFT, postgresql_where=_DRAFT),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    source: Mapped[Source]
    set_id: Mapped[int | None] = mapped_column(ForeignKey("criteria_set.id"))
    answers: Mapped[dict[str, Any]]
    level: Mapped[Level | None]
    score: Mapped[int | None]
    assessed_on: Mapped[date | None]
    valid_until: Mapped[date | None]
    link: Mapped[str] = mapped_column(String(300), default="")
    note: Mapped[str] = mapped_column(String(300), default="")
    started_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    version = mapped_column(Integer, nullable=False)
    unit: Mapped[Unit] = relationship()
    criteria_set: Mapped[CriteriaSet | None] = relationship()
    # Two phones that answer for the same unit: the second is told (409) instead of overwriting the first.
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def last_on(self) -> date | None:
        """The last day on which the level holds."""
        return self.valid_until - timedelta(1) if self.valid_until else None

    @property
    def values(self) -> dict[int, int]:
        """The answers by the number of their criterion."""
        return {int(number): row["value"] for number, row in self.answers.items() if row.get("value") is not None}

    @property
    def notes(self) -> dict[int, str]:
        """What was noted, by the number of the criterion."""
        return {int(number): row["note"] for number, row in self.answers.items() if row.get("note")}


class InspectedLevel(Base):
    """What an inspection found a unit's level to be; until `valid_until` it stands above what the unit says itself.

    That a unit is unsafe is told to the public from `answer_until` on. `inspection_ref` names the inspection in the
    chapter that carried it out: found again, the row is corrected.
    """

    __tablename__ = "inspected_level"
    __scope__ = ScopeVia("unit_id", Unit)
    __table_args__ = (UniqueConstraint("unit_id", "inspection_ref", name="uq_inspected_level_inspection"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    inspection_ref: Mapped[str] = mapped_column(String(60))
    level: Mapped[Level]
    inspected_on: Mapped[date]
    valid_until: Mapped[date]
    answer_until: Mapped[datetime]
    recorded_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    unit: Mapped[Unit] = relationship()

    @property
    def last_on(self) -> date:
        """The last day on which the level holds."""
        return self.valid_until - timedelta(1)
