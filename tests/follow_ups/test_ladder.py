"""The ladder tells people: the team or the site at once, then commune, district, province; once each, until taken."""

from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import select, text

from app.access.policy import Role
from app.access.scope import unscoped
from app.clock import at
from app.db import db, transaction
from app.door import office_viewer
from app.follow_ups.actions import acknowledge_alert, assign_team, end_case, move_to_hospital, write_report
from app.follow_ups.models import FollowUpAlert, FollowUpAlertNotice
from app.follow_ups.queries import get_case
from app.follow_ups.queries.alerts import get_alert
from app.follow_ups.rules.alerts import rises_at
from app.follow_ups.rules.cases import CaseEnd
from app.follow_ups.rules.reports import Session, Writer, read_cell
from app.jobs import run_job
from app.notices import sending
from app.notices.mail import Handed
from app.notices.models import Message
from app.notices.rules import Channel, Fault, MessageStatus, Verdict
from app.organisations.actions import appoint
from app.organisations.queries import find_organisation
from app.organisations.rules import Position
from tests.follow_ups.conftest import NAME, account
from tests.made_once import made_once

WHY = "a test looks at all rows"
DAY = date(2021, 5, 8)
PHONE = "0912345678"
NOT_REACHED = Handed(Verdict.REFUSED, Fault.UNREACHABLE)


@pytest.fixture
def morning():
    with time_machine.travel(at(DAY, 8), tick=False) as travel:
        yield travel


@made_once
def home(morning, app, cast, site, open_case_at):
    return open_case_at(team_id=site.team_id, started_on=DAY - timedelta(1))


def _report(app, case_id, cell):
    with app.app_context(), transaction():
        row = get_case(office_viewer(), case_id)
        write_report(office_viewer(), row, read_cell(cell), day=DAY, session=Session.MORNING, writer=Writer.SELF)


def _settled_by_report(app, case_id):
    _report(app, case_id, "36,6")


def _settled_by_end(app, case_id):
    with app.app_context(), transaction():
        end_case(office_viewer(), get_case(office_viewer(), case_id), end=CaseEnd.EARLY, reason="Nhập nhầm")


def _settled_by_hospital(app, case_id):
    with app.app_context(), transaction():
        move_to_hospital(office_viewer(), get_case(office_viewer(), case_id))


def _tick(app):
    """Whom the clock tells now: names of accounts and posts, in order."""
    with app.app_context():
        last = db.session.scalar(select(Message.id).order_by(Message.id.desc()).limit(1)) or 0
        db.session.rollback()
        run_job("isolation-ladder")
        found = db.session.scalars(select(Message).where(Message.id > last).order_by(Message.id)).all()
        return [(each.recipient, each.channel, each.subject or each.body) for each in found]


def _told(app):
    return [recipient for recipient, channel, _words in _tick(app) if channel is Channel.INBOX]


def _key(person):
    return f"user-{person.user_id}"


def test_each_step_is_told_in_its_time_and_once(app, cast, site, home, morning):
    _report(app, home, "38,6")

    assert _told(app) == [_key(site.tam)]
    assert _told(app) == []
    morning.shift(timedelta(minutes=30))
    assert _told(app) == [_key(cast.duong)]
    morning.shift(timedelta(minutes=29, seconds=59))
    assert _told(app) == []
    morning.shift(timedelta(seconds=1))
    assert set(_told(app)) == {_key(cast.an), _key(cast.anh), _key(site.ha)}
    morning.shift(timedelta(minutes=60))
    assert _told(app) == [_key(cast.hai)]
    morning.shift(timedelta(hours=9))
    assert _told(app) == []


def test_what_is_told_says_how_many_and_nothing_of_whom(app, cast, site, home, open_case_at, morning, browse):
    other = open_case_at(team_id=site.team_id, name="Lê Văn Hai", started_on=DAY - timedelta(1))
    _report(app, home, "38,6 ho")
    _report(app, other, "v")

    [(recipient, _channel, subject)] = _tick(app)

    assert (recipient, subject) == (
        _key(site.tam),
        "3 cảnh báo sức khỏe cần xử lý (sốt: 1, có triệu chứng: 1, vắng mặt tại nơi cách ly: 1)",
    )
    with app.app_context():
        words = " ".join(" ".join((each.subject, each.body, each.path)) for each in db.session.scalars(select(Message)))
    assert not [word for word in (NAME, "Lụa", "Lê Văn Hai", PHONE, f"isolation/{home}") if word in words]
    assert "/isolation/alerts" in words
    assert "cảnh báo sức khỏe" in browse(site.tam).get("/inbox").text


def test_the_ladder_stops_when_somebody_takes_it(app, cast, site, home, morning, browse):
    _report(app, home, "38,6")
    _told(app)
    browse(site.tam).send("/isolation/alerts", to="/isolation/alerts/1/acknowledge")
    morning.shift(timedelta(hours=5))

    assert _told(app) == []
    assert "Lê Văn Tam" in browse(cast.an).get("/isolation/alerts?done=1").text


