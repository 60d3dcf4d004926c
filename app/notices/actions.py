"""What officers change about messages: read, sent again, words and gateways edited, tests sent, paths made short."""

import secrets
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, update

from app import audit
from app.clock import now
from app.db import db, transaction
from app.door import Viewer
from app.notices.installation import open_channels
from app.notices.kinds import TEST, Wording
from app.notices.links import absolute
from app.notices.models import Gateway, Message, MessageTemplate, ShortLink
from app.notices.people import Recipient
from app.notices.queries import TemplateReport, find_link_to, find_template_row
from app.notices.rules import Channel, Fault, MessageStatus, Slot
from app.notices.telling import Notice, message_row, put
from app.notices.texts import edited, wording_of, written
from app.notices.wording import Variable

# Letters that nobody confuses when he types a short address from a screen.
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 6
TEST_PATH = "/admin/messages?kind=notices.test"
AGAIN = frozenset({MessageStatus.FAILED, MessageStatus.DROPPED, MessageStatus.UNCLEAR})


class NotAgain(Exception):
    """The message is on its way, arrived, or no longer of use."""


class ChannelOff(Exception):
    """The installation does not send by this way."""


def note_reading(viewer: Viewer, letter: Message) -> None:
    """The viewer opened this message of his inbox: noted the first time, in a short transaction of its own."""
    if letter.read_at:
        return
    letter_id = letter.id
    with transaction():
        mine = update(Message).where(Message.id == letter_id, Message.user_id == viewer.user_id)
        db.session.execute(mine.where(Message.read_at.is_(None)).values(read_at=now()))


def read_all(viewer: Viewer) -> int:
    """Everything in the viewer's inbox counts as read. Returns how much was not."""
    mine = update(Message).where(Message.channel == Channel.INBOX, Message.user_id == viewer.user_id)
    found = db.session.execute(mine.where(Message.read_at.is_(None)).values(read_at=now()))
    return found.rowcount  # type: ignore[attr-defined, no-any-return]


def may_repeat(message: Message) -> bool:
    """Whether it was given up and still makes sense: a code is asked for anew, a thing that was done needs no word."""
    return message.status in AGAIN and message.code_id is None and message.fault is not Fault.SETTLED


def send_again(viewer: Viewer, message: Message) -> None:
    """Try a message anew that was given up, from the first try on. Raises NotAgain."""
    if not may_repeat(message):
        raise NotAgain
    message.status, message.fault, message.answer = MessageStatus.WAITING, None, ""
    message.attempt_count, message.due_at, message.leased_until, message.handed_at = 0, now(), None, None
    audit.record("message.sent_again", message.id, by=viewer)


def send_all_again(viewer: Viewer, status: MessageStatus) -> int:
    """Try anew, under their old numbers, all messages that stand so: a server may have been away for long; how many."""
    stmt = select(Message).where(Message.status == status).order_by(Message.id).with_for_update()
    found = [message for message in db.session.scalars(stmt) if may_repeat(message)]
    for message in found:
        send_again(viewer, message)
    return len(found)


def note_arrival(viewer: Viewer, message: Message) -> None:
    """A message of which nobody knew whether it was sent has arrived. Raises NotAgain."""
    if message.status is not MessageStatus.UNCLEAR:
        raise NotAgain
    message.status, message.fault, message.sent_at = MessageStatus.SENT, None, message.handed_at or now()
    message.handed_at = None
    audit.record("message.noted_arrived", message.id, by=viewer)


def change_template(viewer: Viewer, template: TemplateReport, wording: Wording) -> None:
    """Let these be the words of a kind for a way and language."""
    row = _template_row(template)
    row.subject, row.body, row.has_diacritics = wording.subject, wording.body, wording.has_diacritics
    row.changed_by_id, row.changed_at = viewer.user_id, now()
    db.session.add(row)
    audit.record("message_template.changed", template.kind.key, by=viewer, **_place(template))


def reset_template(viewer: Viewer, template: TemplateReport) -> None:
    """Return to the words that ship with the portal."""
    row = find_template_row(template.kind.key, template.channel, template.language)
    if row:
        db.session.delete(row)
        audit.record("message_template.reset", template.kind.key, by=viewer, **_place(template))


def _template_row(template: TemplateReport) -> MessageTemplate:
    key, channel, language = template.kind.key, template.channel, template.language
    return find_template_row(key, channel, language) or MessageTemplate(kind=key, channel=channel, language=language)


def _place(template: TemplateReport) -> dict[str, str]:
    return {"channel": template.channel.value, "language": template.language}


def change_gateway(viewer: Viewer, slot: Slot, description: Mapping[str, Any]) -> None:
    """Describe anew how a gateway is asked; from the worker's next message on."""
    row = db.session.get(Gateway, slot) or Gateway(slot=slot)
    for name, value in description.items():
        setattr(row, name, value)
    row.changed_by_id, row.changed_at = viewer.user_id, now()
    db.session.add(row)
    audit.record("gateway.changed", slot.value, by=viewer, is_on=row.is_on)


def send_test(viewer: Viewer, channel: Channel, address: str, *, slot: Slot | None = None) -> None:
    """Put a test into the outbox, by one gateway whether or not it is on. Raises ChannelOff."""
    if slot is None and channel not in open_channels():
        raise ChannelOff
    values = {Variable.LINK: absolute(TEST_PATH)}
    words = written(wording_of(TEST, channel, "vi", edited([TEST.key])), channel, values)
    mark = secrets.token_hex(8)
    recipient = Recipient(f"test-{mark}", {channel: address}, organisation_id=viewer.organisation_id)
    row = message_row(TEST, Notice(TEST.key, f"test/{mark}", values), recipient, channel, words, at=now())
    put([{**row, "wanted_slot": slot}])
    audit.record("message.tested", channel.value, by=viewer, slot=slot.value if slot else None)


def shorten(viewer: Viewer, path: str) -> ShortLink:
    """A short address for one of our own paths; the same path keeps the one it has."""
    found = find_link_to(path)
    if found:
        return found
    code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
    link = ShortLink(code=code, path=path, made_at=now(), made_by_id=viewer.user_id)
    db.session.add(link)
    db.session.flush()
    return link
