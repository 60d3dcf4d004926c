"""Inspections: planned, assigned, recorded on the spot, signed; what they found and what became of it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.access.models import User
from app.access.scope import ScopeVia
from app.db import Base
from app.inspections.rules import (
    FindingOutcome,
    FindingStatus,
    InspectionStatus,
    Origin,
    finding_status,
)
from app.organisations.models import Organisation
from app.safety.models import CriteriaSet
from app.safety.rules import Level
from app.units.models import Unit

_OPEN = text("status IN ('planned', 'under_way')")


class Inspection(Base):
    """A visit of a body's officers to a unit.

    `record` is what they wrote so far, by the names of `forms.RecordForm.record`; `submissions` are the ids under
    which it was saved last, so that what is sent twice is stored once. Signing copies all that the paper says into
    `frozen`, of which `digest` is the hash; after that nothing of both changes. `follows` is the visit whose findings
    this one looks at again. `level` is what the officers found, `scored_level` what the criteria alone came to.
    """

    __tablename__ = "inspection"
    __scope__ = ScopeVia("unit_id", Unit)
    __table_args__ = (
        Index("ix_inspection_unit", "unit_id", "planned_on"),
        Index("ix_inspection_status", "status", "planned_on"),
        Index("ix_inspection_recorded", "inspected_on", "unit_id"),
        # A body is expected at a unit once, whoever plans.
        Index(
            "uq_inspection_open", "unit_id", "organisation_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    origin: Mapped[Origin]
    reasons: Mapped[list[Any]] = mapped_column(default=list)
    note: Mapped[str] = mapped_column(String(500), default="")
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("inspection.id"), index=True)
    status: Mapped[InspectionStatus] = mapped_column(default=InspectionStatus.PLANNED)
    planned_on: Mapped[date]
    planned_at: Mapped[datetime]
    planned_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    started_at: Mapped[datetime | None]
    set_id: Mapped[int | None] = mapped_column(ForeignKey("criteria_set.id"))
    record: Mapped[dict[str, Any]] = mapped_column(default=dict)
    submissions: Mapped[list[Any]] = mapped_column(default=list)
    saved_at: Mapped[datetime | None]
    inspected_on: Mapped[date | None]
    scored_level: Mapped[Level | None]
    level: Mapped[Level | None]
    signed_at: Mapped[datetime | None]
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    number: Mapped[str] = mapped_column(String(40), default="")
    frozen: Mapped[dict[str, Any]] = mapped_column(default=dict, deferred=True)
    digest: Mapped[str] = mapped_column(String(64), default="")
    answer: Mapped[str] = mapped_column(String(2000), default="")
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    closed_at: Mapped[datetime | None]
    cancelled_because: Mapped[str] = mapped_column(String(300), default="")
    version = mapped_column(Integer, nullable=False)
    unit: Mapped[Unit] = relationship()
    organisation: Mapped[Organisation] = relationship()
    criteria_set: Mapped[CriteriaSet | None] = relationship()
    follows: Mapped["Inspection | None"] = relationship(remote_side=[id])
    officers: Mapped[list[User]] = relationship(secondary="inspection_officer", order_by=User.id)
    # Two phones that write the same record: the second is told (409) instead of overwriting the first.
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class InspectionOfficer(Base):
    """Who goes there."""

    __tablename__ = "inspection_officer"
    __scope__ = ScopeVia("inspection_id", Inspection)
    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True, index=True)


class InspectionPhoto(Base):
    """What an officer saw, drawn anew without metadata; `digest` is the hash of the picture."""

    __tablename__ = "inspection_photo"
    __scope__ = ScopeVia("unit_id", Unit)
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id"), index=True)
    caption: Mapped[str] = mapped_column(String(200), default="")
    digest: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    sent_at: Mapped[datetime]
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))


class InspectionPaper(Base):
    """The signed record as it was printed, and the signatures that were drawn by hand; never written again."""

    __tablename__ = "inspection_paper"
    __scope__ = ScopeVia("inspection_id", Inspection)
    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id"), primary_key=True)
    pdf: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    drawn: Mapped[dict[str, Any]] = mapped_column(deferred=True)


class Finding(Base):
    """Something to put right until a day, what the unit showed for it, and what the officer saw then."""

    __tablename__ = "finding"
    __scope__ = ScopeVia("unit_id", Unit)
    __table_args__ = (
        Index("ix_finding_inspection", "inspection_id"),
        Index("ix_finding_unit", "unit_id", "outcome", "due_on"),
        Index("ix_finding_due", "outcome", "due_on"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id"))
    text: Mapped[str] = mapped_column(String(500))
    due_on: Mapped[date]
    evidence: Mapped[str] = mapped_column(String(1000), default="")
    has_photo: Mapped[bool] = mapped_column(default=False)
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    outcome: Mapped[FindingOutcome | None]
    note: Mapped[str] = mapped_column(String(500), default="")
    checked_at: Mapped[datetime | None]
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    inspection: Mapped[Inspection] = relationship()
    unit: Mapped[Unit] = relationship()

    def status_on(self, today: date) -> FindingStatus:
        """How it stands on a day."""
        is_answered = self.answered_at is not None
        return finding_status(outcome=self.outcome, is_answered=is_answered, due_on=self.due_on, today=today)


class FindingPhoto(Base):
    """What the unit shows to prove that it put something right; drawn anew without metadata."""

    __tablename__ = "finding_photo"
    __scope__ = ScopeVia("finding_id", Finding)
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class Referral(Base):
    """That a fine was asked for, of which body, by which paper; what that body decides is not here."""

    __tablename__ = "referral"
    __scope__ = ScopeVia("unit_id", Unit)
    __table_args__ = (UniqueConstraint("inspection_id", "number", "referred_on", name="uq_referral_paper"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id"))
    decree: Mapped[str] = mapped_column(String(40))
    about: Mapped[str] = mapped_column(String(500))
    number: Mapped[str] = mapped_column(String(40))
    referred_on: Mapped[date] = mapped_column(index=True)
    body: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
