"""What is put into the outbox is sent, tried again, given up; never twice for the same cause."""

from datetime import timedelta

import pytest
import time_machine

from app.clock import now
from app.db import db, transaction
from app.notices import sending
from app.notices.actions import NotAgain, send_again, send_all_again
from app.notices.people import Recipient
from app.notices.rules import Channel, Fault, MessageStatus
from app.notices.sending import send_all, send_next
from app.notices.telling import Notice, tell
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


def test_lines_that_begin_with_a_dot_arrive_as_they_were_written(mail, tell_lan):
    tell_lan(deadline="x\n.\n..y")
    send_next(Channel.EMAIL)

    assert "\n.\n..y" in mail.mails[0].get_content().replace("\r\n", "\n")


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
