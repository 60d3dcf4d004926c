"""Short messages and Zalo go by gateways that are described as data; when one refuses the next is asked."""

from datetime import timedelta

import pytest
import time_machine

from app.clock import now
from app.db import db, transaction
from app.notices import sending
from app.notices.models import Message
from app.notices.rules import Channel, Fault, MessageStatus, Slot
from app.notices.sending import send_all, send_next
from tests.notices.conftest import describe

pytestmark = [pytest.mark.usefixtures("inside"), pytest.mark.slow]


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


def test_a_gateway_described_wrongly_does_not_stop_the_worker(gateways, tell_lan, outbox, caplog):
    describe(Slot.SMS_FIRST, headers="không phải tiêu đề")
    tell_lan()
    send_all(Channel.SMS)

    assert (outbox()[0].status, outbox()[0].fault) == (MessageStatus.WAITING, Fault.REFUSED)
    assert "cannot be sent: ValueError" in caplog.text


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
