"""Putting messages into the outbox, in the transaction of what they are about."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from app.clock import now
from app.db import Base, db
from app.notices.installation import open_channels
from app.notices.kinds import NoticeKind, kind_of
from app.notices.links import absolute
from app.notices.models import Message
from app.notices.people import Recipient
from app.notices.rules import Channel, Fault, MessageStatus
from app.notices.texts import edited, wording_of, written
from app.notices.wording import Values, Variable

INSERTS: Mapping[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
LANGUAGE = "vi"
# A statement of either database takes as many values.
MOST_AT_ONCE = 500


@dataclass(frozen=True)
class Notice:
    """What is to be told: `cause` names why, so that nobody is told a second time; `path` is where to act on it."""

    kind: str
    cause: str
    values: Values
    path: str = ""
    language: str = LANGUAGE
    reminder_id: int | None = None


def tell(notice: Notice, recipients: Collection[Recipient]) -> int:
    """Let these people know by every way that is open and leads to them. Returns how many messages were new.

    Joins the running transaction: without its commit nothing was told. The same cause again adds nothing.
    """
    kind = kind_of(notice.kind)
    return put(_messages(kind, notice, recipients, open_channels() & set(kind.channels)))


def put(rows: Sequence[Mapping[str, Any]]) -> int:
    """Store messages of which none with the same cause, recipient and channel is there yet; how many these were."""
    if not rows:
        return 0
    return insert_new(Message, rows, "cause", "recipient", "channel")


def insert_new(model: type[Base], rows: Sequence[Mapping[str, Any]], *key: str) -> int:
    """Insert those of the rows whose key is not there yet, whoever may insert beside us; how many these were."""
    return sum(_insert_new(model, rows[n : n + MOST_AT_ONCE], key) for n in range(0, len(rows), MOST_AT_ONCE))


def _insert_new(model: type[Base], rows: Sequence[Mapping[str, Any]], key: Sequence[str]) -> int:
    table: Any = model.__table__
    insert = INSERTS[db.engine.dialect.name](table).values(list(rows)).on_conflict_do_nothing(index_elements=key)
    # PostgreSQL's driver does not say how many rows many values became: they are asked back.
    return len(db.session.execute(insert.returning(table.c.id)).all())


def waiting_of(causes: Collection[str]) -> Sequence[Message]:
    """What waits in the outbox of these causes, held until the transaction ends against whoever would withdraw it."""
    stmt = select(Message).where(Message.cause.in_(sorted(causes)), Message.status == MessageStatus.WAITING)
    return db.session.scalars(stmt.order_by(Message.id).with_for_update()).all() if causes else ()


def withdraw(message: Message) -> None:
    """There is no need for it any more. One that the worker has in hand is tried this once."""
    message.status, message.fault = MessageStatus.DROPPED, Fault.SETTLED


def _messages(
    kind: NoticeKind, notice: Notice, recipients: Collection[Recipient], channels: frozenset[Channel]
) -> list[Mapping[str, Any]]:
    texts, at = edited([kind.key]), now()
    values = {**notice.values, Variable.LINK: absolute(notice.path)}
    # One rendering a channel: what is told is the same for everybody whom the notice is for.
    words = {
        channel: written(wording_of(kind, channel, notice.language, texts), channel, values) for channel in channels
    }
    return [
        message_row(kind, notice, recipient, channel, words[channel], at=at)
        for recipient, channel in _ways(recipients, channels)
    ]


def _ways(recipients: Collection[Recipient], channels: frozenset[Channel]) -> Iterator[tuple[Recipient, Channel]]:
    for recipient in recipients:
        for channel in recipient.addresses:
            if channel in channels:
                yield recipient, channel


def message_row(
    kind: NoticeKind, notice: Notice, recipient: Recipient, channel: Channel, words: tuple[str, str], *, at: datetime
) -> dict[str, Any]:
    """A message's columns. One for an inbox has arrived as soon as it is stored."""
    arrived = channel is Channel.INBOX
    return {
        "cause": notice.cause,
        "recipient": recipient.key,
        "channel": channel,
        "kind": kind.key,
        "organisation_id": recipient.organisation_id,
        "user_id": recipient.user_id,
        "reminder_id": notice.reminder_id,
        "address": recipient.addresses[channel],
        "subject": words[0],
        "body": words[1],
        "path": notice.path,
        "status": MessageStatus.SENT if arrived else MessageStatus.WAITING,
        "answer": "",
        "is_urgent": kind.is_urgent,
        "created_at": at,
        "due_at": at,
        "attempt_count": 0,
        "sent_at": at if arrived else None,
    }
