"""What is put into the outbox is sent, tried again, given up; never twice for the same cause."""

from datetime import timedelta

import pytest
import time_machine

from app.clock import now
from app.db import db, transaction
from app.notices import sending
from app.notices.actions import NotAgain, send_again, send_all_again
from app.notices.gateways import ContentKind, Method, PhoneForm, SuccessRule
from app.notices.mail import Handed
from app.notices.models import Gateway, Message
from app.notices.people import Recipient
from app.notices.rules import Channel, Fault, MessageStatus, Slot, Verdict
from app.notices.sending import LEASE, send_all, send_next
from app.notices.telling import Notice, tell, withdraw
from tests.notices.conftest import VALUES

pytestmark = [pytest.mark.usefixtures("inside"), pytest.mark.slow]


def test_lan_gets_an_e_mail_in_vietnamese_whose_id_is_the_messages(mail, tell_lan, outbox):
    tell_lan()
    send_all(Channel.EMAIL)
    sent, (got,) = outbox(Channel.EMAIL)[0], mail.mails

    assert (got["To"], got["Subject"]) == ("lan@sdl.vn", "Nhắc Sở Du lịch")
    assert got["From"] == "Cổng Khai báo y tế <cong@kiengiang.gov.vn>"
    assert got.get_content().splitlines() == [
        "Sở Du lịch chưa xác nhận, hạn 15:00, 14/5/2021.",
        "",
        "http://localhost/desk",
    ]
    assert got["Message-ID"] == f"<{sending.number_of(sent)}@localhost>"
    assert (sent.status, sent.attempt_count) == (MessageStatus.SENT, 1)


def test_told_twice_of_the_same_cause_she_hears_of_it_once(mail, tell_lan, outbox):
    assert [tell_lan(), tell_lan(), tell_lan("trial/2")] == [1, 0, 1]
    send_all(Channel.EMAIL)

    assert len(mail.mails) == 2


def test_without_the_commit_of_its_cause_nothing_is_sent(mail, outbox):
    with transaction():
        tell(Notice("trial", "trial/1", VALUES), [Recipient("post-1", {Channel.EMAIL: "lan@sdl.vn"})])
        db.session.rollback()

    assert (send_all(Channel.EMAIL), outbox(), mail.mails) == (0, [], [])


def test_by_a_way_that_the_installation_does_not_have_nobody_is_told(installation, tell_lan, outbox):
    tell_lan()

    assert outbox() == []


def test_a_mail_server_that_is_away_is_tried_again_later_and_then_given_up(installation, tell_lan, outbox):
    installation(MAIL_URL="smtp://127.0.0.1:9")
    tell_lan()
    waits = []
    with time_machine.travel(now(), tick=False) as clock:
        for _try in range(52):
            send_next(Channel.EMAIL)
            (message,) = outbox()
            waits.append(message.due_at - now())
            assert not send_next(Channel.EMAIL)
            clock.shift(timedelta(hours=1, seconds=1))

    assert waits[:3] == [timedelta(minutes=n) for n in (1, 2, 4)]
    assert (message.status, message.attempt_count, message.fault) == (MessageStatus.FAILED, 50, Fault.UNREACHABLE)


@pytest.mark.parametrize(
    ("refusal", "status", "fault"),
    [
        pytest.param("550 no such user", MessageStatus.FAILED, Fault.ADDRESS, id="for good"),
        pytest.param("451 later", MessageStatus.WAITING, Fault.REFUSED, id="for now"),
    ],
)
def test_what_a_mail_server_refuses(mail, tell_lan, outbox, refusal, status, fault):
    mail.refusal = refusal
    tell_lan()
    send_next(Channel.EMAIL)
    (message,) = outbox()

    assert (message.status, message.fault, message.answer) == (status, fault, refusal)


def test_what_was_given_up_is_sent_again_when_an_administrator_says_so(mail, tell_lan, outbox, cast):
    mail.refusal = "550 no such user"
    tell_lan()
    send_next(Channel.EMAIL)
    mail.refusal = ""
    with transaction():
        send_again(cast.quan.viewer, outbox()[0])
    send_next(Channel.EMAIL)

    assert (outbox()[0].status, len(mail.mails)) == (MessageStatus.SENT, 1)
    with pytest.raises(NotAgain):
        send_again(cast.quan.viewer, outbox()[0])


def test_a_short_message_goes_by_the_first_gateway_in_plain_letters_with_its_number(gateways, tell_lan, outbox):
    first, second = gateways
    tell_lan()
    send_all(Channel.SMS)
    (sent,) = outbox()

    number = sending.number_of(sent)
    text = "So Du lich chua xac nhan. http://localhost/desk"
    assert [each["content"] for each in first.asked] == [{"to": "0912345678", "text": text, "id": number}]
    assert second.asked == []
    assert (sent.sent_by, sent.segment_count, sent.cost_dong) == (Slot.SMS_FIRST, 1, 800)


def test_when_the_first_gateway_refuses_the_second_one_sends(gateways, tell_lan, outbox):
    first, _ = gateways
    first.status = 500
    tell_lan()
    send_all(Channel.SMS)

    assert [len(each.asked) for each in gateways] == [1, 1]
    assert (outbox()[0].status, outbox()[0].sent_by) == (MessageStatus.SENT, Slot.SMS_SECOND)