def test_what_came_after_all_is_told_to_nobody(app, cast, site, home, morning):
    morning.move_to(at(DAY, 10, 1))
    with app.app_context():
        run_job("isolation-cut-offs")
    assert _told(app) == [_key(site.tam)]
    _report(app, home, "36,6")
    morning.move_to(at(DAY, 13))

    assert _told(app) == []


def test_who_was_late_to_tell_tells_every_step(app, cast, site, home, morning):
    _report(app, home, "38,6")
    morning.shift(timedelta(hours=3))

    people = {_key(each) for each in (site.tam, cast.duong, cast.an, cast.anh, site.ha, cast.hai)}
    assert set(_told(app)) == people
    assert _told(app) == []


def test_a_new_alert_of_the_same_people_is_told_as_well(app, cast, site, home, morning, open_case_at):
    _report(app, home, "38,6")
    _told(app)
    morning.shift(timedelta(minutes=5))
    _report(app, open_case_at(team_id=site.team_id, started_on=DAY - timedelta(1)), "38,7")

    assert _told(app) == [_key(site.tam)]
    morning.shift(timedelta(minutes=25))
    assert [words for *_to, words in _tick(app)] == ["1 cảnh báo sức khỏe sau 30 phút chưa ai nhận (sốt: 1)"]
    morning.shift(timedelta(minutes=30))
    assert "1 cảnh báo sức khỏe sau 60 phút chưa ai nhận (sốt: 1)" in [words for *_to, words in _tick(app)]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE user_unit SET confirmed_at = NULL WHERE user_id = :who",
        "UPDATE \"user\" SET disabled_at = '2021-05-01 00:00:00+00:00' WHERE id = :who",
        'UPDATE "user" SET is_device = true WHERE id = :who',
    ],
)
def test_who_does_not_work_at_the_site_is_not_told(app, cast, site, morning, open_case_at, change):
    """Who was not confirmed, whose account is closed, a machine."""
    _report(app, open_case_at(site, started_on=DAY - timedelta(1)), "38,6")
    with app.app_context(), transaction():
        db.session.execute(text(change), {"who": site.sau.user_id})

    assert _told(app) == []


def test_at_a_site_its_staff_and_who_answers_for_it_are_told(app, cast, site, morning, open_case_at):
    _report(app, open_case_at(site, started_on=DAY - timedelta(1)), "38,6")

    assert _told(app) == [_key(site.sau)]
    morning.shift(timedelta(minutes=30))
    assert set(_told(app)) == {_key(each) for each in (cast.duong, cast.an, cast.anh, site.ha)}


def test_where_nobody_looks_after_the_home_its_body_is_told_at_once(app, cast, site, morning, open_case_at):
    _report(app, open_case_at(started_on=DAY - timedelta(1)), "38,6")

    assert _told(app) == [_key(cast.duong)]


def test_committees_are_not_told_of_a_site_that_is_withheld_from_them(app, cast, site, morning, open_case_at):
    case_id = open_case_at(site, body="tourism", started_on=DAY - timedelta(1))
    with app.app_context(), transaction():
        db.session.execute(text("UPDATE unit SET restricted_at = '2021-05-01', organisation_id = 2"))
    _report(app, case_id, "38,6")
    morning.shift(timedelta(minutes=60))

    assert _told(app) == [_key(site.sau)]


def test_heads_are_told_by_telephone(app, cast, site, home, morning, monkeypatch):
    with app.app_context(), transaction():
        body = find_organisation("commune-31078")
        post = {"position": Position.HEAD, "full_name": "Trần Thị Chín", "title": "Chủ tịch"}
        appoint(office_viewer(), body, **post, phone=PHONE, from_on=date(2021, 1, 1))
    monkeypatch.setattr("app.notices.telling.open_channels", lambda: frozenset(Channel))
    _report(app, home, "38,6")
    _tick(app)
    morning.shift(timedelta(minutes=30))

    [sms] = [words for to, channel, words in _tick(app) if channel is Channel.SMS and to.startswith("post-")]
    assert "1 canh bao suc khoe nguoi cach ly chua ai nhan (sot: 1)" in sms


def test_another_team_is_not_told_and_a_new_one_is_from_then_on(app, cast, site, home, morning):
    from app.zones.actions import set_up_team
    from tests.factories import _commune

    with app.app_context(), transaction():
        team = set_up_team(office_viewer(), _commune("31078"), name="Tổ 2", is_standing=True)
        db.session.flush()
        other = account("bay", Role.TEAM_MEMBER, body="commune-31078", team_id=team.id)
        assign_team(office_viewer(), get_case(office_viewer(), home), team)
    _report(app, home, "38,6")

    assert _told(app) == [_key(other)]


