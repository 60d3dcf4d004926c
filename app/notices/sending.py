"""The worker's part: take a message from the outbox, hand it over outside any transaction, note what became of it.

A message is claimed for some minutes in a transaction of its own, and noted as leaving our hands (`handed_at`) in
another one at the last moment: when the mail server waits for the content, or before a gateway is asked. A worker that
dies while it is claimed leaves one of two things behind:

- nothing had left: another worker sends it, and nobody gets it twice;
- it was leaving: neither SMTP nor HTTP says later whether it was taken. A gateway that is told the message's number is
  asked again under it, and sends one of two. An e-mail (few readers drop a second one with the same Message-ID) becomes
  *unclear*: it is not sent by itself again, administrators are told, and one of them sends it again or notes that it
  arrived. So nothing is doubled by the portal and nothing is lost out of sight.
"""

import hmac
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import Select, or_, select, update

from app.clock import local_day, now
from app.db import db, transaction
from app.logs import place_of
from app.notices.asking import ask
from app.notices.budget import give_back, reserve
from app.notices.gateways import Letter, Plan
from app.notices.installation import plans
from app.notices.kinds import UNCLEAR
from app.notices.mail import Handed, Mail, hand_over
from app.notices.models import Message, Reminder
from app.notices.one_time_codes import code_to_send
from app.notices.people import accounts_with
from app.notices.rules import (
    SLOTS_OF,
    Channel,
    Fault,
    MessageStatus,
    Slot,
    Verdict,
    is_given_up,
    is_repeated,
    may_ask_next_gateway,
    retry_after,
)
from app.notices.telling import Notice, tell
from app.notices.wording import Variable, fill

log = logging.getLogger(__name__)
# Longer than two gateways may keep silent one after the other, or a mail server over each of its answers.
LEASE = timedelta(minutes=4)
ANSWER_CHARACTERS = 200
OFF = Handed(Verdict.REFUSED, Fault.OFF)
NOT_NEEDED = Handed(Verdict.REFUSED, Fault.SETTLED)
PAGE_OF_UNCLEAR = "/admin/messages?status=unclear"


class NotOursAnyMore(Exception):
    """While we prepared to hand it over the message was withdrawn, or another worker has taken it."""


@dataclass(frozen=True)
class Outgoing:
    """A claimed message as plain values; `text` may hold a code and is never stored or logged."""

    message_id: int
    attempt_count: int
    channel: Channel
    number: str
    address: str
    subject: str
    text: str
    created_at: datetime
    is_urgent: bool
    has_code: bool
    plans: tuple[tuple[Slot, Plan], ...]


@dataclass(frozen=True)
class Sent:
    """What became of a try, and which gateway was asked last."""

    handed: Handed
    slot: Slot | None = None


def send_next(channel: Channel) -> bool:
    """Send the most urgent message that waits for this channel; false when there is none."""
    with transaction():
        found = db.session.scalar(_free(channel))
        if found is None:
            return False
        outgoing = _claimed(found)
    if outgoing:
        sent = _try_to_send(outgoing)
        with transaction():
            _note(outgoing, sent)
    return True


def _try_to_send(outgoing: Outgoing) -> Sent:
    """One try; a description that cannot be used must not keep the worker at the same message for ever."""
    try:
        return _SENDERS[outgoing.channel](outgoing)
    except NotOursAnyMore:
        return Sent(NOT_NEEDED)
    except Exception as error:
        log.error("message %s cannot be sent: %s", outgoing.message_id, place_of(error))
        return Sent(Handed(Verdict.UNCLEAR, Fault.REFUSED))


def send_all(channel: Channel) -> int:
    """Send whatever can be sent now, as the worker would; returns how many tries that took."""
    count = 0
    while send_next(channel):
        count += 1
    return count


def _free(channel: Channel) -> Select[Message]:
    at = now()
    stmt = select(Message).where(
        Message.status == MessageStatus.WAITING,
        Message.channel == channel,
        Message.due_at <= at,
        or_(Message.leased_until.is_(None), Message.leased_until < at),
    )
    ordered = stmt.order_by(Message.is_urgent.desc(), Message.due_at, Message.id)
    return ordered.limit(1).with_for_update(skip_locked=True)


def _claimed(message: Message) -> Outgoing | None:
    """The message, claimed; None when it is not to be sent any more, which is then noted."""
    if message.handed_at and not _is_repeated(message):
        _leave_unclear(message, Fault.LOST)
        return None
    text: str | None = message.body
    if message.code_id:
        code = code_to_send(message.code_id)
        text = fill(message.body, {Variable.CODE: code}) if code else None
    if text is None:
        _drop(message, Fault.EXPIRED)
        return None
    if _is_settled(message):
        _drop(message, Fault.SETTLED)
        return None
    if message.channel is Channel.SMS and not reserve(message, text):
        _drop(message, Fault.BUDGET)
        return None
    message.leased_until, message.attempt_count = now() + LEASE, message.attempt_count + 1
    return Outgoing(
        message.id,
        message.attempt_count,
        message.channel,
        number_of(message),
        message.address,
        message.subject,
        text,
        message.created_at,
        message.is_urgent,
        message.code_id is not None,
        _plans_for(message),
    )


def _drop(message: Message, fault: Fault) -> None:
    message.status, message.fault, message.leased_until = MessageStatus.DROPPED, fault, None
    give_back(message)


