"""The outbox and reminders, words and gateways as the province edits them, money for SMS, codes, short links."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.access.models import User
from app.db import Base
from app.notices.gateways import ContentKind, Method, PhoneForm, SuccessRule
from app.notices.rules import Channel, Fault, MessageStatus, Slot
from app.organisations.models import Organisation


class Message(Base):
    """One thing told to one person by one way; stored with its cause, sent by the worker, never a second time.

    The text is as it will be read but for the place of a one-time code, which is filled in while it is sent.
    """

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("cause", "recipient", "channel"),
        Index("ix_message_waiting", "status", "channel", "due_at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    cause: Mapped[str] = mapped_column(String(160))
    # The person: `user-7`, `post-12` (an appointment), `code-3`, `test-…`.
    recipient: Mapped[str] = mapped_column(String(40))
    channel: Mapped[Channel]
    kind: Mapped[str] = mapped_column(String(64), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    reminder_id: Mapped[int | None] = mapped_column(ForeignKey("reminder.id"), index=True)
    code_id: Mapped[int | None] = mapped_column(ForeignKey("one_time_code.id"))
    address: Mapped[str] = mapped_column(String(120), default="")
    subject: Mapped[str] = mapped_column(String(200), default="")
    body: Mapped[str] = mapped_column(Text)
    path: Mapped[str] = mapped_column(String(500), default="")
    status: Mapped[MessageStatus] = mapped_column(default=MessageStatus.WAITING)
    fault: Mapped[Fault | None]
    answer: Mapped[str] = mapped_column(String(200), default="")
    is_urgent: Mapped[bool] = mapped_column(default=False)
    wanted_slot: Mapped[Slot | None]
    sent_by: Mapped[Slot | None]
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    # When the try began of which nobody knows yet whether it was taken; `sent_by` is the gateway that was asked.
    handed_at: Mapped[datetime | None]
    attempt_count: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    segment_count: Mapped[int | None]
    cost_dong: Mapped[int | None]
    charged_month: Mapped[str | None] = mapped_column(String(7))
    read_at: Mapped[datetime | None]
    organisation: Mapped[Organisation | None] = relationship()
    user: Mapped[User | None] = relationship()


class Reminder(Base):
    """Something that a body has to do until an instant, and how far it was reminded of it; over when it is done.

    `round_key` is the same for all bodies of which the same is asked at once: those above are told of them together.
    """

    __tablename__ = "reminder"
    __table_args__ = (UniqueConstraint("round_key", "organisation_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    round_key: Mapped[str] = mapped_column(String(80))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    kind: Mapped[str] = mapped_column(String(64))
    values: Mapped[dict[str, Any]]
    # Where the body acts, and where those above see who has not.
    path: Mapped[str] = mapped_column(String(500))
    path_above: Mapped[str] = mapped_column(String(500))
    due_at: Mapped[datetime]
    before_minutes: Mapped[int]
    escalate_after_minutes: Mapped[int | None]
    taken_count: Mapped[int] = mapped_column(default=0)
    # When the next step is due; none when nothing more will happen.
    next_at: Mapped[datetime | None] = mapped_column(index=True)
    asked_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    organisation: Mapped[Organisation] = relationship()


class MessageTemplate(Base):
    """The words of a kind for a channel and language, in place of those that ship with the portal."""

    __tablename__ = "message_template"
    kind: Mapped[str] = mapped_column(String(64), primary_key=True)
    channel: Mapped[Channel] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    has_diacritics: Mapped[bool]
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    changed_at: Mapped[datetime]


class Gateway(Base):
    """How a gateway wants to be asked; its address and secret are settings of the installation, never stored here."""

    __tablename__ = "gateway"
    slot: Mapped[Slot] = mapped_column(primary_key=True)
    is_on: Mapped[bool]
    method: Mapped[Method]
    content_kind: Mapped[ContentKind]
    headers: Mapped[str] = mapped_column(Text)
    content: Mapped[str] = mapped_column(Text)
    number_form: Mapped[PhoneForm]
    success_rule: Mapped[SuccessRule]
    success_field: Mapped[str] = mapped_column(String(80))
    success_value: Mapped[str] = mapped_column(String(80))
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    changed_at: Mapped[datetime]


class SmsMonth(Base):
    """What SMS of a month (`2021-05`) have cost so far, reserved before each is sent."""

    __tablename__ = "sms_month"
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    spent_dong: Mapped[int] = mapped_column(default=0)
    segment_count: Mapped[int] = mapped_column(default=0)


class OneTimeCode(Base):
    """A code sent to a phone for signing in. Of the code itself nothing is stored: it follows from `seed` and a secret.

    `phone_digest` is keyed, so that a copy of the table names nobody.
    """

    __tablename__ = "one_time_code"
    id: Mapped[int] = mapped_column(primary_key=True)
    phone_digest: Mapped[str] = mapped_column(String(64), index=True)
    seed: Mapped[str] = mapped_column(String(64))
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    try_count: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]


class ShortLink(Base):
    """A short address for one of our own paths, to be put into a chat; it opens nothing that the path does not."""

    __tablename__ = "short_link"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(8), unique=True)
    path: Mapped[str] = mapped_column(String(500), unique=True)
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
