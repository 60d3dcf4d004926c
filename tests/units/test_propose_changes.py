"""What a manager changes after the approval waits for an officer; until then register and poster stay."""

import pytest

from app.db import db
from app.units.queries import get_unit
from app.units.rules import UnitStatus
from tests.factories import make_manager, make_unit
from tests.made_once import made_once
from tests.units.test_decide import press

OLD, NEW = "Khách sạn Biển Xanh", "Khách sạn Cát Vàng"


@made_once
def unit_id(app, cast):
    with app.app_context():
        return make_unit(cast.an, manager_phone="0912345678", status=UnitStatus.ACTIVE).id


@pytest.fixture
def mai(app, cast, browse, unit_id):
    with app.app_context():
        return browse(make_manager(get_unit(cast.an.viewer, unit_id)))


def stored(app, cast, unit_id):
    with app.app_context():
        unit = get_unit(cast.chau.viewer, unit_id)
        db.session.expunge_all()
        return unit


def propose(mai, unit_id, **values):
    path = f"/units/{unit_id}/correct"
    return mai.send(path, values, to=path)


def test_register_and_poster_keep_the_old_name_and_the_phone_changes_at_once(app, cast, browse, mai, unit_id):
    told = mai.follow(propose(mai, unit_id, name=NEW, manager_phone="0987654321")).text
    unit, posters = stored(app, cast, unit_id), mai.get(f"/units/{unit_id}/posters").text

    assert "thay đổi khi cơ quan có thẩm quyền chấp nhận" in told
    assert (unit.name, unit.manager_phone) == (OLD, "0987654321")
    assert "cần in và dán lại" not in posters
    assert NEW in mai.get(f"/units/{unit_id}/proceedings").text


def test_what_is_accepted_stands_in_the_register_and_asks_for_a_new_poster(app, cast, browse, mai, unit_id):
    propose(mai, unit_id, name=NEW, kind="lodging", address="14 Bạch Đằng")
    an = browse(cast.an)
    an.send("/posters/1", {"language": "vi"}, to="/posters/1/printed")
    page = an.get(f"/units/{unit_id}/proposal").text
    an.send(f"/units/{unit_id}/proposal", to=f"/units/{unit_id}/proposal/accept")
    unit = stored(app, cast, unit_id)

    assert all(word in page for word in (OLD, NEW, "Cơ sở lưu trú khác", "12 Trần Hưng Đạo", "14 Bạch Đằng"))
    assert (unit.name, unit.kind.value, unit.address) == (NEW, "lodging", "14 Bạch Đằng")
    assert "cần in và dán lại" in an.get(f"/units/{unit_id}/posters").text
    assert press(an, f"/units/{unit_id}/proposal/accept").status == 409


def test_a_refusal_says_why_and_the_manager_reads_it(app, cast, browse, mai, unit_id):
    propose(mai, unit_id, name=NEW)
    path = f"/units/{unit_id}/proposal"
    an = browse(cast.an)

    assert an.send(path, {"reason": ""}, to=f"{path}/refuse").status == 422
    assert an.send(path, {"reason": "Chưa có <phép>"}, to=f"{path}/refuse").status == 303
    assert "Chưa có &lt;phép&gt;" in mai.get(f"/units/{unit_id}/proceedings").text
    assert stored(app, cast, unit_id).name == OLD


def test_many_are_accepted_after_a_page_has_shown_them(app, cast, browse, mai, unit_id):
    propose(mai, unit_id, name=NEW)
    an, path = browse(cast.an), "/units/proposals/accept"
    listed, sheet = an.get("/units/proposals").text, an.get("/units/proposals.csv").text
    asked = an.get(f"{path}?unit={unit_id}&unit=x")
    told = an.follow(an.post(path, asked.fields(path))).text

    assert NEW in listed
    assert NEW in sheet
    assert "Chấp nhận thay đổi của 1 đơn vị?" in asked.text
    assert "Đã chấp nhận thay đổi của 1 đơn vị." in told
    assert stored(app, cast, unit_id).name == NEW


def test_a_second_change_takes_the_place_of_the_first_and_none_takes_it_back(app, cast, browse, mai, unit_id):
    propose(mai, unit_id, name="Khách sạn Sao Mai")
    form = mai.get(f"/units/{unit_id}/correct").fields(f"/units/{unit_id}/correct")
    propose(mai, unit_id, phone="02973846123")
    still = browse(cast.an).get("/units/proposals").text
    propose(mai, unit_id, name=NEW)
    changed = browse(cast.an).get("/units/proposals").text
    propose(mai, unit_id, name=OLD)

    assert form["name"] == "Khách sạn Sao Mai"
    assert "Khách sạn Sao Mai" in still
    assert NEW in changed
    assert "Khách sạn Sao Mai" not in changed
    assert "Không có thay đổi nào" in browse(cast.an).get("/units/proposals").text


def test_before_the_approval_she_corrects_freely(app, cast, browse):
    with app.app_context():
        unit_id = make_unit(manager_phone="0912345678").id
        mai = browse(make_manager(get_unit(cast.an.viewer, unit_id)))
    propose(mai, unit_id, name=NEW, kind="lodging")

    assert (stored(app, cast, unit_id).name, stored(app, cast, unit_id).kind.value) == (NEW, "lodging")


@pytest.mark.parametrize(("person", "expected"), [("binh", 404), ("lan", 404), ("oanh", 403), ("duong", 303)])
def test_only_owner_and_place_accept(app, cast, browse, mai, unit_id, person, expected):
    propose(mai, unit_id, name=NEW)
    officer = browse(getattr(cast, person))
    many = press(officer, "/units/proposals/accept", {"unit": [str(unit_id)]}) if expected == 404 else None

    assert press(officer, f"/units/{unit_id}/proposal/accept").status == expected
    assert (stored(app, cast, unit_id).name == NEW) == (expected == 303)
    assert many is None or many.status == 303
