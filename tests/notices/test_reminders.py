"""A body is reminded before and at the cut-off, those above later; not at night, not twice, not when it is done."""

from datetime import timedelta

import pytest
import time_machine

from app.clock import at, local_day
from app.db import db, transaction
from app.door import Permission, office_viewer
from app.notices.kinds import NoticeKind, _defined
from app.notices.models import Message
from app.notices.reminding import Asked, remind, settle, take_steps
from app.notices.rules import Channel, Fault, MessageStatus, Rhythm
from app.notices.sending import send_all
from app.notices.wording import Variable
from app.organisations.actions import appoint
from app.organisations.queries import find_organisation
from app.organisations.rules import Position

RHYTHM = Rhythm(timedelta(hours=3), timedelta(hours=2))
EXAMPLE = {Variable.BODY: "Sở Du lịch", Variable.BODIES: "Sở Du lịch", Variable.COUNT: "2"}


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    for step in ("before", "due", "escalation"):
        kind = NoticeKind(
            key=f"trial.{step}",
            label="Thử",
            channels=tuple(Channel),
            subject=f"{step} {{body}} {{count}}",
            long="{bodies} {link}",
            short="{body}",
            example=EXAMPLE,
            permission=Permission.REPORT_COMPILE,
        )
        monkeypatch.setitem(_defined, kind.key, kind)


@pytest.fixture
def clock(inside):
    """A Friday, 11:00 by the province's clocks."""
    with time_machine.travel(at(_friday(), 11), tick=False) as traveller:
        yield traveller


def _friday():
    today = local_day()
    return today + timedelta((4 - today.weekday()) % 7 or 7)


def ask(*codes, rhythm=RHYTHM, hour=15):
    asked = Asked("round-1", "trial", at(local_day(), hour), rhythm, {}, "/desk", "/monitor")
    with transaction():
        return remind(asked, [find_organisation(code).id for code in codes])


def step():
    with transaction():
        return take_steps()


def done(code):
    with transaction():
        settle("round-1", find_organisation(code).id)


def told(inbox=True):
    """Who was told what: subjects by username, oldest first."""
    db.session.rollback()
    rows = db.session.scalars(db.select(Message).order_by(Message.id))
    return [(each.subject.split()[0], each.user.username) for each in rows if each.user]


def test_a_body_is_reminded_before_and_at_the_cut_off_and_those_above_afterwards(clock, cast):
    ask("tourism")
    seen = [step()]
    for hours in (1, 3, 2):
        clock.shift(timedelta(hours=hours))
        seen.append((step(), step()))

    assert seen == [0, (2, 0), (2, 0), (2, 0)]
    assert told() == [
        *(("before", name) for name in ("lan", "loan")),
        *(("due", name) for name in ("lan", "loan")),
        *(("escalation", name) for name in ("chau", "chuong")),
    ]


def test_asked_twice_a_body_is_reminded_once(clock, cast):
    assert [ask("tourism"), ask("tourism", "health")] == [1, 1]
    clock.shift(timedelta(hours=1))
    step()

    assert told().count(("before", "lan")) == 1


def test_once_it_is_done_nobody_is_reminded_and_what_waits_is_not_sent(clock, cast, mail):
    with transaction():
        body = find_organisation("tourism")
        post = {"full_name": "Lê Văn Tám", "title": "Chuyên viên", "email": "tam@sdl.vn"}
        appoint(office_viewer(), body, position=Position.FOCAL, from_on=local_day(), **post)
    ask("tourism")
    clock.shift(timedelta(hours=1))
    step()
    done("tourism")
    send_all(Channel.EMAIL)
    clock.shift(timedelta(days=2))

    assert step() == 0
    assert mail.mails == []
    (waiting,) = db.session.scalars(db.select(Message).where(Message.channel == Channel.EMAIL))
    assert (waiting.address, waiting.status, waiting.fault) == ("tam@sdl.vn", MessageStatus.DROPPED, Fault.SETTLED)


def test_those_above_hear_once_of_all_that_are_late(clock, cast):
    ask("tourism", "health", "district-911", "commune-31078")
    clock.shift(timedelta(hours=7))
    done("health")
    step()

    db.session.rollback()
    rows = db.session.scalars(db.select(Message).where(Message.kind == "trial.escalation")).all()
    assert {(each.user.username, each.body, each.path) for each in rows} == {
        *(
            (name, "Sở Du lịch, UBND thành phố Phú Quốc http://localhost/monitor", "/monitor")
            for name in ("chau", "chuong")
        ),
        *((name, "UBND phường Dương Đông http://localhost/monitor", "/monitor") for name in ("an", "anh")),
    }


def test_what_was_missed_while_the_worker_was_down_waits_for_the_morning_too(clock, cast):
    ask("tourism")
    clock.move_to(at(local_day() + timedelta(1), 2))
    night = step()
    clock.move_to(at(local_day(), 7))

    assert (night, step() > 0) == (0, True)


def test_where_the_group_says_so_nobody_above_hears_of_it(clock, cast):
    ask("tourism", rhythm=Rhythm(timedelta(hours=3)))
    clock.shift(timedelta(days=3))
    step()

    assert told() == [("due", "lan"), ("due", "loan")]


def test_a_cut_off_at_midnight_waits_for_the_morning(clock, cast):
    ask("tourism", hour=23)
    clock.move_to(at(local_day(), 20))
    evening = step()
    clock.move_to(at(local_day(), 23, 30))
    night = step()
    clock.move_to(at(local_day() + timedelta(1), 7))
    step()

    assert (evening, night) == (2, 0)
    assert [subject for subject, _ in told()] == ["before"] * 2 + ["due"] * 2 + ["escalation"] * 2
