"""The month's money for SMS: reserved once, given back, warned of, then SMS stop while e-mail and inbox go on."""

from datetime import timedelta

import pytest
import time_machine

from app import settings
from app.clock import local_day, now
from app.db import transaction
from app.door import office_viewer
from app.notices.budget import spending
from app.notices.rules import Channel, Fault, MessageStatus
from app.notices.sending import send_all
from app.notices.settings import BUDGET

pytestmark = pytest.mark.usefixtures("inside")


@pytest.fixture
def budget():
    """`budget(dong)` sets the month's money."""

    def set_to(dong):
        with transaction():
            settings.change(office_viewer(), BUDGET, dong, from_on=local_day(), basis="Quyết định 1")

    return set_to


def test_each_message_costs_its_parts(gateways, tell_lan, budget):
    for n in range(3):
        tell_lan(f"trial/{n}", channel=Channel.SMS)
    send_all(Channel.SMS)

    assert (spending().spent_dong, spending().segment_count) == (2400, 3)


def test_what_no_gateway_took_costs_nothing_and_is_paid_once_when_it_is(gateways, tell_lan, budget):
    first, second = gateways
    first.status = second.status = 500
    tell_lan(channel=Channel.SMS)
    send_all(Channel.SMS)
    nothing = spending().spent_dong
    first.status = 200
    with time_machine.travel(now() + timedelta(minutes=2)):
        send_all(Channel.SMS)

    assert (nothing, spending().spent_dong) == (0, 800)


def test_at_the_end_of_the_money_sms_stop_e_mail_goes_on_and_administrators_know(
    gateways, mail, tell_lan, budget, outbox, cast
):
    first, _ = gateways
    budget(2000)
    for n in range(4):
        tell_lan(f"trial/{n}")
    send_all(Channel.SMS)
    send_all(Channel.EMAIL)

    assert (len(first.asked), spending().is_used_up) == (2, True)
    stopped = [each for each in outbox(Channel.SMS) if each.status is MessageStatus.DROPPED]
    assert [each.fault for each in stopped] == [Fault.BUDGET] * 2
    assert len([each for each in mail.mails if each["Subject"] == "Nhắc Sở Du lịch"]) == 4
    told = [(each.kind, each.user_id) for each in outbox(Channel.INBOX)]
    assert sorted(told) == sorted(
        (f"notices.budget_{kind}", person.user_id) for kind in ("warning", "stop") for person in (cast.chau, cast.quan)
    )


def test_the_next_month_has_money_again(gateways, tell_lan, budget):
    first, _ = gateways
    budget(800)
    with time_machine.travel("2021-05-31T16:59:00Z", tick=False):
        settings.forget()
    with time_machine.travel(now() + timedelta(days=1), tick=False) as clock:
        tell_lan(channel=Channel.SMS)
        send_all(Channel.SMS)
        tell_lan("trial/2", channel=Channel.SMS)
        send_all(Channel.SMS)
        clock.shift(timedelta(days=32))
        tell_lan("trial/3", channel=Channel.SMS)
        send_all(Channel.SMS)

    assert len(first.asked) == 2
