"""The register: units, their doors and vehicles, calendar, statuses with days, and the managers' way in."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, false, text
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.access.scope import Scope, ScopeDated, ScopeVia
from app.areas.models import Area
from app.db import Base
from app.organisations.models import Organisation
from app.units.likeness import LONGEST
from app.units.rules import ALL_WEEK, REGISTERED_FIELDS, CheckpointKind, Outcome, UnitKind, UnitStatus


def _at_most_one(name: str, of: str) -> Index:
    """A unit has at most one row that fits the condition, whoever writes."""
    return Index(name, "unit_id", unique=True, sqlite_where=text(of), postgresql_where=text(of))


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
    is_household: Mapped[bool] = mapped_column(default=False, server_default=false())
    waiting_since: Mapped[datetime] = mapped_column(default=_as_registered)
    asked_at: Mapped[datetime | None]
    unclear_since: Mapped[datetime | None] = mapped_column(index=True)
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
