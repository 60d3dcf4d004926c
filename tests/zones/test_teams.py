"""Teams are set up, get members and households; members sign in by link and PIN and see their own list alone."""

import io
import re
import unicodedata
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.access.scope import unscoped
from app.audit import AuditEvent
from app.clock import local_day, now
from app.db import db, transaction
from app.documents.sheets import xlsx
from app.door import office_viewer
from app.zones.actions import (
    AlreadyListed,
    TeamEnded,
    TeamExists,
    end_team,
    file_round,
    issue_link,
    list_household,
    list_many,
)
from app.zones.models import Household
from app.zones.queries import get_team, list_households, list_members
from app.zones.rules import RoundSession
from app.zones.sealing import details_of
from tests.zones.conftest import DONG_HO, household, make_team, member_of, team_of

PIN = "482915"


def _rows(app, locked):
    with app.app_context():
        team = team_of(locked)
        rows = list_households(team_viewer(locked), team)
        return [(row.number, row.people, details_of(row, team).head_name) for row in rows]


def team_viewer(locked):
    return locked.tam.viewer


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


def test_a_household_corrected_into_another_stands_beside_its_field(cast, browse, locked):
    address = f"/zones/teams/{locked.team_id}/households/{locked.household_ids[0]}"

    typed = {"head_name": "Trần Thị Hộ 2", "address": "Số 2 đường 30/4"}
    page = browse(cast.duong).send(address, typed, to=address)

    assert page.status == 422
    assert "Hộ này đã có trong danh sách của tổ." in page.text
    assert 'value="Trần Thị Hộ 2"' in page.text


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


def _slip(desk, locked, member_id):
    team = f"/zones/teams/{locked.team_id}"
    page = desk.send(team, to=f"{team}/members/{member_id}/link")
    assert page.status == 200, page.text
    return re.search(r"/team/[\w-]+", page.text)[0]


def _member_id(app, locked):
    with app.app_context():
        return list_members(locked.tam.viewer, team_of(locked))[0].id


def test_a_member_chooses_a_pin_by_his_slip_and_signs_in_with_it(app, cast, browse, locked):
    link = _slip(browse(cast.duong), locked, _member_id(app, locked))
    phone, again, stranger = browse(), browse(), browse()

    weak = phone.send(link, {"new_pin": "123456", "repeated_pin": "123456"}, to=f"{link}/pin")
    first = phone.follow(phone.send(link, {"new_pin": PIN, "repeated_pin": PIN}, to=f"{link}/pin"))
    right, wrong = again.send(link, {"pin": PIN}, to=link), stranger.send(link, {"pin": "111222"}, to=link)

    assert weak.status == 422
    assert "Trần Thị Hộ 1" in first.text
    assert right.status == 303
    assert wrong.status == 422
    assert "Trần Thị Hộ 1" in again.get(locked.round).text
    assert stranger.get(locked.round).status == 303


def test_a_new_slip_kills_the_old_one_and_its_account(app, cast, browse, locked):
    desk, phone = browse(cast.duong), browse()
    old = _slip(desk, locked, _member_id(app, locked))
    phone.send(old, {"new_pin": PIN, "repeated_pin": PIN}, to=f"{old}/pin")

    _slip(desk, locked, _member_id(app, locked))

    assert browse().get(old).status == 410
    assert phone.get(locked.round).status == 303


def test_links_and_accounts_die_with_the_team(app, cast, browse, locked):
    phone, signed_in = browse(), browse(locked.tam)
    with app.app_context(), transaction():
        link = f"/team/{issue_link(cast.duong.viewer, list_members(cast.duong.viewer, team_of(locked))[0])}"
    with app.app_context(), transaction():
        end_team(cast.duong.viewer, team_of(locked), until_on=local_day())

    assert phone.get(link).status == 410
    assert signed_in.get(locked.round).status in (303, 404)


def test_an_unknown_link_is_absent(browse):
    assert browse().get("/team/nothing-like-it").status == 404


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
    from app.door import office_viewer

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


