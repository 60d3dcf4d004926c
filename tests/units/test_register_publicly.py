"""A manager registers her unit on the public page in three screens, on any phone."""

import unicodedata

import pytest
import time_machine
from sqlalchemy import func, select

from app.access.scope import unscoped
from app.areas.queries import get_area
from app.areas.rules import AreaLevel
from app.clock import local_day
from app.db import db
from app.organisations.models import Organisation
from app.organisations.queries import find_organisation
from app.units.models import Unit
from app.units.rules import MONDAY_TO_FRIDAY, UnitStatus

PHONE = "0912345678"


@pytest.fixture
def typed(app):
    """What Mai types on the three screens, with the ids of the place and of the body that answers."""
    with app.app_context():
        area = get_area("31078", AreaLevel.COMMUNE, on=local_day()).id
        owner = find_organisation("tourism").id
    return {
        "name": "Khách sạn Biển Xanh",
        "kind": "hotel",
        "area": str(area),
        "address": "12 Trần Hưng Đạo",
        "manager_name": "Lê Thị Mai",
        "manager_phone": "0912 345 678",
        "phone": "",
        "tax_code": "",
        "organisation": str(owner),
    }


def units(app):
    with app.app_context():
        rows = db.session.scalars(unscoped(select(Unit).order_by(Unit.id), because="test")).all()
        for row in rows:
            _ = row.organisation.name, row.area.name
        db.session.expunge_all()
        return rows


def count(app):
    with app.app_context():
        return db.session.scalar(unscoped(select(func.count()).select_from(Unit), because="test"))


def send(browser, typed, **headers):
    return browser.send("/register", {**typed, "to": "send"}, to="/register", **headers)


def test_three_screens_make_a_pending_unit_with_poster_and_link(app, browse, typed):
    mai = browse()
    place = mai.get("/register")
    second = mai.post(
        "/register", {**place.fields(), **_part(typed, "name", "kind", "area", "address"), "to": "manager"}
    )
    third = mai.post(
        "/register", {**second.fields(), "manager_name": typed["manager_name"], "manager_phone": PHONE, "to": "check"}
    )
    sent = mai.post("/register", {**third.fields(), "to": "send"})
    page = mai.follow(sent)

    assert "Đơn vị nào, ở đâu?" in place.text
    assert "Ai chịu trách nhiệm?" in second.text
    assert "Kiểm tra và gửi" in third.text
    assert "Khách sạn Biển Xanh" in third.text
    assert "0912 345 678" in third.text
    (unit,) = units(app)
    assert unit.status is UnitStatus.PENDING
    assert unit.organisation.name == "Sở Du lịch"  # suggested by the kind
    assert unit.manager_phone == PHONE
    link = sent.location.removesuffix("/slip")
    assert f"http://localhost{link}" in page.text  # the slip's own address
    assert f"{link}/poster.pdf?lang=vi-km" in mai.get(link).text
    assert "Set-Cookie" not in sent.response.headers


def _part(values, *names):
    return {name: values[name] for name in names}


@pytest.mark.parametrize(
    ("kind", "name", "owner"),
    [
        ("hotel", "Khách sạn Biển Xanh", "Sở Du lịch"),
        ("cafe", "Cà phê Gió", "UBND thành phố Phú Quốc"),
        ("supermarket", "Siêu thị (chưa có Sở Công Thương)", "UBND thành phố Phú Quốc"),
        ("hospital", "Bệnh viện Phú Quốc", "Sở Y tế"),
    ],
)
def test_the_body_that_answers_is_suggested_by_kind_and_place(app, browse, typed, kind, name, owner):
    mai = browse()
    first = mai.get("/register").fields()
    page = mai.post("/register", {**first, **typed, "organisation": "", "kind": kind, "name": name, "to": "manager"})

    with app.app_context():
        chosen = {body.name: str(body.id) for body in map(find_organisation, ("tourism", "health", "district-911"))}
    assert page.fields()["organisation"] == chosen[owner]


def test_a_school_opens_from_monday_to_friday_until_somebody_says_otherwise(app, browse, typed):
    send(browse(), {**typed, "kind": "school", "name": "Trường THCS Dương Đông"})

    assert units(app)[0].open_weekdays == MONDAY_TO_FRIDAY