def _is_repeated(message: Message) -> bool:
    plan = plans().get(message.sent_by) if message.sent_by else None
    return is_repeated(urgent=message.is_urgent, keeps_numbers=plan is not None and plan.keeps_numbers)


def _leave_unclear(message: Message, fault: Fault | None) -> None:
    """Nobody knows whether it was taken: it is left to who looks after the portal, and he is told, once a day."""
    message.status, message.fault, message.leased_until = MessageStatus.UNCLEAR, fault, None
    log.warning("message %s may or may not have been sent by %s", message.id, message.channel.value)
    told = Notice(UNCLEAR.key, f"{UNCLEAR.key}/{local_day().isoformat()}", {}, PAGE_OF_UNCLEAR)
    tell(told, accounts_with(UNCLEAR.permission))


def _begin(outgoing: Outgoing, slot: Slot | None = None) -> None:
    """Note that the message leaves our hands now. Raises NotOursAnyMore."""
    ours = update(Message).where(
        Message.id == outgoing.message_id,
        Message.attempt_count == outgoing.attempt_count,
        Message.status == MessageStatus.WAITING,
    )
    with transaction():
        found = db.session.execute(ours.values(handed_at=now(), sent_by=slot).returning(Message.id)).first()
    if found is None:
        raise NotOursAnyMore


def _is_settled(message: Message) -> bool:
    if message.reminder_id is None:
        return False
    reminder = db.session.get(Reminder, message.reminder_id)
    return reminder is not None and reminder.settled_at is not None


def number_of(message: Message) -> str:
    """What names this message to the outside, at every try; of another installation's message of the same id not."""
    key = str(current_app.secret_key).encode()
    content = f"message\0{message.id}\0{message.cause}\0{message.recipient}".encode()
    return f"m{message.id}-{hmac.digest(key, content, 'sha256').hex()[:12]}"


def _plans_for(message: Message) -> tuple[tuple[Slot, Plan], ...]:
    known = plans()
    slots = SLOTS_OF.get(message.channel, ())
    if message.handed_at and message.sent_by in slots:
        # Only this one knows the number that it was given.
        slots = slots[slots.index(message.sent_by) :]
    if message.wanted_slot:
        # A test of one gateway: whether or not it is on.
        return tuple((slot, known[slot]) for slot in slots if slot is message.wanted_slot and slot in known)
    return tuple((slot, known[slot]) for slot in slots if slot in known and known[slot].is_on)


def _by_mail(outgoing: Outgoing) -> Sent:
    url = current_app.config["MAIL_URL"]
    if not url:
        return Sent(OFF)
    mail = Mail(outgoing.address, outgoing.subject, outgoing.text, outgoing.number, outgoing.created_at)
    host = urlsplit(str(current_app.config["BASE_URL"])).hostname or ""
    sender = str(current_app.config["MAIL_FROM"])
    return Sent(hand_over(mail, url=url, sender=sender, host=host, begin=partial(_begin, outgoing)))


def _by_gateway(outgoing: Outgoing) -> Sent:
    letter = Letter(outgoing.address, outgoing.text, outgoing.number)
    sent = Sent(OFF)
    was_silent = False
    for slot, plan in outgoing.plans:
        sent = Sent(ask(plan, letter, begin=partial(_begin, outgoing, slot)), slot)
        verdict = sent.handed.verdict
        was_silent = was_silent or verdict is Verdict.UNCLEAR
        if verdict is Verdict.ACCEPTED:
            return sent
        if not may_ask_next_gateway(verdict, outgoing.attempt_count, urgent=outgoing.is_urgent):
            return sent
    if was_silent:
        # One of them may have sent it: its money is not given back.
        return Sent(Handed(Verdict.UNCLEAR, sent.handed.fault, sent.handed.answer), sent.slot)
    return sent


_SENDERS: dict[Channel, Callable[[Outgoing], Sent]] = {
    Channel.EMAIL: _by_mail,
    Channel.SMS: _by_gateway,
    Channel.ZALO: _by_gateway,
}


def _note(outgoing: Outgoing, sent: Sent) -> None:
    message = db.session.get_one(Message, outgoing.message_id)
    if message.attempt_count != outgoing.attempt_count:
        # We were so slow that another worker has it: what he says holds.
        return
    handed, at = sent.handed, now()
    # Before it left our hands nothing was taken, whatever became of the try.
    is_unknown = handed.verdict is Verdict.UNCLEAR and message.handed_at is not None
    message.leased_until, message.fault, message.sent_by = None, handed.fault, sent.slot or message.sent_by
    # An answer may repeat the text.
    message.answer = "" if outgoing.has_code else handed.answer[:ANSWER_CHARACTERS]
    if handed.verdict is Verdict.ACCEPTED:
        message.status, message.sent_at, message.handed_at = MessageStatus.SENT, at, None
        return
    log.warning("message %s not sent by %s: %s", message.id, message.channel.value, handed.fault)
    if not is_unknown:
        message.handed_at = None
        give_back(message)
    if message.status is MessageStatus.DROPPED:
        # Withdrawn while it was in hand: there is no other try.
        message.fault = Fault.SETTLED
        return
    if not is_unknown:
        # We were slow, and somebody took us for dead: now it is known.
        message.status = MessageStatus.WAITING
    is_over = is_given_up(handed.verdict, message.attempt_count)
    if is_unknown and (is_over or not _is_repeated(message)):
        _leave_unclear(message, handed.fault)
    elif is_over:
        message.status = MessageStatus.FAILED
    message.due_at = at + retry_after(message.attempt_count, urgent=message.is_urgent)