def test_how_many_households_a_commune_has_is_written_once(app, cast, browse, locked):
    desk, address = browse(cast.duong), f"/zones/teams/{locked.team_id}/total"

    for count in ("1200", "1250"):
        assert desk.send(address, {"household_count": count, "source": "Công an phường"}).status == 303

    assert 'value="1250"' in desk.get(address).text


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


def test_a_round_typed_after_the_sessions_end_goes_on_with_the_pin(app, cast, browse, locked):
    phone, link = browse(), _slip(browse(cast.duong), locked, _member_id(app, locked))
    with time_machine.travel(now(), tick=False) as clock:
        phone.send(link, {"new_pin": PIN, "repeated_pin": PIN}, to=f"{link}/pin")
        opened = phone.get(locked.round)
        to = next(form.get("action") for form in opened.tree.iter("form") if "/rounds/" in form.get("action", ""))
        typed = {**opened.fields(to), f"symptoms-{locked.household_ids[0]}": "2"}
        clock.shift(timedelta(hours=12, minutes=1))

        page = phone.post(to, typed)
        wrong = phone.post("/login/pin", {**page.fields("/login/pin"), "pin": "111222"})
        again = phone.post("/login/pin", {**wrong.fields("/login/pin"), "pin": PIN})
        filed = phone.follow(phone.post(to, again.fields(to)))

    assert (page.status, wrong.status, again.status) == (401, 422, 200)
    assert "Mã PIN không đúng" in wrong.text
    assert "Đã nộp lượt đi: 3 hộ" in filed.text


def test_a_pin_without_its_slip_opens_nothing_once_the_slip_was_replaced(app, cast, browse, locked):
    desk, phone = browse(cast.duong), browse()
    link = _slip(desk, locked, _member_id(app, locked))
    phone.send(link, {"new_pin": PIN, "repeated_pin": PIN}, to=f"{link}/pin")
    _slip(desk, locked, _member_id(app, locked))

    token = phone.get("/login").fields("/login")["csrf_token"]
    assert phone.post("/login/pin", {"csrf_token": token, "pin": PIN}).location == "/login"
    assert phone.get(locked.round).location.startswith("/login")


def test_a_round_typed_while_the_slip_was_replaced_goes_on_with_the_new_slip(app, cast, browse, locked):
    desk, phone = browse(cast.duong), browse()
    link = _slip(desk, locked, _member_id(app, locked))
    phone.send(link, {"new_pin": PIN, "repeated_pin": PIN}, to=f"{link}/pin")
    opened = phone.get(locked.round)
    to = next(form.get("action") for form in opened.tree.iter("form") if "/rounds/" in form.get("action", ""))
    typed = {**opened.fields(to), f"symptoms-{locked.household_ids[0]}": "2"}
    new_link = _slip(desk, locked, _member_id(app, locked))

    page = phone.post(to, typed)
    too_soon = phone.post("/login/kept", page.fields("/login/kept"))
    phone.send(new_link, {"new_pin": PIN, "repeated_pin": PIN}, to=f"{new_link}/pin")
    again = phone.post("/login/kept", too_soon.fields("/login/kept"))
    filed = phone.follow(phone.post(to, again.fields(to)))

    assert (page.status, too_soon.status, again.status) == (401, 422, 200)
    assert "đã được thay hoặc thu hồi" in page.text
    assert "chưa đăng nhập lại" in too_soon.text
    assert "Đã nộp lượt đi: 3 hộ" in filed.text
    other = browse(cast.an)
    assert other.post("/login/kept", page.fields("/login/kept")).location == "/desk"


def test_everything_that_is_wrong_on_a_page_is_said_at_once(cast, browse, locked):
    one, two, _three = locked.household_ids
    team = browse(locked.tam)
    to = next(
        form.get("action") for form in team.get(locked.round).tree.iter("form") if "/rounds/" in form.get("action")
    )

    page = team.send(locked.round, {f"symptoms-{one}": "9", f"absent-{two}": "x"}, to=to)

    assert page.status == 422
    assert "Hộ 1 chỉ có 4 người" in page.text
    assert "Hãy ghi số người bằng chữ số" in page.text
