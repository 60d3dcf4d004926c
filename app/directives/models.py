"""Letters of the chairman, what they oblige whom to, and what heads said of it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.access.scope import Scope
from app.db import Base
from app.directives.rules import AcceptedCodes, ConfirmationOutcome, MeasureKey, Rhythm
from app.organisations.models import Organisation


class Directive(Base):
    """A letter with number, date and signer; every addressee sees it, so it belongs to nobody's scope."""

    __tablename__ = "directive"
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    title: Mapped[str] = mapped_column(String(300))
    signer: Mapped[str] = mapped_column(String(120))
    signed_on: Mapped[date]
    effective_on: Mapped[date]
    # When the portal sent it to its addressees: periods and deadlines count from here.
    published_on: Mapped[date]
    closed_on: Mapped[date | None]
    text: Mapped[str] = mapped_column(Text)
    obligations: Mapped[list["Obligation"]] = relationship(order_by="Obligation.position", back_populates="directive")


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
    # Of the measure `qr` alone.
    accepted_codes: Mapped[AcceptedCodes] = mapped_column(default=AcceptedCodes.ANY)
    directive: Mapped[Directive] = relationship(back_populates="obligations")


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


class Confirmation(Base):
    """What a head said of a period, with the figures as they stood then; never changed, chained by digest."""

    __tablename__ = "confirmation"
    __scope__ = Scope(organisation="organisation_id")
    __table_args__ = (
        UniqueConstraint("directive_id", "organisation_id", "first_on"),
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
    digest: Mapped[str] = mapped_column(String(64))
    previous_digest: Mapped[str] = mapped_column(String(64))
    confirmed_at: Mapped[datetime]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    head_name: Mapped[str] = mapped_column(String(120))
    head_title: Mapped[str] = mapped_column(String(120))
    organisation: Mapped[Organisation] = relationship()
