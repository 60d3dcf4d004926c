"""An area is put under isolation by one decision and released by another."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.access.scope import unscoped
from app.clock import local_day, now
from app.db import db, transaction
from app.web.filters import day
from app.zones.actions import AlreadyEntered, attach_team, lift_zone
from app.zones.models import Team, Zone
from app.zones.queries import get_zone, list_members
from tests.zones.conftest import DONG_HO, decision, make_team, make_zone, team_of

TYPED = {
    "kind": "hamlet",
    "name": "Ấp Suối Lớn",
    "number": "1234/QĐ-UBND",
    "signer": "Trần Văn Ký",
    "level": "district",
}


def _zones(app):
    with app.app_context():
        stmt = unscoped(select(Zone).order_by(Zone.id), because="a test looks at all rows")
        return db.session.scalars(stmt).all()


def _typed(**more):
    today = day(local_day())
    return {**TYPED, "decided_on": today, "from_on": today, **more}


def test_the_commune_enters_an_area_by_its_decision(app, cast, browse):
    desk = browse(cast.duong)

    page = desk.follow(desk.send("/zones/new", _typed()))

    assert "Ấp Suối Lớn" in page.text
    assert "1234/QĐ-UBND" in page.text
    zone = _zones(app)[0]
    assert (zone.decision_signer, zone.from_on, zone.until_on) == ("Trần Văn Ký", local_day(), None)


def test_the_whole_commune_needs_no_name(app, cast, browse):
    desk = browse(cast.duong)

    desk.send("/zones/new", _typed(kind="commune", name=""))

    assert [zone.name for zone in _zones(app)] == ["Phường Dương Đông"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": ""}, "Hãy ghi tên tổ dân phố, khu phố, xóm hoặc ấp."),
        ({"number": ""}, "Hãy ghi số quyết định."),
        ({"from_on": "01/01/2021"}, "Ngày bắt đầu không thể trước ngày quyết định."),
        ({"decided_on": "31/12/2199"}, "Ngày quyết định không thể sau hôm nay."),
        ({"area": "999999"}, "Hãy chọn một trong các mục của danh sách."),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_is_kept(app, cast, browse, typed, sentence):
    page = browse(cast.duong).send("/zones/new", _typed(**typed))

    assert page.status == 422
    assert sentence in page.text
    assert "Trần Văn Ký" in page.text
    assert _zones(app) == []


def test_the_same_decision_enters_an_area_once(cast, inside):
    with transaction():
        make_zone(cast.duong.viewer)

    with pytest.raises(AlreadyEntered), transaction():
        make_zone(cast.duong.viewer, name="TỔ 5, KHU PHỐ 3")


def test_sent_twice_the_second_says_so_beside_the_number(app, cast, browse):
    desk, typed = browse(cast.duong), _typed()

    first, second = desk.send("/zones/new", typed), desk.send("/zones/new", typed)

    assert (first.status, second.status) == (303, 422)
    assert "Khu vực này đã được ghi theo quyết định đó." in second.text
    assert "Trần Văn Ký" in second.text
    assert len(_zones(app)) == 1


@pytest.mark.parametrize(("who", "offered"), [("an", 2), ("binh", 1), ("hai", 3), ("duong", 1)])
def test_who_may_enter_names_communes_of_his_scope_only(cast, browse, who, offered):
    page = browse(getattr(cast, who)).get("/zones/new")

    options = page.tree.findall(".//select[@id='area']//option")
    assert len([each for each in options if each.get("value")]) == offered


@pytest.mark.parametrize("who", ["lan", "loan", "oanh", "quan", "chuong"])
def test_others_may_not_enter_areas(cast, browse, who):
    assert browse(getattr(cast, who)).get("/zones/new").status == 403


def test_binh_sees_nothing_of_phu_quoc(cast, browse, locked):
    binh = browse(cast.binh)

    assert "Tổ 5, khu phố 3" not in binh.get("/zones").text
    assert binh.get(f"/zones/{locked.zone_id}").status == 404
    assert binh.get(f"/zones/{locked.zone_id}/lift").status == 404
    assert "Tổ 5, khu phố 3" in browse(cast.an).get("/zones").text


def test_another_decision_releases_it_and_the_team_made_for_it_ends(app, cast, browse, locked):
    desk = browse(cast.duong)
    typed = {"number": "99/QĐ-UBND", "decided_on": day(local_day()), "signer": "Lê Ký", "until_on": day(local_day())}

    page = desk.follow(desk.send(f"/zones/{locked.zone_id}/lift", typed))

    assert "Đã dỡ bỏ" in page.text
    assert "99/QĐ-UBND" in page.text
    with app.app_context():
        assert team_of(locked).until_on == local_day()
        assert list_members(cast.duong.viewer, team_of(locked)) == []
    assert browse(locked.tam).get(locked.round).status in (303, 404)


def test_it_cannot_end_before_it_began(cast, browse, locked):
    typed = {"number": "9", "decided_on": day(local_day()), "signer": "Lê Ký", "until_on": "01/01/2021"}

    page = browse(cast.duong).send(f"/zones/{locked.zone_id}/lift", typed)

    assert page.status == 422
    assert "Ngày dỡ bỏ không thể trước ngày bắt đầu cách ly." in page.text


def test_a_standing_team_and_one_with_another_area_go_on(cast, inside):
    duong = cast.duong.viewer
    with transaction():
        first, second = (get_zone(duong, make_zone(duong, name=name)) for name in ("Tổ 1", "Tổ 2"))
        standing, busy = make_team(duong, name="Thường trực", standing=True), make_team(duong, name="Tổ A")
        for zone, team in ((first, standing), (first, busy), (second, busy)):
            attach_team(duong, zone, team)
        lift_zone(duong, first, decision=decision("2/QĐ"), until_on=local_day())

    stmt = unscoped(select(Team.until_on), because="a test looks at all rows")
    assert db.session.scalars(stmt).all() == [None, None]


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_the_list_comes_as_a_file(cast, browse, locked, suffix):
    answer = browse(cast.an).get(f"/zones.{suffix}").response

    assert answer.status_code == 200
    if suffix == "csv":
        assert "12/QĐ-UBND" in answer.data.decode("utf-8-sig")


def test_history_stays_and_is_found_by_status(app, cast, browse, locked):
    with app.app_context(), transaction():
        zone = get_zone(cast.duong.viewer, locked.zone_id)
        lift_zone(cast.duong.viewer, zone, decision=decision("2/QĐ"), until_on=local_day() + timedelta(1))
    an = browse(cast.an)

    assert "Tổ 5, khu phố 3" in an.get("/zones?status=in_force").text
    with time_machine.travel(now() + timedelta(1), tick=False):
        an = browse(cast.an)
        assert "Tổ 5, khu phố 3" not in an.get("/zones?status=in_force").text
        assert "Tổ 5, khu phố 3" in an.get("/zones?status=lifted").text


def test_other_provinces_places_are_not_offered_to_bind_a_zone_elsewhere(app, cast, browse):
    with app.app_context(), transaction():
        make_zone(cast.binh.viewer, DONG_HO, "Khu phố 1")

    assert "Khu phố 1" not in browse(cast.duong).get("/zones").text
    assert "Khu phố 1" in browse(cast.hai).get("/zones").text
