"""The list of households of a team: typed, from a file, corrected; who reads its names."""

import io
import unicodedata

import pytest
from sqlalchemy import select

from app.access.scope import unscoped
from app.audit import AuditEvent
from app.db import db, transaction
from app.documents.sheets import xlsx
from app.door import office_viewer
from app.zones.actions import (
    AlreadyListed,
    list_household,
)
from app.zones.models import Household
from app.zones.queries import get_team, list_households
from app.zones.sealing import details_of
from tests.zones.conftest import household, make_team, team_of


def _rows(app, locked):
    with app.app_context():
        team = team_of(locked)
        rows = list_households(team_viewer(locked), team)
        return [(row.number, row.people, details_of(row, team).head_name) for row in rows]


def team_viewer(locked):
    return locked.tam.viewer


def test_a_household_corrected_into_another_stands_beside_its_field(cast, browse, locked):
    address = f"/zones/teams/{locked.team_id}/households/{locked.household_ids[0]}"

    typed = {"head_name": "Trần Thị Hộ 2", "address": "Số 2 đường 30/4"}
    page = browse(cast.duong).send(address, typed, to=address)

    assert page.status == 422
    assert "Hộ này đã có trong danh sách của tổ." in page.text
    assert 'value="Trần Thị Hộ 2"' in page.text


@pytest.mark.parametrize("who", ["lan", "oanh", "chau", "chuong", "quan"])
def test_province_chairman_and_administrator_read_no_households(cast, browse, locked, who):
    assert browse(getattr(cast, who)).get(f"/zones/teams/{locked.team_id}/households").status == 403


@pytest.mark.parametrize("who", ["duong", "tam"])
def test_team_and_commune_read_the_names_as_their_daily_work(cast, browse, locked, who):
    person = locked.tam if who == "tam" else cast.duong

    assert "Trần Thị Hộ 1" in browse(person).get(f"/zones/teams/{locked.team_id}/households").text


@pytest.mark.parametrize("who", ["an", "hai"])
def test_district_and_health_officers_say_why_and_the_look_is_noted(app, cast, browse, locked, who):
    desk, address = browse(getattr(cast, who)), f"/zones/teams/{locked.team_id}/households"

    before = desk.get(address).text
    unsaid = desk.send(address, to=f"{address}/names")
    after = desk.send(address, {"reason": "tracing"}, to=f"{address}/names")

    assert "Trần Thị Hộ 1" not in before
    assert unsaid.status == 422
    assert "Trần Thị Hộ 1" not in unsaid.text
    assert "Trần Thị Hộ 1" in after.text
    with app.app_context():
        stmt = select(AuditEvent).where(AuditEvent.name == "household.names_read")
        noted = db.session.scalars(stmt).one()
    assert (noted.actor_id, noted.detail) == (
        getattr(cast, who).user_id,
        {"team_id": locked.team_id, "reason": "tracing"},
    )


def test_names_are_sealed_under_the_key_of_the_list(app, locked):
    with app.app_context():
        stmt = unscoped(select(Household), because="a test looks at all rows")
        stored = db.session.scalars(stmt).first()

        assert "Trần".encode() not in stored.details
        assert details_of(stored, team_of(locked)).phone == "0912345678"


def test_a_household_is_typed_once(app, cast, browse, locked):
    desk, address = browse(cast.duong), f"/zones/teams/{locked.team_id}/households"
    typed = {"head_name": "Ngô Văn Mới", "phone": "", "address": "Hẻm 4", "people": "5"}

    first, second = desk.send(address, typed), desk.send(address, typed)

    assert first.status == 303
    assert second.status == 422
    assert "Hộ này đã có trong danh sách của tổ." in second.text
    assert 'value="Hẻm 4"' in second.text
    assert _rows(app, locked)[-1] == (4, 5, "Ngô Văn Mới")


def test_a_household_is_corrected_and_taken_off(app, cast, browse, locked):
    desk, address = browse(cast.duong), f"/zones/teams/{locked.team_id}/households"
    one = f"{address}/{locked.household_ids[0]}"

    desk.send(one, {"people": "7"}, to=one)
    desk.send(address, to=f"{address}/{locked.household_ids[1]}/remove")

    assert _rows(app, locked) == [(1, 7, "Trần Thị Hộ 1"), (3, 4, "Trần Thị Hộ 3")]


