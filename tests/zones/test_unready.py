"""Areas under isolation in which nobody goes from door to door stand on the desks of those who can change it."""

from datetime import timedelta

import pytest
import time_machine

from app.clock import at, local_day
from app.db import transaction
from app.door import office_viewer
from app.zones.actions import attach_team, end_team, list_household, take_off
from app.zones.queries import count_unready, get_team, get_zone, list_households
from tests.made_once import made_once
from tests.zones.conftest import household, make_team, make_zone

CARD = "Khu vực cách ly chưa có tổ hoặc danh sách hộ"


@made_once
def bare(app, cast):
    """An area of Dương Đông that no team works in: its id."""
    with app.app_context(), transaction():
        return make_zone(cast.duong.viewer, name="Ấp Suối Lớn")


def _count(app):
    with app.app_context():
        return count_unready(office_viewer())


def test_it_counts_until_a_team_with_a_household_works_there(app, cast, bare):
    assert _count(app) == 1
    with app.app_context(), transaction():
        team = make_team(cast.duong.viewer, name="Tổ 8", households=0)
        attach_team(cast.duong.viewer, get_zone(cast.duong.viewer, bare), team)
        team_id = team.id
    assert _count(app) == 1
    with app.app_context(), transaction():
        list_household(cast.duong.viewer, get_team(office_viewer(), team_id), household(1))
    assert _count(app) == 0


@pytest.mark.parametrize("how", ["the list is empty", "the team has ended"])
def test_it_counts_again_when(app, cast, locked, how):
    assert _count(app) == 0
    with app.app_context(), transaction():
        team = get_team(office_viewer(), locked.team_id)
        if how == "the team has ended":
            end_team(cast.duong.viewer, team, until_on=local_day())
        else:
            for row in list_households(office_viewer(), team):
                take_off(cast.duong.viewer, team, row)
    assert _count(app) == 1


def test_a_team_that_has_ended_does_not_walk_though_its_list_is_whole(app, cast, locked):
    with app.app_context(), transaction():
        get_team(office_viewer(), locked.team_id).until_on = local_day()
    assert _count(app) == 1


def test_areas_that_are_still_to_come_do_not_count(app, cast):
    with time_machine.travel(at(local_day() + timedelta(3), 8), tick=False), app.app_context(), transaction():
        make_zone(cast.duong.viewer, name="Ấp Suối Lớn")
    assert _count(app) == 0


@pytest.mark.parametrize(
    ("who", "seen"),
    [("duong", True), ("an", True), ("anh", True), ("hai", True), ("chau", True), ("binh", False), ("tam", False)],
)
def test_it_stands_on_the_desks_above_it(app, cast, browse, locked, bare, who, seen):
    page = browse(locked.tam if who == "tam" else getattr(cast, who)).get("/desk")

    assert (CARD in page.text) is seen


def test_the_list_behind_it_has_these_alone(cast, browse, locked, bare):
    page = browse(cast.an).get("/zones?unready=1")

    assert "Ấp Suối Lớn" in page.text
    assert "Tổ 5, khu phố 3" not in page.text
    assert "Chưa có tổ hoặc danh sách hộ: 1" in page.text
    assert "Ấp Suối Lớn" not in browse(cast.binh).get("/zones?unready=1").text
