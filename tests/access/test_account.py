"""One's own account: first passwords, changing, the devices signed in."""

import pytest

from app.access import actions, queries
from app.clock import now
from app.db import transaction
from app.door import office_viewer
from tests.cast import PASSWORD

NEW = "mười hai con sếu bay"
FORM = {"current_password": PASSWORD, "new_password": NEW, "repeated_password": NEW}


@pytest.fixture
def first(app, cast):
    """An's account with the first password that an administrator gave her."""
    with app.app_context(), transaction():
        return actions.reset_password(office_viewer(), queries.find_account("an"))


def test_a_first_password_opens_nothing_but_the_page_to_change_it(cast, browse, first):
    browser = browse()
    page = browser.send("/login", {"username": "an", "password": first})

    assert page.location == "/account/password"
    assert browser.get("/account").location == "/account/password"
    assert browser.get("/organisations").location == "/account/password"
    assert "Hãy đặt mật khẩu của riêng mình" in browser.get("/account/password").text


def test_after_the_change_everything_is_open_and_the_first_password_is_void(cast, browse, first):
    browser = browse()
    browser.send("/login", {"username": "an", "password": first})
    page = browser.send("/account/password", {**FORM, "current_password": first}, to="/account/password")

    assert "Đã đổi mật khẩu." in browser.follow(page).text
    assert browse().send("/login", {"username": "an", "password": first}).status == 422
    assert browse().send("/login", {"username": "an", "password": NEW}).location == "/desk"


def test_who_has_a_first_password_may_leave(cast, browse, first):
    browser = browse()
    browser.send("/login", {"username": "an", "password": first})

    browser.send("/logout", to="/logout")

    assert browser.get("/account").location.startswith("/login")


def test_a_change_signs_the_other_devices_out_and_this_one_not(cast, browse):
    here, there = browse(cast.an), browse(cast.an)
    old = here.client.get_cookie("portal").value

    here.send("/account/password", FORM, to="/account/password")

    assert here.get("/account").status == 200
    assert there.get("/account").status == 303
    there.client.set_cookie("portal", old)
    assert there.get("/account").status == 303


@pytest.mark.parametrize(
    ("values", "message"),
    [
        pytest.param({"current_password": "wrong horse"}, "Mật khẩu hiện tại không đúng.", id="wrong present one"),
        pytest.param({"repeated_password": "other"}, "không giống nhau", id="typed differently"),
        pytest.param({"new_password": "short", "repeated_password": "short"}, "ít nhất 10 ký tự", id="short"),
        pytest.param({"new_password": PASSWORD, "repeated_password": PASSWORD}, "phải khác", id="the same again"),
        pytest.param({"new_password": "an12345678", "repeated_password": "an12345678"}, "tên đăng nhập", id="its name"),
        pytest.param({"new_password": "", "repeated_password": ""}, "Hãy nhập mật khẩu mới.", id="nothing"),
    ],
)
def test_a_refused_change_says_why_and_keeps_the_old_password(values, message, cast, browse):
    page = browse(cast.an).send("/account/password", {**FORM, **values}, to="/account/password")

    assert page.status == 422
    assert message in page.text
    assert NEW not in page.text
    assert browse().send("/login", {"username": "an", "password": PASSWORD}).status == 303


def test_guessing_the_present_password_waits_too(cast, browse):
    browser = browse(cast.an)
    for _ in range(4):
        browser.send("/account/password", {**FORM, "current_password": "wrong horse"}, to="/account/password")

    page = browser.send("/account/password", FORM, to="/account/password")

    assert page.status == 422
    assert "Đã thử sai nhiều lần." in page.text


def test_a_lost_device_is_signed_out_from_another_one(cast, browse):
    lost, here = browse(cast.an), browse(cast.an)
    page = here.get("/account")
    end = next(form.get("action") for form in page.tree.iter("form") if form.get("action", "").endswith("/end"))

    page = here.post(end, page.fields(end))

    assert "Đã đăng xuất thiết bị đó." in here.follow(page).text
    assert lost.get("/account").status == 303
    assert here.get("/account").status == 200


@pytest.mark.slow
def test_binh_cannot_sign_an_out(cast, browse):
    an, binh = browse(cast.an), browse(cast.binh)
    token = binh.get("/account").fields("/logout")

    assert binh.post("/account/sessions/1/end", token).status == 404
    assert an.get("/account").status == 200


def test_a_closed_account_is_out_at_its_next_request(cast, browse, app):
    browser = browse(cast.an)
    with app.app_context(), transaction():
        actions.disable_account(office_viewer(), queries.find_account("an"))

    assert browser.get("/account").status == 303


def test_an_account_closed_in_the_database_itself_is_out_too(cast, browse, app):
    browser = browse(cast.an)
    with app.app_context(), transaction():
        queries.find_account("an").disabled_at = now()

    assert browser.get("/account").status == 303


def test_a_closed_account_opened_again_signs_in_with_its_password(cast, browse, app):
    with app.app_context(), transaction():
        user = queries.find_account("an")
        actions.disable_account(office_viewer(), user)
        actions.enable_account(office_viewer(), user)

    assert browse(cast.an).get("/account").status == 200
