"""Letters of the chairman, what they oblige whom to, and what heads said of it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.access.scope import Scope, ScopeVia
from app.db import Base
from app.directives.rules import AcceptedCodes, ConfirmationOutcome, MeasureKey, Rhythm
from app.organisations.models import Organisation


class Paper(Base):
    """A document that somebody of a body sent: a picture drawn anew, or a PDF that is only ever handed out to keep."""

    __tablename__ = "paper"
    __scope__ = Scope(organisation="organisation_id")
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str] = mapped_column(String(160))
    mimetype: Mapped[str] = mapped_column(String(40))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    digest: Mapped[str] = mapped_column(String(64))
    added_at: Mapped[datetime]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))


class DirectiveDraft(Base):
    """A letter that is being composed, in the shape in which letters are loaded; `amends_id`: it will replace that."""

    __tablename__ = "directive_draft"
    id: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[dict[str, Any]]
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("paper.id"))
    amends_id: Mapped[int | None] = mapped_column(ForeignKey("directive.id"))
    changed_at: Mapped[datetime]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))


class Directive(Base):
    """A letter with number, date and signer; every addressee sees it, so it belongs to nobody's scope.

    Its wording never changes: an amendment is a further row, from whose day on the one before is closed.
    """

    __tablename__ = "directive"
    __table_args__ = (UniqueConstraint("number", "version"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(40))
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    amends_id: Mapped[int | None] = mapped_column(ForeignKey("directive.id"))
    because: Mapped[str] = mapped_column(String(300), default="", server_default="")
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("paper.id"))
    # Of the wording at issue; letters from before this was kept have none.
    digest: Mapped[str] = mapped_column(String(64), default="", server_default="")
    title: Mapped[str] = mapped_column(String(300))
    signer: Mapped[str] = mapped_column(String(120))
    signed_on: Mapped[date]
    effective_on: Mapped[date]
    # When the portal sent it to its addressees: periods and deadlines count from here.
    published_on: Mapped[date]
    closed_on: Mapped[date | None]
    text: Mapped[str] = mapped_column(Text)
    obligations: Mapped[list["Obligation"]] = relationship(order_by="Obligation.position", back_populates="directive")

    @property
    def cut_off_hour(self) -> int | None:
        """The earliest hour that an obligation sets: all are confirmed at once. None: the usual one."""
        return min((each.cut_off_hour for each in self.obligations if each.cut_off_hour is not None), default=None)


class Obligation(Base):
    """One thing a letter orders: of whom, measured how, to which target, how often. `target_share` is 0–1."""

    __tablename__ = "obligation"
    __table_args__ = (UniqueConstraint("directive_id", "position"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    directive_id: Mapped[int] = mapped_column(ForeignKey("directive.id"), index=True)
    position: Mapped[int]
    measure: Mapped[MeasureKey]
    wording: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(120))
    addressee_kinds: Mapped[list[Any]]
    high_risk_only: Mapped[bool] = mapped_column(default=False)
    target_share: Mapped[float]
    target_basis: Mapped[str]
    rhythm: Mapped[Rhythm]
    # Of units of these kinds alone; none named: of all.
    unit_kinds: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    cut_off_hour: Mapped[int | None]
    evidence: Mapped[str] = mapped_column(Text, default="", server_default="")
    # Of the measure `qr` alone.
    accepted_codes: Mapped[AcceptedCodes] = mapped_column(default=AcceptedCodes.ANY)
    directive: Mapped[Directive] = relationship(back_populates="obligations")


class Charge(Base):
    """Who of a body carries out one obligation from a moment on: the deputy in charge and the focal official.

    Each as the body wrote them, name and title; empty: the body's own deputy, or focal official, of the day.
    """

    __tablename__ = "charge"
    __scope__ = Scope(organisation="organisation_id")
    __table_args__ = (Index("ix_charge_organisation", "organisation_id", "obligation_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    obligation_id: Mapped[int] = mapped_column(ForeignKey("obligation.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    deputy: Mapped[str] = mapped_column(String(160))
    focal: Mapped[str] = mapped_column(String(160))
    named_at: Mapped[datetime]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))


class DirectiveOpening(Base):
    """The first time somebody of a body opened the letter."""

    __tablename__ = "directive_opening"
    __scope__ = Scope(organisation="organisation_id")
    directive_id: Mapped[int] = mapped_column(ForeignKey("directive.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    opened_at: Mapped[datetime]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))


class Acknowledgement(Base):
    """A head received the letter and answers for it, by name and title as they were on that day."""

    __tablename__ = "acknowledgement"
    __scope__ = Scope(organisation="organisation_id")
    __table_args__ = (UniqueConstraint("directive_id", "organisation_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    directive_id: Mapped[int] = mapped_column(ForeignKey("directive.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    acknowledged_at: Mapped[datetime]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    head_name: Mapped[str] = mapped_column(String(120))
    head_title: Mapped[str] = mapped_column(String(120))


class Instruction(Base):
    """What a head adds to the letter for the bodies below; a later one stands beside it."""

    __tablename__ = "instruction"
    __scope__ = Scope(organisation="organisation_id")
    id: Mapped[int] = mapped_column(primary_key=True)
    directive_id: Mapped[int] = mapped_column(ForeignKey("directive.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    given_at: Mapped[datetime]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    head_name: Mapped[str] = mapped_column(String(120))
    head_title: Mapped[str] = mapped_column(String(120))
    organisation: Mapped[Organisation] = relationship()


class ImplementingDocument(Base):
    """The công văn or kế hoạch by which a body carries the letter out, with its number, date and file."""

    __tablename__ = "implementing_document"
    __scope__ = Scope(organisation="organisation_id")
    id: Mapped[int] = mapped_column(primary_key=True)
    directive_id: Mapped[int] = mapped_column(ForeignKey("directive.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    number: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(300))
    signed_on: Mapped[date]
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"))
    recorded_at: Mapped[datetime]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    organisation: Mapped[Organisation] = relationship()


class DirectiveQuestion(Base):
    """What a body asks back about a letter. Once answered it is there for everybody who reads the letter."""

    __tablename__ = "directive_question"
    __scope__ = Scope(organisation="organisation_id")
    id: Mapped[int] = mapped_column(primary_key=True)
    directive_id: Mapped[int] = mapped_column(ForeignKey("directive.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    organisation: Mapped[Organisation] = relationship()


class Preparation(Base):
    """What the focal official puts before the head for a period: the answer as he would give it."""

    __tablename__ = "preparation"
    __scope__ = Scope(organisation="organisation_id")
    __table_args__ = (UniqueConstraint("directive_id", "organisation_id", "first_on"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    directive_id: Mapped[int] = mapped_column(ForeignKey("directive.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    first_on: Mapped[date]
    outcome: Mapped[ConfirmationOutcome]
    reasons: Mapped[dict[str, Any]]
    prepared_at: Mapped[datetime]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    prepared_by: Mapped[str] = mapped_column(String(120))


class Confirmation(Base):
    """What a head said of a period, with the figures as they stood then; never changed, chained by digest.

    `evidence` names the files that came with it (`files`) and, where it was given on signed paper, that (`paper`).
    A period that was reopened has a further version.
    """

    __tablename__ = "confirmation"
    __scope__ = Scope(organisation="organisation_id")
    __table_args__ = (
        UniqueConstraint("directive_id", "organisation_id", "first_on", "version"),
        # A body's confirmations are one chain without forks.
        UniqueConstraint("organisation_id", "previous_digest"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    directive_id: Mapped[int] = mapped_column(ForeignKey("directive.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    first_on: Mapped[date]
    last_on: Mapped[date]
    outcome: Mapped[ConfirmationOutcome]
    reasons: Mapped[dict[str, Any]]
    figures: Mapped[dict[str, Any]]
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    evidence: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    digest: Mapped[str] = mapped_column(String(64))
    previous_digest: Mapped[str] = mapped_column(String(64))
    confirmed_at: Mapped[datetime]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    head_name: Mapped[str] = mapped_column(String(120))
    head_title: Mapped[str] = mapped_column(String(120))
    organisation: Mapped[Organisation] = relationship()


class Reopening(Base):
    """The level above lets a confirmed period be confirmed once more, for a reason; what was confirmed stays."""

    __tablename__ = "reopening"
    __scope__ = ScopeVia("confirmation_id", Confirmation)
    confirmation_id: Mapped[int] = mapped_column(ForeignKey("confirmation.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(Text)
    reopened_at: Mapped[datetime]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    reopened_by: Mapped[str] = mapped_column(String(120))
