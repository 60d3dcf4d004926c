"""An officer enters a unit for his own body or one below it, in his area."""

import pytest
from sqlalchemy import func, select

from app.access.scope import unscoped
from app.areas.queries import get_area
from app.areas.rules import AreaLevel
from app.clock import local_day
from app.db import db
from app.organisations.queries import find_organisation
from app.units.models import Unit


@pytest.fixture
def ids(app):
    """Ids of places and bodies by their codes."""
    with app.app_context():
        places = {code: get_area(code, AreaLevel.COMMUNE, on=local_day()).id for code in ("31078", "31096", "30769")}
        bodies = ("tourism", "district-911", "district-900", "commune-31078", "commune-31096")
        return {code: str(place) for code, place in places.items()} | {
            code: str(find_organisation(code).id) for code in bodies
        }


def typed(ids, *, area="31078", owner="district-911", **more):
    return {
        "name": "Quán Ốc Đêm",
        "kind": "eatery",
        "area": ids[area],
        "address": "Chợ đêm",
        "organisation": ids[owner],
        "manager_name": "Ngô Văn Bảy",
        "manager_phone": "0912345678",
        "open_weekdays": ["0", "5", "6"],
        **more,
    }


def count(app):
    with app.app_context():
        return db.session.scalar(unscoped(select(func.count()).select_from(Unit), because="test"))


def test_an_officer_registers_and_is_shown_the_managers_link_once(app, cast, browse, ids):
    an = browse(cast.an)
    page = an.follow(an.send("/units/new", typed(ids)))

    assert "Đã đăng ký Quán Ốc Đêm." in page.text
    assert "/manage/" in page.text
    assert "poster.pdf" in page.text
    assert "Mở cửa: Thứ hai, Thứ bảy, Chủ nhật." in an.get("/units/1").text


@pytest.mark.parametrize(
    ("person", "owner", "area", "status"),
    [
        ("an", "district-911", "31078", 303),
        ("an", "commune-31096", "31096", 303),
        ("an", "district-911", "30769", 422),  # a commune of Hà Tiên
        ("an", "tourism", "31078", 422),
        ("an", "district-900", "31078", 422),
        ("duong", "commune-31078", "31078", 303),
        ("duong", "district-911", "31078", 422),  # the body above
        ("duong", "commune-31078", "31096", 422),  # the next commune
        ("lan", "tourism", "30769", 303),  # a department's units lie anywhere
        ("lan", "district-911", "31078", 422),
        ("chau", "tourism", "30769", 303),
    ],
)
def test_a_unit_is_entered_only_within_ones_own_scope(app, cast, browse, ids, person, owner, area, status):
    page = browse(getattr(cast, person)).send("/units/new", typed(ids, area=area, owner=owner))

    assert page.status == status
    assert count(app) == (1 if status == 303 else 0)


@pytest.mark.parametrize("person", ["oanh", "hai", "chuong", "quan"])
def test_who_only_looks_enters_nothing(app, cast, browse, ids, person):
    browser = browse(getattr(cast, person))
    token = browser.get("/account").tree.find(".//meta[@name='csrf-token']").get("content")

    assert browser.get("/units/new").status == 403
    assert browser.post("/units/new", {**typed(ids), "csrf_token": token}).status == 403
    assert count(app) == 0


def test_a_form_sent_twice_is_one_unit(app, cast, browse, ids):
    an = browse(cast.an)
    form = {**an.get("/units/new").fields("/units/new"), **typed(ids)}
    an.post("/units/new", form)
    an.post("/units/new", form)

    assert count(app) == 1


def test_a_form_without_its_token_is_not_stored(app, cast, browse, ids):
    page = browse(cast.an).post("/units/new", typed(ids))

    assert page.status == 422
    assert page.fields()["name"] == "Quán Ốc Đêm"
    assert count(app) == 0


@pytest.mark.parametrize(
    "wrong", [{"open_weekdays": []}, {"open_weekdays": ["7"]}, {"open_weekdays": ["x"]}, {"submission": "s" * 33}]
)
def test_a_week_that_cannot_be_is_refused(app, cast, browse, ids, wrong):
    assert browse(cast.an).send("/units/new", typed(ids, **wrong)).status == 422
    assert count(app) == 0


@pytest.mark.parametrize(
    ("person", "more", "answers"),
    [
        ("an", {}, "UBND thành phố Phú Quốc"),
        ("an", {"is_household": "y"}, "UBND phường Dương Đông"),
        ("an", {"name": "Hộ kinh doanh Ốc Đêm"}, "UBND phường Dương Đông"),
        ("lan", {"is_household": "y"}, "Sở Du lịch"),  # who answers for communes is not hers to say
        ("chau", {"kind": "hotel"}, "Sở Du lịch"),
    ],
)
def test_without_a_body_the_one_is_meant_that_usually_answers(cast, browse, ids, person, more, answers):
    officer = browse(getattr(cast, person))
    page = officer.follow(officer.send("/units/new", {**typed(ids), "organisation": "", **more}))

    assert f"Cơ quan quản lý: {answers}." in page.text
