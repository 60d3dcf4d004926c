"""Teams are set up and get members, who see what is theirs alone."""

import pytest

from app.clock import local_day
from app.db import transaction
from app.door import office_viewer
from app.zones.actions import (
    TeamEnded,
    TeamExists,
    end_team,
    file_round,
    list_household,
    list_many,
)
from app.zones.queries import get_team
from app.zones.rules import RoundSession
from tests.zones.conftest import DONG_HO, household, make_team, member_of, team_of


def test_the_commune_sets_up_a_team_for_an_area(cast, browse, locked):
    desk = browse(cast.duong)

    page = desk.follow(desk.send(f"/zones/teams/new?zone={locked.zone_id}", {"name": "Tổ 2"}))

    assert "Tổ 2" in page.text
    assert "hai lượt một ngày" in page.text
    assert "Tổ 2" in desk.get(f"/zones/{locked.zone_id}").text


def test_a_commune_has_one_team_of_a_name(cast, inside):
    with transaction():
        make_team(cast.duong.viewer)

    with pytest.raises(TeamExists), transaction():
        make_team(cast.duong.viewer, name="TỔ 1")


def test_a_name_that_is_taken_stands_beside_its_field(cast, browse, locked):
    page = browse(cast.duong).send("/zones/teams/new", {"name": "TỔ 1"})

    assert page.status == 422
    assert "đã có tổ mang tên đó" in page.text
    assert 'value="TỔ 1"' in page.text


def test_a_member_comes_with_a_phone_that_officials_reach(cast, browse, locked):
    desk = browse(cast.duong)
    address = f"/zones/teams/{locked.team_id}"

    wrong = desk.send(address, {"full_name": "Lê Văn Ba", "phone": "12"}, to=f"{address}/members")
    right = desk.follow(desk.send(address, {"full_name": "Lê Văn Ba", "phone": "0901234567"}, to=f"{address}/members"))

    assert wrong.status == 422
    assert "Lê Văn Ba" in right.text
    assert "chưa vào" in right.text


@pytest.mark.parametrize("path", ["", "/households", "/total"])
def test_binh_finds_no_team_of_phu_quoc(cast, browse, locked, path):
    assert browse(cast.binh).get(f"/zones/teams/{locked.team_id}{path}").status == 404


@pytest.mark.parametrize(("who", "status"), [("lan", 403), ("oanh", 200), ("chau", 200), ("chuong", 200), ("hai", 200)])
def test_who_reads_of_teams_at_all(cast, browse, locked, who, status):
    assert browse(getattr(cast, who)).get(f"/zones/teams/{locked.team_id}").status == status


def test_nothing_is_added_to_a_team_that_ended(cast, inside):
    duong = cast.duong.viewer
    with transaction():
        team = make_team(duong)
        end_team(duong, team, until_on=local_day())

    for act in (lambda: list_household(duong, team, household(9)), lambda: list_many(duong, team, [household(9)])):
        with pytest.raises(TeamEnded):
            act()


def test_a_member_sees_his_teams_and_nothing_of_the_commune(app, cast, browse, locked):
    with app.app_context(), transaction():
        other = make_team(cast.duong.viewer, name="Tổ bên cạnh").id
        elsewhere = make_team(cast.binh.viewer, DONG_HO, name="Tổ Hà Tiên").id
    phone = browse(locked.tam)

    assert phone.get(locked.round).status == 200
    assert [phone.get(f"/rounds/{each}").status for each in (other, elsewhere)] == [404, 404]
    assert "Tổ bên cạnh" not in phone.get("/zones/teams").text
    assert phone.get("/units").status == 403


def test_who_is_in_two_teams_chooses(app, cast, browse, locked):
    from app.access.actions import grant_team
    from app.access.queries import find_account

    with app.app_context(), transaction():
        other = make_team(cast.duong.viewer, name="Tổ 2")
        grant_team(office_viewer(), find_account("tam"), other.id)

    page = browse(locked.tam).get("/rounds")

    assert page.status == 200
    assert "Tổ 2" in page.text


def test_the_list_of_teams_counts_and_comes_as_a_file(cast, browse, locked):
    an = browse(cast.an)

    assert "Tổ 1" in an.get("/zones/teams?area=911").text
    assert "Tổ 1" not in an.get("/zones/teams?area=31096").text
    assert "Tổ 1" in an.get("/zones/teams.csv").response.data.decode("utf-8-sig")


def test_member_of_is_a_member(cast, inside):
    with transaction():
        team = make_team(cast.duong.viewer)
        person = member_of(team, "ty")

    assert person.viewer.team_ids == {team.id}
    assert person.viewer.organisation_ids == person.viewer.area_ids == frozenset()
    assert get_team(person.viewer, team.id).name == "Tổ 1"


def test_the_rounds_of_a_team_stand_the_latest_first(app, cast, browse, locked):
    with app.app_context(), transaction():
        for session in RoundSession:
            file_round(cast.duong.viewer, team_of(locked), local_day(), session, {}, on_paper=False)

    page = browse(cast.duong).get(f"/zones/teams/{locked.team_id}").text

    assert page.index("Buổi chiều ") < page.index("Buổi sáng ")


def test_a_team_that_has_ended_owes_nothing_any_more(app, cast, browse, locked):
    desk = browse(cast.duong)
    assert _walks_today(desk) == "Có"
    with app.app_context(), transaction():
        end_team(cast.duong.viewer, team_of(locked), until_on=local_day())

    assert "không: tổ đã kết thúc" in desk.get(f"/zones/teams/{locked.team_id}").text
    assert _walks_today(desk) == "Không"


def _walks_today(desk):
    lines = desk.get("/zones/teams.csv?ended=1").response.data.decode("utf-8-sig").splitlines()
    return lines[1].split(";")[-1]
