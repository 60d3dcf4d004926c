"""A code by SMS: six digits on a phone and nowhere else, good once, for five minutes and five tries."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine

from app import settings
from app.clock import local_day, now
from app.db import db, transaction
from app.door import office_viewer
from app.notices.models import OneTimeCode
from app.notices.one_time_codes import (
    CodesNotOffered,
    CodeTooSoon,
    forget_codes,
    is_right_code,
    offers_codes,
    send_code,
)
from app.notices.rules import CODE_TRIES, Channel, Fault, MessageStatus
from app.notices.sending import send_all
from app.notices.settings import BUDGET

pytestmark = pytest.mark.usefixtures("inside")

PHONE, OTHER = "0912345678", "0987654321"


@pytest.fixture
def ask(gateways):
    """`ask()` lets a code be sent to the phone and returns its digits, read off the message that arrived."""

    def asked(phone=PHONE):
        with transaction():
            send_code(phone)
        send_all(Channel.SMS)
        return re.search(r"\d{6}", gateways[0].texts[-1])[0]

    return asked


def test_the_code_on_the_phone_is_right_once_and_only_for_that_phone(ask, inside):
    code = ask()

    assert not is_right_code(OTHER, code)
    assert is_right_code(PHONE, f" {code} ")
    assert not is_right_code(PHONE, code)


def test_nothing_in_the_database_tells_the_code(ask, outbox):
    code = ask()
    (message,) = outbox()
    row = db.session.scalars(db.select(OneTimeCode)).one()

    stored = [str(getattr(each, column.name)) for each in (message, row) for column in each.__table__.columns]
    assert not [text for text in stored if code in text and text != message.address]
    assert "{code}" in message.body
    assert message.answer == ""


def test_after_five_wrong_tries_the_right_one_comes_too_late(ask):
    code = ask()
    wrong = [is_right_code(PHONE, "000000" if code != "000000" else "000001") for _ in range(CODE_TRIES)]

    assert not any(wrong)
    assert not is_right_code(PHONE, code)


def test_after_five_minutes_it_is_nothing(ask, outbox):
    code = ask()
    with time_machine.travel(now() + timedelta(minutes=5, seconds=1)):
        assert not is_right_code(PHONE, code)
        with transaction():
            assert forget_codes() == 1

    assert db.session.scalars(db.select(OneTimeCode)).one().seed == ""


def test_one_that_could_not_be_sent_in_time_is_not_sent_at_all(gateways, outbox):
    with transaction():
        send_code(PHONE)
    with time_machine.travel(now() + timedelta(minutes=6)):
        send_all(Channel.SMS)

    assert gateways[0].asked == []
    assert (outbox()[0].status, outbox()[0].fault) == (MessageStatus.DROPPED, Fault.EXPIRED)


def test_only_the_newest_code_is_good_and_none_comes_within_a_minute(ask):
    first = ask()
    with pytest.raises(CodeTooSoon):
        ask()
    with time_machine.travel(now() + timedelta(minutes=1, seconds=1)):
        second = ask()

        assert first == second or not is_right_code(PHONE, first)
        assert is_right_code(PHONE, second)


def test_a_phone_gets_five_codes_an_hour(ask):
    with time_machine.travel(now(), tick=False) as clock:
        for _again in range(5):
            ask()
            clock.shift(timedelta(minutes=2))
        with pytest.raises(CodeTooSoon):
            ask()


def test_codes_are_offered_only_where_a_gateway_is_set_and_paid_for(installation, gateways, inside):
    with_gateway = offers_codes()
    with transaction():
        settings.change(office_viewer(), BUDGET, 100, from_on=local_day(), basis="Quyết định 1")
    without_money = offers_codes()
    installation(SMS_GATEWAY_URL=None, SMS_GATEWAY_URL_2=None)

    assert (with_gateway, without_money, offers_codes()) == (True, False, False)
    with pytest.raises(CodesNotOffered), transaction():
        send_code(PHONE)


def test_a_code_overtakes_whatever_waits(gateways, tell_lan):
    for n in range(3):
        tell_lan(f"trial/{n}", channel=Channel.SMS)
    with transaction():
        send_code(PHONE)
    send_all(Channel.SMS)

    assert "ma dang nhap" in gateways[0].texts[0]


@pytest.mark.slow
def test_sent_by_many_at_the_same_moment_a_right_code_opens_once(app, ask):
    code = ask()

    def try_it(_n):
        with app.app_context():
            return is_right_code(PHONE, code)

    with ThreadPoolExecutor(5) as threads:
        assert sum(threads.map(try_it, range(5))) == 1
