"""Messages on the clock: reminders each minute, an end for what is old; the outbox in threads of the worker."""

from datetime import date, timedelta
from functools import partial

from sqlalchemy import delete

from app import settings
from app.clock import day_start
from app.db import db
from app.jobs import job
from app.loops import loop
from app.notices.models import Message, OneTimeCode, Reminder
from app.notices.one_time_codes import forget_codes
from app.notices.reminding import take_steps
from app.notices.rules import Channel
from app.notices.sending import send_next
from app.notices.settings import KEPT_DAYS

# A mail server that hangs must not hold up a code: each way has a thread of its own.
for channel in (Channel.EMAIL, Channel.SMS, Channel.ZALO):
    loop(f"messages by {channel.value}", partial(send_next, channel))


@job("send-reminders", every="minute")
def send_reminders(today: date) -> int:
    """Put into the outbox what bodies are to be reminded of by now. Safe to run again."""
    return take_steps()


@job("forget-codes", every="minute")
def forget_elapsed_codes(today: date) -> int:
    """Make one-time codes that are over impossible to know. Safe to run again."""
    return forget_codes()


@job("forget-messages", every="day 03:40")
def forget_messages(today: date) -> int:
    """Remove messages whose days are over, with reminders and codes that nothing names any more. Safe to run again."""
    before = day_start(today - timedelta(int(settings.value(KEPT_DAYS))))
    gone = db.session.execute(delete(Message).where(Message.created_at < before))
    db.session.execute(delete(Reminder).where(Reminder.asked_at < before, Reminder.next_at.is_(None)))
    db.session.execute(delete(OneTimeCode).where(OneTimeCode.asked_at < before))
    return gone.rowcount  # type: ignore[attr-defined, no-any-return]
