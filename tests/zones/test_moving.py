"""A household is handed over to another team of its commune, and is found there alone."""

import pytest

from app.clock import local_day
from app.db import transaction
from app.zones.actions import file_round
from app.zones.queries import get_team, list_households
from app.zones.rules import RoundSession
from app.zones.sealing import details_of
from tests.made_once import made_once
from tests.zones.conftest import DONG_HO, make_team, team_of


@made_once
def other(app, cast, locked):
    """Another team of Dương Đông with a household that the first has too, and one of another commune."""
    with app.app_context(), transaction():
        make_team(cast.chau.viewer, DONG_HO, "Tổ 7")
        return make_team(cast.duong.viewer, name="Tổ 2", households=1).id


def _move(person, locked, to, number=1):
    address = f"/zones/teams/{locked.team_id}/households/{locked.household_ids[number]}"
    return person.send(address, {"team": str(to)}, to=f"{address}/move")


def _names(app, cast, team_id):
    with app.app_context():
        team = get_team(cast.duong.viewer, team_id)
        return [details_of(row, team).head_name for row in list_households(cast.duong.viewer, team)]


def test_it_goes_from_one_list_to_the_other(app, cast, browse, locked, other):
    desk = browse(cast.duong)

    page = desk.follow(_move(desk, locked, other))

    assert "từ nay là hộ số 2 của Tổ 2" in page.text
    assert _names(app, cast, locked.team_id) == ["Trần Thị Hộ 1", "Trần Thị Hộ 3"]
    assert _names(app, cast, other) == ["Trần Thị Hộ 1", "Trần Thị Hộ 2"]


def test_what_was_said_of_it_stays_with_the_first_team(app, cast, browse, locked, other):
    with app.app_context(), transaction():
        file_round(cast.duong.viewer, team_of(locked), local_day(), RoundSession.MORNING, {}, on_paper=False)
    desk = browse(cast.duong)
    _move(desk, locked, other)

    assert "đã ghi 3 hộ" in desk.get(f"/zones/teams/{locked.team_id}").text
    assert "đã ghi 0 hộ" in desk.get(f"/zones/teams/{other}").text


def test_who_stands_on_the_other_list_stays_where_he_is(app, cast, browse, locked, other):
    assert _move(browse(cast.duong), locked, other, number=0).status == 409
    assert len(_names(app, cast, locked.team_id)) == 3


def test_a_team_of_another_commune_cannot_be_chosen(app, cast, browse, locked, other):
    page = _move(browse(cast.duong), locked, other - 1)

    assert page.status == 422
    assert "Hãy chọn" in page.text
    assert len(_names(app, cast, locked.team_id)) == 3


@pytest.mark.parametrize(("who", "status"), [("an", 403), ("hai", 403), ("chau", 403), ("binh", 403), ("tam", 403)])
def test_nobody_but_the_commune_hands_over(cast, browse, locked, other, who, status):
    person = browse(locked.tam if who == "tam" else getattr(cast, who))

    assert person.get(f"/zones/teams/{locked.team_id}/households/{locked.household_ids[0]}").status == status