def test_the_page_says_when_it_rises(app, cast, site, home, morning, browse):
    _report(app, home, "38,6")

    assert "lên cấp xã lúc 08:30" in browse(site.tam).get("/isolation/alerts").text
    minutes, now = (30, 60, 120), at(DAY, 10)
    assert [rises_at(now, minutes, now=now + timedelta(minutes=n)) for n in (0, 30, 60, 120)] == [
        now + timedelta(minutes=30),
        now + timedelta(minutes=60),
        now + timedelta(minutes=120),
        None,
    ]


def test_an_alert_that_was_told_by_another_worker_is_not_told_again(app, cast, site, home, morning):
    """The mark is kept with the messages: without it the same cause adds nothing either."""
    _report(app, home, "38,6")
    _told(app)
    with app.app_context(), transaction():
        alert = db.session.scalar(unscoped(select(FollowUpAlert), because=WHY))
        alert.told_step = -1

    assert _told(app) == []


def test_acknowledging_twice_keeps_the_first_name(app, cast, site, home, morning):
    _report(app, home, "38,6")
    with app.app_context(), transaction():
        alert = db.session.scalar(unscoped(select(FollowUpAlert), because=WHY))
        acknowledge_alert(site.tam.viewer, alert)
        acknowledge_alert(cast.an.viewer, alert)

        assert alert.acknowledged_by_id == site.tam.user_id


@pytest.fixture
def waiting(app, monkeypatch, cast, site):
    """The subjects of the mails to the post of Dương Đông's chairman that wait, and of those that were withdrawn."""
    monkeypatch.setitem(app.config, "MAIL_URL", "smtp://127.0.0.1:9")
    with app.app_context(), transaction():
        chairman = {"full_name": "Trần Văn Đông", "title": "Chủ tịch UBND phường", "email": "dong@example.vn"}
        appoint(office_viewer(), find_organisation("commune-31078"), position=Position.HEAD, from_on=DAY, **chairman)

    def look():
        with app.app_context():
            found = db.session.scalars(select(Message).where(Message.channel == Channel.EMAIL).order_by(Message.id))
            return [(each.subject.partition(" sau ")[0], each.status.value) for each in found]

    return look


def _acknowledge(app, *alert_ids):
    for alert_id in alert_ids:
        with app.app_context(), transaction():
            acknowledge_alert(office_viewer(), get_alert(office_viewer(), alert_id))


def test_a_mail_that_waits_is_withdrawn_when_its_last_alert_is_taken(app, site, home, morning, waiting):
    _report(app, home, "38,6 ho")
    morning.shift(timedelta(minutes=30))
    _tick(app)
    assert waiting() == [("2 cảnh báo sức khỏe", "waiting")]

    _acknowledge(app, 1)
    assert waiting() == [("2 cảnh báo sức khỏe", "waiting")]
    _acknowledge(app, 2)
    assert waiting() == [("2 cảnh báo sức khỏe", "dropped")]
    with app.app_context():
        inbox = db.session.scalars(select(Message.status).where(Message.channel == Channel.INBOX)).all()
    # What has been read is not unsaid.
    assert set(inbox) == {MessageStatus.SENT}


def test_a_mail_of_another_alert_goes_on_waiting(app, site, home, morning, open_case_at, waiting):
    _report(app, home, "38,6")
    morning.shift(timedelta(minutes=5))
    _report(app, open_case_at(team_id=site.team_id, started_on=DAY - timedelta(1)), "ho")
    morning.shift(timedelta(minutes=25))
    _tick(app)
    morning.shift(timedelta(minutes=5))
    _tick(app)

    _acknowledge(app, 1)

    assert [state for _words, state in waiting()] == ["dropped", "waiting"]


@pytest.mark.parametrize("settles", [_settled_by_report, _settled_by_end, _settled_by_hospital])
def test_a_mail_of_what_was_missing_is_withdrawn_when_it_comes_or_is_owed_no_more(
    app, site, home, morning, waiting, settles
):
    morning.move_to(at(DAY, 10, 1))
    with app.app_context():
        run_job("isolation-cut-offs")
    morning.shift(timedelta(minutes=30))
    _tick(app)
    assert [state for _words, state in waiting()] == ["waiting"]

    settles(app, home)

    assert [state for _words, state in waiting()] == ["dropped"]
    with app.app_context():
        assert not db.session.scalar(select(FollowUpAlertNotice))


def test_a_mail_in_hand_when_its_alert_is_taken_is_not_tried_again(app, site, home, morning, waiting, monkeypatch):
    _report(app, home, "38,6")
    morning.shift(timedelta(minutes=30))
    _tick(app)
    monkeypatch.setattr(sending, "hand_over", lambda *_letter, **_where: _acknowledge(app, 1) or NOT_REACHED)

    with app.app_context():
        sending.send_next(Channel.EMAIL)
        morning.shift(timedelta(hours=2))
        assert not sending.send_next(Channel.EMAIL)

    assert [state for _words, state in waiting()] == ["dropped"]
    with app.app_context():
        faults = db.session.scalars(select(Message.fault).where(Message.channel == Channel.EMAIL)).all()
    # Nobody can send it again from the list of messages.
    assert faults == [Fault.SETTLED]
