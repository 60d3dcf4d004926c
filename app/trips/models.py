"""Departures of vehicles, who is on them, and who was expected."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.access.scope import ScopeVia
from app.db import Base
from app.tallies.rules import NationalApp
from app.units.models import Checkpoint, Unit


class Trip(Base):
    """One departure of a vehicle; `day` is the province day of its planned departure."""

    __tablename__ = "trip"
    __scope__ = ScopeVia("unit_id", Unit)
    __table_args__ = (
        # The same plan made or copied twice is one.
        UniqueConstraint("checkpoint_id", "planned_at", name="uq_trip_departure"),
        CheckConstraint("seats > 0", name="seats"),
        Index("ix_trip_unit", "unit_id", "day"),
        Index("ix_trip_day", "day", "unit_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    checkpoint_id: Mapped[int] = mapped_column(ForeignKey("checkpoint.id"))
    day: Mapped[date]
    planned_at: Mapped[datetime]
    route_from: Mapped[str] = mapped_column(String(80))
    route_to: Mapped[str] = mapped_column(String(80))
    seats: Mapped[int | None]
    departed_at: Mapped[datetime | None]
    arrived_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    checkpoint: Mapped[Checkpoint] = relationship()


class TripVisit(Base):
    """A visit that belongs to a trip; written for vehicles only, purged with the visit's day.

    `seat` is where the passenger said he sits, sealed under the key of `day`.
    """

    __tablename__ = "trip_visit"
    __scope__ = ScopeVia("trip_id", Trip)
    __table_args__ = (Index("ix_trip_visit_trip", "trip_id", "day"),)
    day: Mapped[date] = mapped_column(primary_key=True)
    visit_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    trip_id: Mapped[int] = mapped_column(ForeignKey("trip.id"))
    seat: Mapped[bytes | None]


class PassengerList(Base):
    """Who has a seat on a trip by the carrier's list: seats, names and phones sealed under the key of the trip's day.

    Sent again, it takes the place of the one before. Purged with the day.
    """

    __tablename__ = "passenger_list"
    __scope__ = ScopeVia("trip_id", Trip)
    trip_id: Mapped[int] = mapped_column(ForeignKey("trip.id"), primary_key=True, autoincrement=False)
    day: Mapped[date] = mapped_column(index=True)
    people: Mapped[bytes]


class TripTally(Base):
    """Passengers of a trip who showed a national app or were counted by head: numbers only, entered once a trip.

    `late_count` of the entries were reported after the door of the trip's day had closed.
    """

    __tablename__ = "trip_tally"
    __scope__ = ScopeVia("trip_id", Trip)
    trip_id: Mapped[int] = mapped_column(ForeignKey("trip.id"), primary_key=True)
    app: Mapped[NationalApp] = mapped_column(primary_key=True)
    entry_count: Mapped[int]
    exit_count: Mapped[int]
    late_count: Mapped[int]