def test_what_is_wrong_is_said_on_its_screen_and_everything_typed_is_kept(app, browse, typed):
    page = send(browse(), {**typed, "manager_phone": "12345", "name": "Khách sạn Biển Xanh"})

    assert page.status == 422
    assert "Ai chịu trách nhiệm?" in page.text
    assert "Số điện thoại phải có 10 chữ số" in page.text
    assert "<title>Lỗi:" in page.text
    kept = page.fields()
    assert kept["manager_phone"] == "12345"
    assert kept["name"] == "Khách sạn Biển Xanh"
    assert kept["area"] == typed["area"]
    assert count(app) == 0


def test_going_back_keeps_what_was_typed_and_complains_of_nothing(browse, typed):
    mai = browse()
    page = mai.post("/register", {**mai.get("/register").fields(), **typed, "manager_phone": "1", "to": "place"})

    assert page.status == 200
    assert page.fields()["name"] == typed["name"]
    assert page.fields()["manager_phone"] == "1"
    assert "Lỗi" not in page.text


def test_a_form_sent_twice_is_one_unit_and_its_last_link_works(app, browse, typed):
    mai = browse()
    form = {**mai.get("/register").fields(), **typed, "to": "send"}
    first, second = mai.post("/register", form), mai.post("/register", form)

    assert count(app) == 1
    assert mai.get(first.location.removesuffix("/slip")).status == 410
    assert mai.follow(second).status == 200


def test_the_form_sent_back_with_another_unit_makes_a_second_one(app, browse, typed):
    mai = browse()
    form = {**mai.get("/register").fields(), **typed, "to": "send"}
    mai.post("/register", form)
    mai.post("/register", {**form, "name": "Khách sạn Cát Vàng"})

    assert [unit.name for unit in units(app)] == ["Khách sạn Biển Xanh", "Khách sạn Cát Vàng"]


def test_a_form_left_open_overnight_works_and_after_three_days_it_is_sent_once_more(app, browse, typed):
    mai = browse()
    with time_machine.travel("2026-05-01 20:00+07:00", tick=False) as clock:
        form = {**mai.get("/register").fields(), **typed, "to": "send"}
        clock.move_to("2026-05-04 20:00+07:00")
        stale = mai.post("/register", form)
        assert (stale.status, count(app)) == (422, 0)
        assert "Trang đã mở quá lâu" in stale.text
        assert mai.post("/register", {**stale.fields(), "to": "send"}).status == 303
        clock.move_to("2026-05-05 08:00+07:00")
        fresh = mai.get("/register").fields()
        clock.move_to("2026-05-06 07:00+07:00")
        overnight = mai.post("/register", {**fresh, **typed, "name": "Khách sạn Cát Vàng", "to": "send"})

    assert overnight.status == 303
    assert count(app) == 2


@pytest.mark.parametrize("stamp", ["", "x", "register-unit.abc~AAAA~BBBB", "\u202e", "é" * 500])
def test_a_forged_stamp_stores_nothing_and_keeps_everything(app, browse, typed, stamp):
    page = browse().post("/register", {**typed, "stamp": stamp, "to": "send"})

    assert page.status == 422
    assert page.fields()["name"] == typed["name"]
    assert count(app) == 0


def test_the_stamp_of_another_form_is_refused(app, browse, typed):
    with app.test_request_context():
        from app.web.stamps import new_stamp

        foreign = new_stamp("manage-1")

    assert browse().post("/register", {**typed, "stamp": foreign, "to": "send"}).status == 422
    assert count(app) == 0


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_a_form_sent_by_another_site_is_refused(app, browse, typed, headers):
    assert send(browse(), typed, headers=headers).status == 403
    assert count(app) == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [
        pytest.param("name", "", id="empty"),
        pytest.param("name", " \t\n", id="blank"),
        pytest.param("name", "\u202e\u200b\x00", id="unseen characters"),
        pytest.param("name", "🦀🦀", id="emoji alone"),
        pytest.param("name", "a" * 161, id="too long"),
        pytest.param("name", "a" * 100_000, id="far too long"),
        pytest.param("kind", "palace", id="unknown kind"),
        pytest.param("kind", "", id="no kind"),
        pytest.param("area", "999999", id="unknown place"),
        pytest.param("area", "1 OR 1=1", id="no id"),
        pytest.param("area", "9" * 40, id="silly id"),
        pytest.param("address", "", id="no address"),
        pytest.param("address", "b" * 201, id="long address"),
        pytest.param("manager_name", "…", id="signs for a name"),
        pytest.param("manager_phone", "", id="no phone"),
        pytest.param("manager_phone", "<script>alert(1)</script>", id="markup for a phone"),
        pytest.param("phone", "+84 12", id="wrong second phone"),
        pytest.param("tax_code", "12345", id="short tax code"),
        pytest.param("organisation", "999999", id="unknown body"),
        pytest.param("organisation", "", id="no body"),
    ],
)
def test_what_cannot_be_is_refused_with_422(app, browse, typed, field, value):
    page = send(browse(), {**typed, field: value})

    assert page.status == 422
    assert count(app) == 0