def test_one_that_was_taken_off_comes_back_with_a_new_number(cast, inside):
    duong = cast.duong.viewer
    with transaction():
        team = make_team(duong)
        from app.zones.actions import take_off

        take_off(duong, team, list_households(duong, team)[0])
        back = list_household(duong, team, household(1))
        with pytest.raises(AlreadyListed):
            list_household(duong, team, household(1))

    assert back.number == 4


def _file(*rows):
    return io.BytesIO(xlsx("Hộ", ["Chủ hộ", "Số điện thoại", "Địa chỉ", "Số người"], rows)), "ho.xlsx"


@pytest.mark.slow
def test_a_file_of_households_comes_in_and_again_changes_nothing(app, cast, browse, locked):
    desk, address = browse(cast.duong), f"/zones/teams/{locked.team_id}/households/import"
    rows = [
        ("Lý A", "0912000111", "Số 1", "3"),
        ("Lý B", "", "Số 2", "2"),
        ("Trần Thị Hộ 1", "", "Số 1 đường 30/4", "4"),
    ]

    for _each in range(2):
        page = desk.send(address, {"file": _file(*rows)}, content_type="multipart/form-data")
        assert page.status == 303, page.text

    assert [row[2] for row in _rows(app, locked)][3:] == ["Lý A", "Lý B"]


def test_names_from_a_file_are_kept_as_those_that_are_typed(app, cast, browse, locked):
    desk, address = browse(cast.duong), f"/zones/teams/{locked.team_id}/households/import"
    typed = unicodedata.normalize("NFD", "Đặng Thị\u202e Hoàng  Ánh")

    row = (typed, "", "12\u200b hẻm Chùa", "3")
    desk.send(address, {"file": _file(row)}, content_type="multipart/form-data")

    with app.app_context():
        team = team_of(locked)
        names = [details_of(row, team) for row in list_households(cast.duong.viewer, team)]
    assert (names[-1].head_name, names[-1].address) == ("Đặng Thị Hoàng Ánh", "12 hẻm Chùa")


def test_a_file_with_mistakes_names_each_and_saves_nothing(app, cast, browse, locked):
    address = f"/zones/teams/{locked.team_id}/households/import"
    rows = [("", "", "Số 1", "3"), ("Lý B", "12", "Số 2", "2"), ("Lý C", "", "Số 3", "không")]

    page = browse(cast.duong).send(address, {"file": _file(*rows)}, content_type="multipart/form-data")

    assert page.status == 422
    assert [f"Dòng {n}:" in page.text for n in (2, 3, 4)] == [True] * 3
    assert len(_rows(app, locked)) == 3


def test_the_template_is_a_file_that_comes_in(cast, browse):
    assert browse(cast.duong).get("/zones/households.xlsx").response.data[:2] == b"PK"


def test_how_many_households_a_commune_has_is_written_once(app, cast, browse, locked):
    desk, address = browse(cast.duong), f"/zones/teams/{locked.team_id}/total"

    for count in ("1200", "1250"):
        assert desk.send(address, {"household_count": count, "source": "Công an phường"}).status == 303

    assert 'value="1250"' in desk.get(address).text


def test_every_mistake_of_a_row_is_named_and_a_zero_taken_off_is_put_back(app, cast, browse, locked):
    desk = browse(cast.duong)
    address = f"/zones/teams/{locked.team_id}/households/import"
    before = len(_listed(app, locked.team_id))

    wrong = _send_file(desk, address, ["", "x", "", 0])
    right = _send_file(desk, address, ["Lê Thị Không", 912345679, "Số 90, khu phố 3", 3])

    assert all(words in wrong.text for words in ("Thiếu chủ hộ", "Số điện thoại phải", "Thiếu địa chỉ", "từ 1 đến 99"))
    assert right.status == 303
    assert [each.phone for each in _listed(app, locked.team_id)[before:]] == ["0912345679"]


def _listed(app, team_id):
    with app.app_context():
        team = get_team(office_viewer(), team_id)
        return [details_of(row, team) for row in list_households(office_viewer(), team)]


def _send_file(desk, address, row):
    return desk.send(address, {"file": _file(row)}, content_type="multipart/form-data")
