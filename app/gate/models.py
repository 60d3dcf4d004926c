"""Machines at the doors, what guards did, the counts of national systems, and the groups that come every day."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.access.models import User
from app.access.scope import ScopeVia
from app.db import Base
from app.gate.rules.acts import ActKind, Clock, Decision
from app.gate.rules.regulars import LONGEST_NAME, present
from app.tallies.rules import NationalApp
from app.units.models import Checkpoint, Unit

LABEL_LENGTH = 60


class GateDevice(Base):
    """A phone or computer at one of a unit's doors; whoever opens its link first, before it ends, is the machine.

    `user` is the account of the machine once it is enrolled.
    """

    __tablename__ = "gate_device"
    __scope__ = ScopeVia("unit_id", Unit)
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    checkpoint_id: Mapped[int] = mapped_column(ForeignKey("checkpoint.id"))
    label: Mapped[str] = mapped_column(String(LABEL_LENGTH))
    invited_at: Mapped[datetime]
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), unique=True)
    enrolled_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    checkpoint: Mapped[Checkpoint] = relationship()
    unit: Mapped[Unit] = relationship()
    user: Mapped[User | None] = relationship(foreign_keys=[user_id])


class GateAct(Base):
    """What a guard did at a door, without a word about the person.

    `subject_day` and `subject_id` name the stay that began or ended, or the declaration of who was held.

    `submission_id` is that of the form by which it came, so that it is done once however often it is sent. `reason` is
    a level of risk, a kind of unfit code or a national app, as `kind` has it. Goes with its day's visits.
    """

    __tablename__ = "gate_act"
    __scope__ = ScopeVia("unit_id", Unit)
    __table_args__ = (Index("ix_gate_act_unit", "unit_id", "id"), Index("ix_gate_act_day", "day"))
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    checkpoint_id: Mapped[int] = mapped_column(ForeignKey("checkpoint.id"))
    day: Mapped[date]
    at: Mapped[datetime]
    clock: Mapped[Clock] = mapped_column(default=Clock.SERVER)
    kind: Mapped[ActKind]
    reason: Mapped[str] = mapped_column(String(20), default="")
    decision: Mapped[Decision | None]
    submission_id: Mapped[str | None] = mapped_column(String(32), unique=True)
    subject_day: Mapped[date | None]
    subject_id: Mapped[str | None] = mapped_column(String(32))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    undone_at: Mapped[datetime | None]


class GateCount(Base):
    """What a national system counted at a unit on a day, by the file that the manager sent last."""

    __tablename__ = "gate_count"
    __scope__ = ScopeVia("unit_id", Unit)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    app: Mapped[NationalApp] = mapped_column(primary_key=True)
    entry_count: Mapped[int]
    exit_count: Mapped[int]
    late_count: Mapped[int]
    loaded_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))


class RegularGroup(Base):
    """A class, team or shift of people who come every day: its name and how many belong to it, nobody by name.

    One that is not on the list any more ends; its days stay.
    """

    __tablename__ = "regular_group"
    __scope__ = ScopeVia("unit_id", Unit)
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    people: Mapped[int]
    ended_at: Mapped[datetime | None]


class RegularDay(Base):
    """A group as confirmed at the gate on a day, apart from the visitors; confirmed again, the last one holds."""

    __tablename__ = "regular_day"
    __scope__ = ScopeVia("unit_id", Unit)
    __table_args__ = (Index("ix_regular_day_unit", "unit_id", "day"),)
    group_id: Mapped[int] = mapped_column(ForeignKey("regular_group.id"), primary_key=True, autoincrement=False)
    day: Mapped[date] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    people: Mapped[int]
    absent_count: Mapped[int]
    ill_count: Mapped[int]
    confirmed_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    group: Mapped[RegularGroup] = relationship()

    @property
    def present_count(self) -> int:
        """How many came in."""
        return present(self.people, self.absent_count, self.ill_count)
