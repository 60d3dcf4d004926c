"""Entries and exits."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.access.scope import ScopeVia
from app.db import Base
from app.units.models import Unit
from app.visits.rules import ExitKind

OPEN = text("checked_out_at IS NULL")
RATED = text("rating IS NOT NULL")


class Visit(Base):
    """A person's stay at a unit; `person` is name and phone as JSON sealed under the key of `day`, the day of entry.

    `person_index` is the blind index of phone and name together: one open stay per person, unit and entry day.
    `rating`: how the visitor found the unit's measures, 1 (poor) to 3 (good), told when he left.
    """

    __tablename__ = "visit"
    __scope__ = ScopeVia("unit_id", Unit)
    __table_args__ = (
        Index("ix_visit_unit", "unit_id", "day", "checked_in_at"),
        Index("ix_visit_phone", "day", "phone_index"),
        # In this order it also finds what a person left open elsewhere.
        Index("uq_visit_open", "day", "person_index", "unit_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
        # Few say how they found a unit: an index of these alone, which an entry does not touch.
        Index("ix_visit_rated", "day", "unit_id", "rating", sqlite_where=RATED, postgresql_where=RATED),
        {"postgresql_partition_by": "RANGE (day)"},
    )
    day: Mapped[date] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    unit_id: Mapped[int]
    poster_id: Mapped[int]
    declaration_day: Mapped[date]
    declaration_id: Mapped[str] = mapped_column(String(32))
    checked_in_at: Mapped[datetime]
    checked_out_at: Mapped[datetime | None]
    exit_kind: Mapped[ExitKind | None]
    rating: Mapped[int | None] = mapped_column(SmallInteger)
    suspect: Mapped[bool] = mapped_column(default=False)
    person: Mapped[bytes]
    person_index: Mapped[bytes]
    phone_index: Mapped[bytes | None]


class Capacity(Base):
    """How many people a unit lets in at once, where it said so."""

    __tablename__ = "capacity"
    __scope__ = ScopeVia("unit_id", Unit)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True, autoincrement=False)
    people: Mapped[int]
    set_by_id: Mapped[int | None]
    set_at: Mapped[datetime]


class GatePlace(Base):
    """Where a unit takes who may not come in like everybody else: a room or seat, and whom the guard calls."""

    __tablename__ = "gate_place"
    __scope__ = ScopeVia("unit_id", Unit)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True, autoincrement=False)
    place: Mapped[str] = mapped_column(String(120))
    phone: Mapped[str] = mapped_column(String(20))
