"""Signs in the rounds of community teams: seen, told to the team, explained by it, closed by an officer."""

from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.access.scope import unscoped
from app.clock import at
from app.db import db, transaction
from app.door import office_viewer
from app.flags.actions import find_flags
from app.flags.models import Flag
from app.flags.rules import FlagKind
from app.notices.models import Message
from app.zones.actions import file_round, save_answer
from app.zones.queries import get_team, list_households
from app.zones.rules import Answer, RoundSession
from tests.made_once import made_once
from tests.zones.conftest import make_team, member_of

FIRST, LAST = date(2021, 5, 3), date(2021, 5, 9)
MANY = 21


@made_once
def team(app, cast):
    """A team of Dương Đông with its member Tâm: id and person."""
    with time_machine.travel(at(FIRST, 6), tick=False), app.app_context(), transaction():
        made = make_team(cast.duong.viewer, households=MANY)
        return made.id, member_of(made, "tam")


def _walk(app, team, *, hour=9, days=7, ill=0, minutes=0, on_paper=False):
    """A round on each of the last days; `minutes` pass between the first household and the rest."""
    for n in range(7 - days, 7):
        day = FIRST + timedelta(n)
        for later in (0, minutes) if minutes else (0,):
            with time_machine.travel(at(day, hour, later), tick=False), app.app_context(), transaction():
                _write(team, day, ill, on_paper, is_begun=bool(minutes) and not later)


def _write(team, day, ill, on_paper, *, is_begun):
    found = get_team(office_viewer(), team[0])
    first = list_households(office_viewer(), found)[0]
    if is_begun:
        save_answer(office_viewer(), found, first, day, RoundSession.MORNING, Answer(ill))
        return
    said = {first.id: Answer(ill)}
    file_round(office_viewer(), found, day, RoundSession.MORNING, said, on_paper=on_paper)


def _seen(app):
    with time_machine.travel(at(LAST + timedelta(1), 10, 30), tick=False), app.app_context(), transaction():
        find_flags(LAST)
        stmt = unscoped(select(Flag).where(Flag.team_id.is_not(None)), because="a test looks at all rows")
        return {flag.kind for flag in db.session.scalars(stmt)}


@pytest.mark.parametrize(
    ("how", "kinds"),
    [
        ({}, {FlagKind.ROUND_BULK, FlagKind.ROUND_SAME}),
        ({"ill": 1}, {FlagKind.ROUND_BULK}),
        ({"ill": 1, "on_paper": True}, set()),
        ({"ill": 1, "minutes": 20}, set()),
        ({"minutes": 20}, {FlagKind.ROUND_SAME}),
        ({"days": 6}, set()),
        ({"days": 1, "hour": 2}, {FlagKind.ROUND_AT_NIGHT}),
        ({"days": 1, "hour": 4}, set()),
        ({"days": 1, "hour": 2, "on_paper": True}, set()),
    ],
)
@pytest.mark.slow
def test_what_is_odd_in_rounds(app, team, how, kinds):
    _walk(app, team, **how)

    assert _seen(app) == kinds


@pytest.mark.slow
def test_the_team_explains_first_and_the_commune_closes(app, cast, browse, team):
    _walk(app, team, days=1, hour=2)
    _seen(app)
    with time_machine.travel(at(LAST + timedelta(1), 11), tick=False):
        phone, desk, binh = browse(team[1]), browse(cast.duong), browse(cast.binh)
        listed = phone.get("/flags").text
        with app.app_context():
            flag_id = db.session.scalars(unscoped(select(Flag.id), because="a test looks at all rows")).one()
            assert db.session.scalars(select(Message.user_id).where(Message.kind == "flags.opened")).all() == [
                team[1].user_id
            ]
        one = f"/flags/{flag_id}"
        said = phone.send(one, {"explanation": "Đêm mới có mạng"}, to=f"{one}/explain")
        closed = desk.follow(desk.send(one, {"outcome": "justified", "note": ""}, to=f"{one}/close"))
        foreign = binh.get(one)
        exported = desk.get("/flags.csv").response.data.decode("utf-8-sig")

    assert "Lượt đi nộp từ 0 đến 4 giờ" in listed
    assert "Tổ 1" in listed
    assert said.status == 303
    assert "Đêm mới có mạng" in closed.text
    assert foreign.status == 404
    assert "Tổ 1" in exported


@pytest.mark.slow
def test_a_team_never_sees_the_flags_of_units_or_of_other_teams(app, cast, browse, team):
    _walk(app, team, days=1, hour=2)
    _seen(app)
    with app.app_context(), transaction():
        other = member_of(make_team(cast.duong.viewer, name="Tổ khác"), "ty")

    assert "/flags/1" not in browse(other).get("/flags").text
    assert "/flags/1" in browse(team[1]).get("/flags").text


@pytest.mark.parametrize(("on_paper", "kinds"), [(False, {FlagKind.ROUND_AFTERWARDS}), (True, set())])
@pytest.mark.slow
def test_a_round_filed_after_its_day_is_seen_unless_it_came_on_paper(app, team, on_paper, kinds):
    with time_machine.travel(at(LAST, 9), tick=False), app.app_context(), transaction():
        _write(team, LAST - timedelta(2), 1, on_paper, is_begun=False)

    assert _seen(app) == kinds
