"""The outbox, one's own inbox, and the words and gateways as they stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Select, false, func, select
from sqlalchemy.orm import joinedload

from app import clock
from app.db import db
from app.door import Absent, Permission, Viewer
from app.notices.gateways import Plan
from app.notices.installation import plan_of
from app.notices.kinds import NoticeKind, Wording, defined, kind_of
from app.notices.models import Gateway, Message, MessageTemplate, Reminder, ShortLink
from app.notices.rules import Channel, MessageStatus, Slot
from app.notices.texts import edited, wording_of
from app.web.pagination import Page, Wish, paginate


@dataclass(frozen=True)
class MessageFilter:
    """Which messages of the outbox are wanted."""

    status: MessageStatus | None = None
    channel: Channel | None = None
    kind: str = ""
    on: date | None = None


def list_messages(viewer: Viewer, wish: Wish, wanted: MessageFilter) -> Page:
    """The outbox, newest first, for who looks after the portal."""
    stmt = select(Message).options(joinedload(Message.organisation), joinedload(Message.user))
    stmt = stmt.order_by(Message.id.desc())
    for column, value in (
        (Message.status, wanted.status),
        (Message.channel, wanted.channel),
        (Message.kind, wanted.kind),
    ):
        if value:
            stmt = stmt.where(column == value)
    if wanted.on:
        first, end = clock.day_start(wanted.on), clock.day_start(wanted.on + timedelta(1))
        stmt = stmt.where(Message.created_at >= first, Message.created_at < end)
    return paginate(stmt if viewer.can(Permission.SETTING_READ) else stmt.where(false()), wish)


def count_by_status(viewer: Viewer) -> dict[MessageStatus, int]:
    """How many messages stand how."""
    if not viewer.can(Permission.SETTING_READ):
        return {}
    rows = db.session.execute(select(Message.status, func.count()).group_by(Message.status)).all()
    return {row[0]: row[1] for row in rows}


def get_message(viewer: Viewer, message_id: int) -> Message:
    """One message of the outbox. Raises Absent."""
    message = db.session.get(Message, message_id) if viewer.can(Permission.SETTING_READ) else None
    if message is None:
        raise Absent(message_id)
    return message


def _inbox(viewer: Viewer) -> Select[Message]:
    # Nobody is without an account here; -1 is nobody's.
    return select(Message).where(Message.channel == Channel.INBOX, Message.user_id == (viewer.user_id or -1))


def list_inbox(viewer: Viewer, wish: Wish, *, unread: bool = False) -> Page:
    """What the viewer was told in the portal, newest first."""
    stmt = _inbox(viewer).order_by(Message.id.desc())
    return paginate(stmt.where(Message.read_at.is_(None)) if unread else stmt, wish)


def get_letter(viewer: Viewer, letter_id: int) -> Message:
    """One message of the viewer's own inbox. Raises Absent."""
    message = db.session.scalar(_inbox(viewer).where(Message.id == letter_id))
    if message is None:
        raise Absent(letter_id)
    return message


def count_unread(viewer: Viewer) -> int:
    """How many of them the viewer has not opened."""
    stmt = select(func.count()).select_from(_inbox(viewer).where(Message.read_at.is_(None)).subquery())
    return db.session.scalar(stmt) or 0


def list_reminders(viewer: Viewer, wish: Wish) -> Page:
    """What bodies are being reminded of, the nearest cut-off first."""
    stmt = select(Reminder).where(Reminder.settled_at.is_(None)).options(joinedload(Reminder.organisation))
    stmt = stmt.order_by(Reminder.due_at.desc(), Reminder.id)
    return paginate(stmt if viewer.can(Permission.SETTING_READ) else stmt.where(false()), wish)


@dataclass(frozen=True)
class TemplateReport:
    """The words of one kind for one way and language, and whether the province wrote them."""

    kind: NoticeKind
    channel: Channel
    language: str
    wording: Wording
    is_edited: bool


def list_templates(language: str) -> Sequence[TemplateReport]:
    """The words of every kind and way in one language."""
    texts = edited([kind.key for kind in defined()])
    return [
        TemplateReport(kind, channel, language, wording_of(kind, channel, language, texts), is_edited)
        for kind in defined()
        for channel in kind.channels
        for is_edited in [(kind.key, channel, language) in texts]
    ]


def get_template(key: str, channel: Channel, language: str) -> TemplateReport:
    """The words of one kind. Raises Absent: no such kind, or it does not go that way."""
    if key not in {kind.key for kind in defined()} or channel not in kind_of(key).channels:
        raise Absent(key)
    kind, texts = kind_of(key), edited([key])
    is_edited = (key, channel, language) in texts
    return TemplateReport(kind, channel, language, wording_of(kind, channel, language, texts), is_edited)


def find_template_row(key: str, channel: Channel, language: str) -> MessageTemplate | None:
    """What the province wrote, if it did."""
    return db.session.get(MessageTemplate, (key, channel, language))


def list_gateways() -> Sequence[tuple[Slot, Plan]]:
    """All three and how each is asked; the installation may name no address for it."""
    rows = {row.slot: row for row in db.session.scalars(select(Gateway))}
    return [(slot, plan_of(slot, rows.get(slot))) for slot in Slot]


def get_gateway(slot: Slot) -> Plan:
    """How one of them is asked."""
    return plan_of(slot, db.session.get(Gateway, slot))


def find_link(code: str) -> ShortLink | None:
    """Where a short address leads."""
    return db.session.scalar(select(ShortLink).where(ShortLink.code == code.upper()))


def find_link_to(path: str) -> ShortLink | None:
    """The short address of one of our paths, if it was ever asked for."""
    return db.session.scalar(select(ShortLink).where(ShortLink.path == path))
