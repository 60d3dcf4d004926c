"""The register: units, their doors and vehicles, calendar, statuses with days, and the managers' way in."""

from datetime import date, datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.access.scope import Scope, ScopeVia
from app.areas.models import Area
from app.db import Base
from app.organisations.models import Organisation
from app.units.likeness import LONGEST
from app.units.rules import ALL_WEEK, CheckpointKind, UnitKind, UnitStatus, VehicleKind


class Unit(Base):
    """A place to which the directive applies; `organisation` answers for it, `area` is the commune where it is."""

    __tablename__ = "unit"
    __scope__ = Scope(organisation="organisation_id", area="area_id", unit="id")
    __table_args__ = (
        CheckConstraint("open_weekdays BETWEEN 0 AND 127", name="open_weekdays"),
        Index("ix_unit_sort", "sort_key", "id"),
        Index("ix_unit_likeness", "likeness_key", "area_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(160))
    kind: Mapped[UnitKind]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), index=True)
    address: Mapped[str] = mapped_column(String(200))
    phone: Mapped[str] = mapped_column(String(20), default="", index=True)
    tax_code: Mapped[str] = mapped_column(String(14), default="", index=True)
    manager_name: Mapped[str] = mapped_column(String(120))
    manager_phone: Mapped[str] = mapped_column(String(20), default="", index=True)
    status: Mapped[UnitStatus] = mapped_column(default=UnitStatus.PENDING, index=True)
    open_weekdays: Mapped[int] = mapped_column(default=ALL_WEEK)
    opened_on: Mapped[date]
    registered_at: Mapped[datetime]
    registered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    approved_at: Mapped[datetime | None]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    submission_id: Mapped[str | None] = mapped_column(String(32), unique=True)
    search_key: Mapped[str] = mapped_column(String(400))
    sort_key: Mapped[str] = mapped_column(String(500))
    likeness_key: Mapped[str] = mapped_column(String(LONGEST))
    version = mapped_column(Integer, nullable=False)
    organisation: Mapped[Organisation] = relationship()
    area: Mapped[Area] = relationship()
    checkpoints: Mapped[list["Checkpoint"]] = relationship(back_populates="unit", order_by="Checkpoint.id")
    # Two officers who edit the same unit: the second is told (409) instead of overwriting the first.
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class UnitStatusChange(Base):
    """What a unit's status is from a day on, why, and who said so; denominators follow these days."""

    __tablename__ = "unit_status_change"
    __scope__ = ScopeVia("unit_id", Unit)
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    status: Mapped[UnitStatus]
    from_on: Mapped[date]
    reason: Mapped[str] = mapped_column(String(300), default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]


class Closure(Base):
    """Announced days on which the door is closed; `until_on` is the first day that it is open again."""

    __tablename__ = "closure"
    __scope__ = ScopeVia("unit_id", Unit)
    __table_args__ = (CheckConstraint("until_on > from_on", name="days"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date]
    reason: Mapped[str] = mapped_column(String(300))
    announced_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    @property
    def last_on(self) -> date:
        """The last day on which the door is closed."""
        return self.until_on - timedelta(1)


class Checkpoint(Base):
    """One door or vehicle of a unit, with codes of its own."""

    __tablename__ = "checkpoint"
    __scope__ = ScopeVia("unit_id", Unit)
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    kind: Mapped[CheckpointKind] = mapped_column(default=CheckpointKind.GATE)
    created_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]
    unit: Mapped[Unit] = relationship(back_populates="checkpoints")
    vehicle: Mapped["Vehicle | None"] = relationship(back_populates="checkpoint")


class Vehicle(Base):
    """What is known of a checkpoint that moves: which vehicle it is, and where it goes.

    From `by_trips_from_on` on its door is open on days with trips only; None: it makes no trips.
    """

    __tablename__ = "vehicle"
    __scope__ = ScopeVia("checkpoint_id", Checkpoint)
    __table_args__ = (CheckConstraint("seats > 0", name="seats"),)
    checkpoint_id: Mapped[int] = mapped_column(ForeignKey("checkpoint.id"), primary_key=True, autoincrement=False)
    kind: Mapped[VehicleKind]
    plate: Mapped[str] = mapped_column(String(20))
    route_from: Mapped[str] = mapped_column(String(80), default="")
    route_to: Mapped[str] = mapped_column(String(80), default="")
    seats: Mapped[int | None]
    by_trips_from_on: Mapped[date | None]
    checkpoint: Mapped[Checkpoint] = relationship(back_populates="vehicle")


class ManagementLink(Base):
    """A secret, one-time way for a manager to choose username and password; only its digest is kept."""

    __tablename__ = "management_link"
    __scope__ = ScopeVia("unit_id", Unit)
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    issued_at: Mapped[datetime]
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
