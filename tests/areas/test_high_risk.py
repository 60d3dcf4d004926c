"""The province keeps the list of places at high risk."""

import pytest

from app.areas.queries import list_high_risk_area_ids
from app.clock import local_day
from app.web.filters import day


def area_id(browser, name):
    page = browser.get("/areas")
    return next(option.get("value") for option in page.tree.iter("option") if option.text == name)


def add(browser, name="Thành phố Hà Tiên", **values):
    sent = {"area": area_id(browser, name), "from_on": "07/5/2021", "basis": "Công văn 600/UBND-KGVX", **values}
    return browser.send("/areas", sent, to="/areas/high-risk")


def test_a_place_is_listed_from_its_day_with_its_basis(cast, browse, app):
    browser = browse(cast.chau)
    page = browser.follow(add(browser))

    assert "Thành phố Hà Tiên là địa bàn nguy cơ cao." in page.text
    assert "Công văn 600/UBND-KGVX" in page.text
    with app.app_context():
        assert len(list_high_risk_area_ids(on=local_day())) == 2


def test_a_commune_can_be_listed(cast, browse):
    browser = browse(cast.chau)

    assert "Phường Đông Hồ là địa bàn nguy cơ cao." in browser.follow(add(browser, "Phường Đông Hồ")).text


def test_a_place_is_not_listed_twice(cast, browse):
    page = add(browse(cast.chau), "Thành phố Phú Quốc")

    assert page.status == 409
    assert "đã có trong danh sách" in page.text


def test_a_listing_ends_and_the_days_before_stay_as_they_were(cast, browse, app):
    browser = browse(cast.chau)
    today = local_day()
    page = browser.send("/areas/high-risk/1/end", {"until_on": day(today)}, to="/areas/high-risk/1/end")

    assert "Đã thôi" in browser.follow(page).text
    with app.app_context():
        assert list_high_risk_area_ids(on=today) == frozenset()
        assert len(list_high_risk_area_ids(on=today.replace(year=today.year - 1))) == 1


def test_a_listing_does_not_end_before_it_began(cast, browse):
    page = browse(cast.chau).send("/areas/high-risk/1/end", {"until_on": "31/12/2020"}, to="/areas/high-risk/1/end")

    assert page.status == 409


@pytest.mark.parametrize(
    ("values", "message"),
    [
        pytest.param({"area": ""}, "Hãy chọn địa bàn.", id="no place"),
        pytest.param({"area": "999999"}, "danh sách", id="a place that is not offered"),
        pytest.param({"from_on": "tomorrow"}, "31/12/2021", id="no day"),
        pytest.param({"basis": "   "}, "căn cứ", id="no basis"),
        pytest.param({"basis": "x" * 201}, "200", id="a long basis"),
    ],
)
def test_a_refused_listing_says_why_and_keeps_what_was_typed(values, message, cast, browse):
    page = add(browse(cast.chau), **values)

    assert page.status == 422
    assert message in page.text
    assert "<title>Lỗi:" in page.text


@pytest.mark.parametrize("who", ["an", "binh", "oanh", "lan", "quan"])
def test_others_read_the_list_and_cannot_change_it(who, cast, browse):
    browser = browse(getattr(cast, who))
    page = browser.get("/areas")
    token = page.fields("/logout")

    assert "Thành phố Phú Quốc" in page.text
    assert "Thêm địa bàn" not in page.text
    assert browser.post("/areas/high-risk", token).status == 403
    assert browser.get("/areas/high-risk/1/end").status == 403
    assert browser.post("/areas/high-risk/1/end", {**token, "until_on": "01/01/2026"}).status == 403