def test_a_gateway_that_cannot_be_reached_is_passed_over(installation, gateways, tell_lan, outbox):
    installation(SMS_GATEWAY_URL="http://127.0.0.1:9/")
    tell_lan()
    send_all(Channel.SMS)

    assert outbox()[0].sent_by is Slot.SMS_SECOND


def test_one_that_keeps_silent_is_asked_again_by_the_same_number(gateways, tell_lan, outbox, monkeypatch):
    """It may have sent: only the third silence leads to the other one."""
    first, second = gateways
    monkeypatch.setattr("app.notices.asking.TIMEOUT_SECONDS", 0.05)
    first.delay = 0.15
    tell_lan()
    with time_machine.travel(now(), tick=False) as clock:
        for expected in (0, 0, 1):
            send_next(Channel.SMS)
            assert len(second.asked) == expected
            clock.shift(timedelta(minutes=5))

    assert len({each["content"]["id"] for each in first.asked + second.asked}) == 1
    assert outbox()[0].status is MessageStatus.SENT


def test_a_gateway_is_not_followed_elsewhere(gateways, tell_lan):
    first, second = gateways
    first.status = 302
    tell_lan()
    send_all(Channel.SMS)

    assert [each["path"] for each in first.asked] == ["/send"]
    assert len(second.asked) == 1


def describe(slot, **more):
    usual = {
        "is_on": True,
        "method": Method.POST,
        "content_kind": ContentKind.JSON,
        "headers": "",
        "content": '{"Phone": "{phone}", "text": "{text}", "Key": "{user}", "Secret": "{secret}", "id": "{id}"}',
        "number_form": PhoneForm.COUNTRY,
        "success_rule": SuccessRule.JSON_FIELD,
        "success_field": "CodeResult",
        "success_value": "100",
        "changed_at": now(),
    }
    with transaction():
        db.session.add(Gateway(slot=slot, **(usual | more)))


def test_a_vietnamese_gateway_is_described_as_data_and_its_secret_is_not_kept(gateways, tell_lan, outbox):
    first, _ = gateways
    describe(Slot.SMS_FIRST)
    first.text = '{"CodeResult": "103", "Message": "bi mat cua kg"}'
    tell_lan()
    send_all(Channel.SMS)
    asked = first.asked[0]["content"]

    assert (asked["Phone"], asked["Key"], asked["Secret"]) == ("84912345678", "kg", "bi mat")
    assert outbox()[0].sent_by is Slot.SMS_SECOND
    assert "bi mat" not in outbox()[0].answer


def test_zalo_is_off_until_it_is_switched_on(installation, gateways, tell_lan, outbox):
    zalo, _ = gateways
    installation(ZALO_GATEWAY_URL=zalo.url, SMS_GATEWAY_URL=None, SMS_GATEWAY_URL_2=None)
    tell_lan()
    describe(Slot.ZALO, headers="access_token: {secret}", success_field="CodeResult")
    tell_lan("trial/2")
    send_all(Channel.ZALO)

    assert [message.cause for message in outbox()] == ["trial/2"]
    assert zalo.asked[0]["headers"]["access_token"] == "bi mat"
    assert zalo.texts == ["Sở Du lịch chưa xác nhận. http://localhost/desk"]


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


def test_a_gateway_described_wrongly_does_not_stop_the_worker(gateways, tell_lan, outbox, caplog):
    describe(Slot.SMS_FIRST, headers="không phải tiêu đề")
    tell_lan()
    send_all(Channel.SMS)

    assert (outbox()[0].status, outbox()[0].fault) == (MessageStatus.WAITING, Fault.REFUSED)
    assert "cannot be sent: ValueError" in caplog.text


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


def test_lines_that_begin_with_a_dot_arrive_as_they_were_written(mail, tell_lan):
    tell_lan(deadline="x\n.\n..y")
    send_next(Channel.EMAIL)

    assert "\n.\n..y" in mail.mails[0].get_content().replace("\r\n", "\n")


def test_an_alert_survives_an_hour_without_gateways(installation, gateways, tell_lan, outbox):
    first, second = gateways
    first.status = second.status = 500
    tell_lan()
    with transaction():
        db.session.execute(db.update(Message).values(is_urgent=True))
    with time_machine.travel(now(), tick=False) as clock:
        for _second in range(0, 3600, 5):
            if _second % 60 == 0 or _second < 60:
                send_next(Channel.SMS)
            clock.shift(timedelta(seconds=5))
        waiting = outbox()[0].status
        first.status = 200
        clock.shift(timedelta(hours=1))
        send_next(Channel.SMS)

    assert waiting is MessageStatus.WAITING
    assert outbox()[0].status is MessageStatus.SENT


def test_all_that_failed_is_sent_again_at_once(mail, tell_lan, outbox, cast):
    mail.refusal = "550 no such user"
    for n in range(3):
        tell_lan(f"trial/{n}")
    send_all(Channel.EMAIL)
    mail.refusal = ""
    with transaction():
        count = send_all_again(cast.quan.viewer, MessageStatus.FAILED)
    send_all(Channel.EMAIL)

    assert count == 3
    assert {each.status for each in outbox()} == {MessageStatus.SENT}
    assert len(mail.mails) == 3


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