def test_a_body_of_another_district_cannot_be_made_to_answer(app, browse, typed):
    with app.app_context():
        hatien = find_organisation("district-900").id

    assert send(browse(), {**typed, "organisation": str(hatien)}).status == 422
    assert count(app) == 0


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        pytest.param(unicodedata.normalize("NFD", "Quán Ốc Đêm"), "Quán Ốc Đêm", id="decomposed"),
        pytest.param("Quán\u202e Ốc\x07 Đêm", "Quán Ốc Đêm", id="control characters"),
        pytest.param("<script>alert(1)</script>", "<script>alert(1)</script>", id="markup"),
        pytest.param("=1+1", "=1+1", id="formula"),
        pytest.param("Cà phê 🦀", "Cà phê 🦀", id="emoji"),
        pytest.param("{{ 7 * 7 }} %s", "{{ 7 * 7 }} %s", id="templates"),
    ],
)
def test_names_are_stored_exactly_and_never_become_markup(app, browse, typed, sent, stored):
    page = browse().follow(send(browse(), {**typed, "name": sent}))

    assert units(app)[0].name == stored
    assert "<script>alert" not in page.text
    assert "49" not in page.tree.findtext(".//h1")


def second_screen(browser, typed, **more):
    place = browser.get("/register").fields()
    return browser.post(
        "/register", {**place, **_part(typed, "name", "kind", "area", "address"), **more, "to": "manager"}
    )


@pytest.mark.parametrize(
    ("kind", "name", "household", "owner"),
    [
        ("hotel", "Khách sạn Biển Xanh", {}, "Sở Du lịch"),
        ("eatery", "Quán Gió", {}, "UBND thành phố Phú Quốc"),
        ("eatery", "Quán Gió", {"is_household": "y"}, "UBND phường Dương Đông"),
        ("hotel", "Nhà nghỉ Gió", {"is_household": "y"}, "UBND phường Dương Đông"),
    ],
)
def test_the_body_is_suggested_by_kind_and_place_a_households_is_its_commune(
    app, browse, typed, kind, name, household, owner
):
    page = second_screen(browse(), {**typed, "kind": kind, "name": name}, **household)
    fields = page.fields()
    with app.app_context():
        suggested = db.session.get(Organisation, int(fields["organisation"])).name

    assert suggested == owner
    assert fields.get("is_household", "") == household.get("is_household", "")


def test_who_does_not_know_the_body_says_so_and_the_district_answers_until_the_office_decides(app, cast, browse, typed):
    assert "Không rõ cơ quan quản lý" in second_screen(browse(), typed).text
    mai = browse()
    third = mai.send("/register", {**typed, "organisation": "unknown", "to": "check"}, to="/register").text
    sent = send(mai, {**typed, "organisation": "unknown", "is_household": "y"})
    unit = units(app)[0]
    listed = browse(cast.chau).get("/units?need=owner").text

    assert "Không rõ cơ quan quản lý" in third
    assert sent.status == 303
    assert (unit.organisation.name, unit.is_household) == ("UBND thành phố Phú Quốc", True)
    assert unit.unclear_since is not None
    assert "Khách sạn Biển Xanh" in listed


@pytest.mark.parametrize("language", ["km", "en"])
def test_no_label_and_no_mistake_of_a_registration_stays_vietnamese_in_another_language(browse, typed, language):
    mai = browse()
    wrong = mai.send(f"/register?lang={language}", {"to": "manager"}, to="/register").text
    second = mai.send("/register", {**typed, "manager_name": "", "to": "manager"}).text
    left = mai.send("/register", {**typed, "manager_name": "", "manager_phone": "", "to": "check"}).text

    for page in (wrong, second, left):
        for text in ("Tên đơn vị", "Hãy ", "người đứng đầu", "Điện thoại", "Mã số thuế", ">Xã, phường, thị trấn<"):
            assert text not in page, text
