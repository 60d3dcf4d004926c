"""The province sets its values: from a day on, on a basis, and what held before stays true."""

from datetime import timedelta

import pytest

from app import settings
from app.clock import local_day
from app.web.filters import day

KEY = "declarations.retention_days"
HERE = f"/admin/settings/{KEY}"


def put(browser, value="21", from_on=None, basis="Công văn 600/UBND-KGVX"):
    from_on = day(local_day()) if from_on is None else from_on
    return browser.send(HERE, {"value": value, "from_on": from_on, "basis": basis}, to=HERE)


def test_a_value_holds_from_its_day_and_its_basis_is_shown(cast, browse, app):
    browser = browse(cast.chau)
    tomorrow = local_day() + timedelta(1)
    page = browser.follow(put(browser, from_on=day(tomorrow)))

    with app.app_context():
        assert settings.value(KEY) == 28
        assert settings.value(KEY, on=tomorrow) == 21
    assert "Công văn 600/UBND-KGVX" in page.text
    assert "Trần Văn Chau" in page.text
    assert f"Đổi từ {day(tomorrow)}" in browser.get("/admin/settings").text


def test_citizens_read_the_new_value_at_once(cast, browse):
    put(browse(cast.chau), value="21")

    assert "21 ngày" in browse().get("/privacy").text


def test_the_same_day_set_again_replaces_what_was_set(cast, browse, app):
    browser = browse(cast.chau)
    put(browser, value="21")
    put(browser, value="30")

    with app.app_context():
        assert settings.value(KEY) == 30


@pytest.mark.parametrize(
    ("values", "message"),
    [
        pytest.param({"value": "many"}, "không dùng được", id="not a number"),
        pytest.param({"value": ""}, "Hãy nhập giá trị mới.", id="nothing"),
        pytest.param({"from_on": "01/01/2021"}, "từ hôm nay trở đi", id="in the past"),
        pytest.param({"from_on": "32/13/2021"}, "31/12/2021", id="no day"),
        pytest.param({"basis": ""}, "căn cứ", id="no basis"),
    ],
)
def test_a_refused_value_changes_nothing(values, message, cast, browse, app):
    page = put(browse(cast.chau), **values)

    assert page.status == 422
    assert message in page.text
    with app.app_context():
        assert settings.value(KEY) == 28


def test_a_setting_that_nobody_defined_is_not_found(cast, browse):
    assert browse(cast.chau).get("/admin/settings/declarations.nonsense").status == 404


def test_district_officers_neither_see_nor_change_settings(cast, browse):
    browser = browse(cast.an)
    token = browser.get("/account").fields("/logout")

    assert browser.get("/admin/settings").status == 403
    assert browser.post(HERE, {**token, "value": "1"}).status == 403


@pytest.mark.slow
def test_every_setting_has_a_page(cast, browse):
    browser = browse(cast.chau)
    listed = browser.get("/admin/settings").text

    for setting in settings.defined():
        assert f"/admin/settings/{setting.key}" in listed
        assert browser.get(f"/admin/settings/{setting.key}").status == 200


def test_where_few_values_make_sense_they_are_offered_by_name(browse, cast):
    browser, here = browse(cast.chau), "/admin/settings/directives.week_first_weekday"
    page = browser.get(here)
    browser.send(here, {"value": "0", "from_on": day(local_day()), "basis": "Công văn 99"})

    assert '<dd class="govuk-summary-list__value">Thứ sáu</dd>' in page.text
    assert '<dd class="govuk-summary-list__value">Thứ hai</dd>' in browser.get(here).text
    assert browser.send(here, {"value": "purple", "from_on": day(local_day()), "basis": "x"}).status == 422
