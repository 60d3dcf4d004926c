"""A worker that dies or is slow while it hands a message over: never twice, and never lost out of sight."""

from datetime import timedelta

import pytest
import time_machine

from app.clock import now
from app.db import db, transaction
from app.notices import sending
from app.notices.actions import send_again
from app.notices.gateways import SuccessRule
from app.notices.mail import Handed
from app.notices.models import Message
from app.notices.rules import Channel, Fault, MessageStatus, Slot, Verdict
from app.notices.sending import LEASE, send_all, send_next
from app.notices.telling import withdraw
from tests.notices.conftest import describe

pytestmark = [pytest.mark.usefixtures("inside"), pytest.mark.slow]


def test_while_one_worker_has_a_message_another_leaves_it_and_takes_it_when_that_one_died(mail, tell_lan, monkeypatch):
    def be_killed(_outgoing):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setitem(sending._SENDERS, Channel.EMAIL, be_killed)
        tell_lan()
        with pytest.raises(KeyboardInterrupt):
            send_next(Channel.EMAIL)
    at_once = send_next(Channel.EMAIL)
    with time_machine.travel(now() + LEASE + timedelta(seconds=1)):
        later = send_next(Channel.EMAIL)

    assert (at_once, later, len(mail.mails)) == (False, True, 1)


def test_a_worker_so_slow_that_another_took_over_changes_nothing(gateways, tell_lan, outbox, monkeypatch):
    first, _ = gateways
    send = sending._SENDERS[Channel.SMS]

    def slow(outgoing):
        monkeypatch.setitem(sending._SENDERS, Channel.SMS, send)
        with time_machine.travel(now() + LEASE + timedelta(seconds=1)):
            assert send_next(Channel.SMS)
        first.status = 500
        return send(outgoing)

    monkeypatch.setitem(sending._SENDERS, Channel.SMS, slow)
    tell_lan()
    send_next(Channel.SMS)

    assert (outbox()[0].status, outbox()[0].attempt_count) == (MessageStatus.SENT, 2)


def die(_outgoing):
    raise KeyboardInterrupt


def test_a_mail_server_that_took_the_content_and_kept_silent_is_not_given_it_again(
    mail, tell_lan, outbox, monkeypatch, cast
):
    monkeypatch.setattr("app.notices.mail.ANSWER_SECONDS", 0.05)
    mail.delay = 0.3
    tell_lan()
    with time_machine.travel(now(), tick=False) as clock:
        send_next(Channel.EMAIL)
        clock.shift(timedelta(hours=2))
        assert not send_next(Channel.EMAIL)
    unclear = outbox(Channel.EMAIL)[0]

    assert len(mail.mails) == 1
    assert (unclear.status, unclear.fault) == (MessageStatus.UNCLEAR, Fault.SILENT)
    assert {each.user_id for each in outbox(Channel.INBOX)} == {cast.chau.user_id, cast.quan.user_id}

    mail.delay = 0
    with transaction():
        send_again(cast.quan.viewer, unclear)
    send_next(Channel.EMAIL)

    assert outbox(Channel.EMAIL)[0].status is MessageStatus.SENT
    assert len({each["Message-ID"] for each in mail.mails}) == 1


def test_a_mail_server_that_refuses_the_content_has_not_taken_it(mail, tell_lan, outbox):
    mail.answer = "452 full"
    tell_lan()
    send_next(Channel.EMAIL)

    assert (outbox()[0].status, outbox()[0].answer) == (MessageStatus.WAITING, "452 full")


@pytest.mark.parametrize(
    ("content", "is_urgent", "expected", "count"),
    [
        pytest.param('{"to": "{phone}", "id": "{id}"}', False, MessageStatus.SENT, 2, id="the gateway keeps numbers"),
        pytest.param('{"to": "{phone}"}', False, MessageStatus.UNCLEAR, 1, id="it does not"),
        pytest.param('{"to": "{phone}"}', True, MessageStatus.SENT, 2, id="it does not, but it is urgent"),
    ],
)
def test_what_a_killed_worker_had_given_a_gateway(
    gateways, tell_lan, outbox, monkeypatch, content, is_urgent, expected, count
):
    first, second = gateways
    describe(Slot.SMS_FIRST, content=content, success_rule=SuccessRule.STATUS)
    tell_lan()
    with transaction():
        db.session.execute(db.update(Message).values(is_urgent=is_urgent))
    with monkeypatch.context() as patched:
        patched.setattr(sending, "_note", lambda *_ignored: die(None))
        with pytest.raises(KeyboardInterrupt):
            send_next(Channel.SMS)
    with time_machine.travel(now() + LEASE + timedelta(seconds=1)):
        send_all(Channel.SMS)

    assert outbox(Channel.SMS)[0].status is expected
    assert (len(first.asked), len(second.asked)) == (count, 0)


def test_killed_after_the_second_gateway_took_it_that_one_is_asked_again(gateways, tell_lan, outbox, monkeypatch):
    first, second = gateways
    first.status = 500
    tell_lan()
    with monkeypatch.context() as patched:
        patched.setattr(sending, "_note", lambda *_ignored: die(None))
        with pytest.raises(KeyboardInterrupt):
            send_next(Channel.SMS)
    first.status = 200
    with time_machine.travel(now() + LEASE + timedelta(seconds=1)):
        send_all(Channel.SMS)

    assert (len(first.asked), len({each["content"]["id"] for each in second.asked})) == (1, 1)
    assert outbox()[0].sent_by is Slot.SMS_SECOND


def test_what_was_withdrawn_before_it_left_our_hands_is_not_sent(mail, tell_lan, outbox):
    tell_lan()

    def withdraw_now():
        with transaction():
            withdraw(outbox()[0])

    send = sending._SENDERS[Channel.EMAIL]
    with pytest.MonkeyPatch.context() as patched:
        patched.setitem(sending._SENDERS, Channel.EMAIL, lambda outgoing: withdraw_now() or send(outgoing))
        send_next(Channel.EMAIL)

    assert mail.mails == []
    assert (outbox()[0].status, outbox()[0].fault) == (MessageStatus.DROPPED, Fault.SETTLED)


@pytest.mark.parametrize(
    ("verdict", "expected"),
    [
        pytest.param(Verdict.ACCEPTED, MessageStatus.SENT, id="it was taken"),
        pytest.param(Verdict.REFUSED, MessageStatus.WAITING, id="it was not"),
        pytest.param(Verdict.UNCLEAR, MessageStatus.UNCLEAR, id="it does not know either"),
    ],
)
def test_a_worker_that_was_slow_and_not_killed_says_later_what_became_of_it(
    mail, tell_lan, outbox, monkeypatch, verdict, expected
):
    def slow(outgoing):
        sending._begin(outgoing)
        with time_machine.travel(now() + LEASE + timedelta(seconds=1)):
            assert send_next(Channel.EMAIL)
        assert outbox(Channel.EMAIL)[0].status is MessageStatus.UNCLEAR
        return sending.Sent(Handed(verdict))

    monkeypatch.setitem(sending._SENDERS, Channel.EMAIL, slow)
    tell_lan()
    send_next(Channel.EMAIL)

    assert outbox(Channel.EMAIL)[0].status is expected
    assert mail.mails == []
