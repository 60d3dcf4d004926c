"""Rounds past their cut-off climb from the commune to the district to the province; officers say that they know."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.access.scope import unscoped
from app.clock import at, local_day
from app.db import db, transaction
from app.door import office_viewer
from app.jobs import run_job
from app.notices.models import Message, Reminder
from app.zones.actions import attach_team, end_team, file_round, lift_zone, set_up_team
from app.zones.models import RoundNote
from app.zones.queries import count_missing, get_team, get_zone, list_members, list_missing
from app.zones.rules import RoundSession
from tests.whole_app.test_queries import counted
from tests.zones.conftest import DONG_HO, DUONG_TO, decision, make_team, make_zone, team_of


@pytest.fixture
def tomorrow(locked):
    return local_day() + timedelta(1)


def _missing(app, person, day, hour, minute=0):
    with time_machine.travel(at(day, hour, minute), tick=False), app.app_context():
        return [(each.team.name, each.session) for each in list_missing(person.viewer)]


@pytest.mark.parametrize(
    ("who", "hour", "minute", "count"),
    [
        ("duong", 9, 59, 0),
        ("duong", 10, 0, 1),
        ("an", 10, 59, 0),
        ("an", 11, 0, 1),
        ("chau", 11, 59, 0),
        ("chau", 12, 0, 1),
        ("hai", 12, 0, 1),
        ("binh", 23, 0, 0),
        ("duong", 17, 0, 2),
        ("an", 18, 0, 2),
        ("chau", 19, 0, 2),
    ],
)
def test_each_rung_is_told_at_its_time(app, cast, locked, tomorrow, who, hour, minute, count):
    assert len(_missing(app, getattr(cast, who), tomorrow, hour, minute)) == count


def _file(app, locked, day, session=RoundSession.MORNING):
    with time_machine.travel(at(day, 9), tick=False), app.app_context(), transaction():
        file_round(locked.tam.viewer, team_of(locked), day, session, {}, on_paper=False)


def test_under_isolation_both_rounds_are_owed(app, cast, locked, tomorrow):
    _file(app, locked, tomorrow)

    assert _missing(app, cast.duong, tomorrow, 11) == []
    assert _missing(app, cast.duong, tomorrow, 18) == [("Tổ 1", RoundSession.AFTERNOON)]


def test_at_high_risk_alone_one_round_a_day_will_do_and_none_in_the_morning(app, cast, locked, tomorrow):
    with app.app_context(), transaction():
        team_of(locked).is_standing = True
        db.session.flush()
        zone = get_zone(office_viewer(), locked.zone_id)
        lift_zone(office_viewer(), zone, decision=decision("2"), until_on=tomorrow)

    assert _missing(app, cast.duong, tomorrow, 11) == []
    assert _missing(app, cast.duong, tomorrow, 18) == [("Tổ 1", RoundSession.AFTERNOON)]
    _file(app, locked, tomorrow)
    assert _missing(app, cast.duong, tomorrow, 18) == []


@pytest.mark.parametrize(("hour", "morning", "afternoon"), [(9, True, True), (14, False, True), (18, False, False)])
def test_who_was_set_up_after_a_cut_off_is_not_late_since_then(app, cast, tomorrow, hour, morning, afternoon):
    duong = cast.duong.viewer
    with time_machine.travel(at(tomorrow, hour), tick=False), app.app_context(), transaction():
        attach_team(duong, get_zone(duong, make_zone(duong, name="Ấp 9")), make_team(duong, name="Tổ 9"))

    owed = {RoundSession.MORNING: morning, RoundSession.AFTERNOON: afternoon}
    assert _of_ninth(app, cast, tomorrow) == [session for session in RoundSession if owed[session]]


@pytest.mark.parametrize(("hour", "late"), [(14, True), (18, False)])
def test_who_got_an_area_after_the_cut_off_owes_what_was_owed_before(app, cast, tomorrow, hour, late):
    """At high risk one round of the day will do, and in the morning it was filed."""
    duong = cast.duong.viewer
    with app.app_context(), transaction():
        team_id = make_team(duong, name="Tổ 9").id
    with time_machine.travel(at(tomorrow, 9), tick=False), app.app_context(), transaction():
        file_round(duong, get_team(duong, team_id), tomorrow, RoundSession.MORNING, {}, on_paper=False)
    with time_machine.travel(at(tomorrow, hour), tick=False), app.app_context(), transaction():
        attach_team(duong, get_zone(duong, make_zone(duong, name="Ấp 9")), get_team(duong, team_id))

    assert _of_ninth(app, cast, tomorrow) == ([RoundSession.AFTERNOON] if late else [])


def _of_ninth(app, cast, day):
    return [session for name, session in _missing(app, cast.duong, day, 23) if name == "Tổ 9"]


def test_elsewhere_no_round_is_owed(app, cast, tomorrow):
    with app.app_context(), transaction():
        make_team(cast.binh.viewer, DONG_HO)

    assert _missing(app, cast.binh, tomorrow, 23) == []


def test_one_statement_says_what_is_missing_of_all_sessions(app, cast, locked, tomorrow):
    with time_machine.travel(at(tomorrow, 20), tick=False), counted(app) as said, app.app_context():
        assert count_missing(cast.duong.viewer) == 2
        asked = [each for each in said if "FROM team" in each]

    assert len(asked) == 1


def test_the_clock_asks_for_the_bodies_of_all_teams_at_once(app, cast, locked, tomorrow):
    with app.app_context(), transaction():
        for commune in (DONG_HO, DUONG_TO):
            team = make_team(office_viewer(), commune, "Tổ 9", standing=True)
            attach_team(office_viewer(), get_zone(office_viewer(), make_zone(office_viewer(), commune, "Ấp 9")), team)
    with time_machine.travel(at(tomorrow, 10, 1), tick=False), counted(app) as said, app.app_context():
        run_job("remind-of-rounds")

    # The communes' and those above, when they are asked and when it is seen whether they have filed.
    assert len([each for each in said if "FROM organisation" in each]) == 4


@pytest.mark.parametrize("in_zone", [True, False])
@pytest.mark.parametrize("filed", [(), (RoundSession.MORNING,), (RoundSession.AFTERNOON,), tuple(RoundSession)])
def test_what_is_counted_is_as_long_as_the_list(app, cast, locked, tomorrow, in_zone, filed):
    if not in_zone:
        with app.app_context(), transaction():
            team_of(locked).is_standing = True
            db.session.flush()
            lift_zone(
                office_viewer(), get_zone(office_viewer(), locked.zone_id), decision=decision("2"), until_on=tomorrow
            )
    for session in filed:
        _file(app, locked, tomorrow, session)

    for hour in (9, 11, 18):
        with time_machine.travel(at(tomorrow, hour), tick=False), app.app_context():
            for person in (cast.duong, cast.binh):
                assert count_missing(person.viewer) == len(list_missing(person.viewer))


@pytest.mark.slow
def test_the_desk_counts_what_nobody_took_note_of(app, cast, browse, locked, tomorrow):
    with time_machine.travel(at(tomorrow, 11), tick=False):
        desk = browse(cast.duong)
        before = desk.get("/desk").text
        action = f"/zones/teams/{locked.team_id}/missing/morning"
        empty = desk.send("/zones/missing", {"text": ""}, to=action)
        page = desk.follow(desk.send("/zones/missing", {"text": "Đã gọi tổ trưởng"}, to=action))
        after = desk.get("/desk").text
        above = browse(cast.an).get("/desk").text

    assert "Lượt đi của tổ Covid còn thiếu" in before
    assert empty.status == 422
    assert "Trần Văn Duong lúc 11:00: Đã gọi tổ trưởng" in page.text
    assert "Lượt đi của tổ Covid còn thiếu" not in after
    assert "Lượt đi của tổ Covid còn thiếu" in above


def test_a_note_said_again_replaces_the_first(app, cast, browse, locked, tomorrow):
    with time_machine.travel(at(tomorrow, 11), tick=False):
        desk, action = browse(cast.duong), f"/zones/teams/{locked.team_id}/missing/morning"
        for said in ("Đã gọi", "Đang nhập"):
            desk.send("/zones/missing", {"text": said}, to=action)
    with app.app_context():
        stmt = unscoped(select(RoundNote.text), because="a test looks at all rows")

        assert db.session.scalars(stmt).all() == ["Đang nhập"]


def test_binh_takes_no_note_of_phu_quoc(browse, cast, locked):
    binh = browse(cast.binh)
    token = binh.get("/zones/new").fields("/zones/new")["csrf_token"]
    action = f"/zones/teams/{locked.team_id}/missing/morning"

    assert binh.post(action, {"csrf_token": token, "text": "x"}).status == 404


def test_a_members_desk_leads_to_the_round(browse, locked):
    assert f'href="{locked.round}"' in browse(locked.tam).get("/desk").text


@pytest.mark.parametrize(("hour", "is_over"), [(9, False), (10, True)])
def test_a_round_past_its_cut_off_is_overdue_on_the_members_desk(browse, locked, tomorrow, hour, is_over):
    with time_machine.travel(at(tomorrow, hour), tick=False):
        text = browse(locked.tam).get("/desk").text

    assert ("Quá giờ chốt, chưa nộp" in text, "Quá hạn" in text) == (is_over, is_over)


def _run(app, day, hour, minute=0):
    with time_machine.travel(at(day, hour, minute), tick=False), app.app_context():
        run_job("remind-of-rounds")
        run_job("send-reminders")
        db.session.remove()


def _told(app):
    with app.app_context():
        return sorted(set(db.session.scalars(select(Message.kind)).all()))


def test_reminders_climb_by_the_outbox(app, locked, tomorrow):
    _run(app, tomorrow, 8, 30)
    assert _told(app) == []
    _run(app, tomorrow, 9, 1)
    assert _told(app) == ["zones.round.before"]
    _run(app, tomorrow, 11, 1)
    assert _told(app) == ["zones.round.before", "zones.round.due"]
    _run(app, tomorrow, 12, 1)
    assert _told(app) == ["zones.round.before", "zones.round.due", "zones.round.escalation"]


def test_who_filed_is_left_in_peace(app, locked, tomorrow):
    _run(app, tomorrow, 9, 1)
    _file(app, locked, tomorrow)

    _run(app, tomorrow, 10, 1)

    assert _told(app) == ["zones.round.before"]
    with app.app_context():
        assert all(each.settled_at for each in db.session.scalars(select(Reminder)))


def test_the_day_after_its_end_a_team_is_taken_from_its_members(app, cast, locked, tomorrow):
    with app.app_context(), transaction():
        end_team(cast.duong.viewer, team_of(locked), until_on=tomorrow)
        assert len(list_members(cast.duong.viewer, team_of(locked))) == 1
    with time_machine.travel(at(tomorrow, 1), tick=False), app.app_context():
        run_job("close-ended-teams")
        db.session.remove()

        assert list_members(cast.duong.viewer, get_team(office_viewer(), locked.team_id)) == []


def test_two_teams_of_a_commune_have_different_names(cast, inside):
    with transaction():
        first = make_team(cast.duong.viewer)
        second = set_up_team(cast.duong.viewer, first.area, name="Tổ 2", is_standing=False)

    assert first.key_id != second.key_id
