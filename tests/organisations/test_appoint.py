"""Who holds a post: new holders follow old ones, and the history stays."""

import pytest

from app.clock import local_day
from app.organisations.queries import find_holder, find_organisation
from app.organisations.rules import Position

NEW = {
    "position": "head",
    "full_name": "Phạm Thị Mới",
    "title": "Giám đốc",
    "phone": "0297 3 862 037",
    "email": "moi@kiengiang.gov.vn",
    "from_on": "01/6/2021",
}


@pytest.fixture
def tourism(app):
    with app.app_context():
        return find_organisation("tourism").id


def appoint(browser, body_id, **values):
    here = f"/organisations/{body_id}"
    return browser.send(here, {**NEW, **values}, to=f"{here}/appointments")


def test_a_new_head_ends_the_old_ones_time_on_the_same_day(cast, browse, app, tourism):
    browser = browse(cast.quan)
    page = browser.follow(appoint(browser, tourism))

    assert "Phạm Thị Mới" in page.text
    assert "Trần Văn Loan" in page.text
    assert page.text.count('<td class="govuk-table__cell">01/6/2021') == 2  # her first day is his first day no more
    with app.app_context():
        day_before, first_day = local_day().replace(2021, 5, 31), local_day().replace(2021, 6, 1)
        assert find_holder(tourism, Position.HEAD, on=day_before).full_name == "Trần Văn Loan"
        assert find_holder(tourism, Position.HEAD, on=first_day).full_name == "Phạm Thị Mới"


def test_a_deputy_does_not_end_the_heads_time(cast, browse, app, tourism):
    appoint(browse(cast.quan), tourism, position="deputy")

    with app.app_context():
        assert find_holder(tourism, Position.HEAD, on=local_day()).full_name == "Trần Văn Loan"
        assert find_holder(tourism, Position.DEPUTY, on=local_day()).full_name == "Phạm Thị Mới"


def test_nobody_is_put_in_before_a_later_holder(cast, browse, tourism):
    browser = browse(cast.quan)
    appoint(browser, tourism)
    page = appoint(browser, tourism, from_on="01/5/2021", full_name="Lê Văn Sớm")

    assert page.status == 409
    assert "Lê Văn Sớm" not in browser.get(f"/organisations/{tourism}").text


@pytest.mark.parametrize(
    ("values", "message"),
    [
        pytest.param({"position": ""}, "Hãy chọn chức trách.", id="no post"),
        pytest.param({"full_name": ""}, "Hãy nhập họ và tên.", id="no name"),
        pytest.param({"phone": "12"}, "10 chữ số", id="no phone number"),
        pytest.param({"email": "moi at kiengiang"}, "ten@coquan.gov.vn", id="no e-mail address"),
        pytest.param({"from_on": ""}, "Hãy nhập ngày bắt đầu.", id="no day"),
    ],
)
def test_a_refused_appointment_keeps_what_was_typed(values, message, cast, browse, tourism):
    page = appoint(browse(cast.quan), tourism, **values)

    assert page.status == 422
    assert message in page.text
    assert 'value="Giám đốc"' in page.text


@pytest.mark.parametrize("who", ["an", "binh", "lan", "oanh", "chuong"])
def test_others_read_and_cannot_appoint(who, cast, browse, tourism):
    browser = browse(getattr(cast, who))
    page = browser.get(f"/organisations/{tourism}")

    assert "Trần Văn Loan" in page.text
    assert "Ghi người giữ chức vụ mới" not in page.text
    assert browser.post(f"/organisations/{tourism}/appointments", {**page.fields("/logout"), **NEW}).status == 403


def test_bodies_are_found_by_name_kind_and_group(cast, browse):
    browser = browse(cast.an)

    assert "1 cơ quan" in browser.get("/organisations?q=so du lich").text
    assert "2 cơ quan" in browser.get("/organisations?kind=district").text
    assert "0 cơ quan" in browser.get("/organisations?group=party").text
    assert "8 cơ quan" in browser.get("/organisations?kind=nonsense&group=nonsense").text


def test_a_body_without_a_head_is_marked_in_the_list(cast, browse):
    text = browse(cast.an).get("/organisations?q=ha tien").text

    assert "Chưa ghi" in text


def test_a_body_that_does_not_exist_is_not_found(cast, browse):
    assert browse(cast.an).get("/organisations/999999").status == 404
