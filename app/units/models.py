"""The register: units, their doors and vehicles, calendar, statuses with days, and the managers' way in."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint, false, text
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.access.scope import Scope, ScopeDated, ScopeVia
from app.areas.models import Area
from app.db import Base
from app.organisations.models import Organisation
from app.units.likeness import LONGEST
from app.units.rules import (
    ALL_WEEK,
    DOOR_CHARACTERS,
    REGISTERED_FIELDS,
    CheckpointKind,
    Outcome,
    UnitKind,
    UnitStatus,
    VehicleKind,
)


def _at_most_one(name: str, of: str) -> Index:
    """A unit has at most one row that fits the condition, whoever writes."""
    return Index(name, "unit_id", unique=True, sqlite_where=text(of), postgresql_where=text(of))


def where_said(name: str, column: str) -> Index:
    """Few rows hold anything there: an index of these alone."""
    said = text(f"{column} IS NOT NULL")
    return Index(name, column, "id", sqlite_where=said, postgresql_where=said)


def _as_registered(context: DefaultExecutionContext) -> datetime:
    """Nobody has asked anything yet: the unit waits since it registered."""
    return context.get_current_parameters()["registered_at"]  # type: ignore[no-any-return, no-untyped-call]


class Unit(Base):
    """A place to which the directive applies; `organisation` answers for it, `area` is the commune where it is.

    `waiting_since` is when it would have registered had it answered every question at once; while a question is open,
    since `asked_at`, nobody waits for the officer. While `unclear_since` holds a time, the province office has still to
    decide who answers. While `restricted_at` does, only that body and the province office see the unit.
    """

    __tablename__ = "unit"
    __scope__ = Scope(organisation="organisation_id", area="area_id", unit="id", restricted="restricted_at")
    __table_args__ = (
        CheckConstraint("open_weekdays BETWEEN 0 AND 127", name="open_weekdays"),
        Index("ix_unit_sort", "sort_key", "id"),
        # Most units are active, so this one answers the other filters too, without looking at the rows.
        Index("ix_unit_status", "status", "sort_key", "id", "kind", "area_id", "organisation_id"),
        Index("ix_unit_kind", "kind", "sort_key", "id"),
        Index("ix_unit_area", "area_id", "sort_key", "id"),
        Index("ix_unit_registered", "registered_at", "id"),
        Index("ix_unit_waiting", "waiting_since", "id"),
        where_said("ix_unit_unclear", "unclear_since"),
        where_said("ix_unit_restricted", "restricted_at"),
        Index("ix_unit_likeness", "likeness_key", "area_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(160))
    kind: Mapped[UnitKind]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    address: Mapped[str] = mapped_column(String(200))
    phone: Mapped[str] = mapped_column(String(20), default="", index=True)
    tax_code: Mapped[str] = mapped_column(String(14), default="", index=True)
    manager_name: Mapped[str] = mapped_column(String(120))
    manager_phone: Mapped[str] = mapped_column(String(20), default="", index=True)
    status: Mapped[UnitStatus] = mapped_column(default=UnitStatus.PENDING)
    open_weekdays: Mapped[int] = mapped_column(default=ALL_WEEK)
    opened_on: Mapped[date]
    registered_at: Mapped[datetime]
    registered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    approved_at: Mapped[datetime | None]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    is_household: Mapped[bool] = mapped_column(default=False, server_default=false())
    waiting_since: Mapped[datetime] = mapped_column(default=_as_registered)
    asked_at: Mapped[datetime | None]
    unclear_since: Mapped[datetime | None]
    unclear_because: Mapped[str] = mapped_column(String(300), default="", server_default="")
    restricted_at: Mapped[datetime | None]
    restricted_basis: Mapped[str] = mapped_column(String(300), default="", server_default="")
    submission_id: Mapped[str | None] = mapped_column(String(32), unique=True)
    search_key: Mapped[str] = mapped_column(String(400))
    sort_key: Mapped[str] = mapped_column(String(500))
    likeness_key: Mapped[str] = mapped_column(String(LONGEST))
    version = mapped_column(Integer, nullable=False)
    organisation: Mapped[Organisation] = relationship()
    area: Mapped[Area] = relationship()
    merged_into: Mapped["Unit | None"] = relationship(remote_side=[id])
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


class UnitChange(Base):
    """One detail of a unit that changed: what it was and what it became, by whom, when. Official data only.

    `field` is the detail's name; texts are what `text_of` makes of a value, so that names of that day stay readable.
    """

    __tablename__ = "unit_change"
    __scope__ = ScopeVia("unit_id", Unit)
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    field: Mapped[str] = mapped_column(String(40))
    before: Mapped[str] = mapped_column(String(300))
    after: Mapped[str] = mapped_column(String(300))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]


class UnlikePair(Base):
    """Two units that look alike and are not the same, as an officer found; `unit_id` is the lower of both."""

    __tablename__ = "unlike_pair"
    __scope__ = ScopeVia("unit_id", Unit)
    __table_args__ = (UniqueConstraint("unit_id", "other_id"), CheckConstraint("unit_id < other_id", name="order"))
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    reason: Mapped[str] = mapped_column(String(300))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]


class SchoolHoliday(Base):
    """Days on which schools are closed, in an area or (without one) in the whole province, by a document.

    `until_on` is the first day of school again.
    """

    __tablename__ = "school_holiday"
    __table_args__ = (CheckConstraint("until_on > from_on", name="days"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    from_on: Mapped[date]
    until_on: Mapped[date]
    basis: Mapped[str] = mapped_column(String(200))
    listed_at: Mapped[datetime]
    listed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    area: Mapped[Area | None] = relationship()

    @property
    def last_on(self) -> date:
        """The last day without school."""
        return self.until_on - timedelta(1)


class HolidayOpening(Base):
    """A school says that from a day on its door is open in spite of a holiday."""

    __tablename__ = "holiday_opening"
    __scope__ = ScopeVia("unit_id", Unit)
    __table_args__ = (UniqueConstraint("unit_id", "holiday_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    holiday_id: Mapped[int] = mapped_column(ForeignKey("school_holiday.id"), index=True)
    from_on: Mapped[date]
    said_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))


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
    name: Mapped[str] = mapped_column(String(DOOR_CHARACTERS))
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
    """The secret address on a unit's slip: its manager's way in until an officer issues another; digests only.

    First used before `expires_at`, it leads to the account `user_id` from then on. `checked` is what the officer who
    issued it saw of her in person; without `recovery_digest` the slip has no recovery code.
    """

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
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    recovery_digest: Mapped[str | None] = mapped_column(String(64))
    checked: Mapped[list[Any] | None]


class UnitOwnership(Base):
    """Which body answers for a unit from a day on until (the first day no longer) another does; figures follow it."""

    __tablename__ = "unit_ownership"
    __scope__ = ScopeDated("organisation_id", "unit_id", Unit)
    __table_args__ = (
        CheckConstraint("until_on >= from_on", name="days"),
        _at_most_one("uq_unit_ownership_open", of="until_on IS NULL"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(String(300), default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    organisation: Mapped[Organisation] = relationship()


class UnitTransfer(Base):
    """One body would hand a unit over to another; until that one accepts, the first goes on answering for it."""

    __tablename__ = "unit_transfer"
    __scope__ = ScopeVia("unit_id", Unit, organisation="to_organisation_id")
    __table_args__ = (_at_most_one("uq_unit_transfer_open", of="outcome = 'open'"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    from_organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    to_organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    reason: Mapped[str] = mapped_column(String(300))
    proposed_at: Mapped[datetime]
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    outcome: Mapped[Outcome] = mapped_column(default=Outcome.OPEN, index=True)
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    refused_because: Mapped[str] = mapped_column(String(300), default="")
    unit: Mapped[Unit] = relationship()
    from_organisation: Mapped[Organisation] = relationship(foreign_keys=[from_organisation_id])
    to_organisation: Mapped[Organisation] = relationship(foreign_keys=[to_organisation_id])


class UnitProposal(Base):
    """What the manager of an approved unit wants the register to say; a column that holds nothing stays as it is."""

    __tablename__ = "unit_proposal"
    __scope__ = ScopeVia("unit_id", Unit)
    __table_args__ = (_at_most_one("uq_unit_proposal_open", of="outcome = 'open'"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    name: Mapped[str | None] = mapped_column(String(160))
    kind: Mapped[UnitKind | None]
    address: Mapped[str | None] = mapped_column(String(200))
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
    proposed_at: Mapped[datetime]
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    outcome: Mapped[Outcome] = mapped_column(default=Outcome.OPEN, index=True)
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    refused_because: Mapped[str] = mapped_column(String(300), default="")
    unit: Mapped[Unit] = relationship()
    area: Mapped[Area | None] = relationship()

    @property
    def changes(self) -> dict[str, Any]:
        """What is to be different, by the unit's fields."""
        wanted = {name: getattr(self, name) for name in REGISTERED_FIELDS}
        return {name: value for name, value in wanted.items() if value is not None}


class UnitQuestion(Base):
    """What an officer asks the unit before he decides on its registration, and its answer."""

    __tablename__ = "unit_question"
    __scope__ = ScopeVia("unit_id", Unit)
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    question: Mapped[str] = mapped_column(String(500))
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    answer: Mapped[str] = mapped_column(String(1000), default="")
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
