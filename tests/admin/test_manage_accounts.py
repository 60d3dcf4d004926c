"""The administrator opens, finds, closes accounts and hands out first passwords."""

import re

import pytest

NEW = {"full_name": "Nguyễn Thị Hoa", "username": "hoa", "role": "district_officer"}


def body_id(page, name):
    """The value that the drop-down of bodies has for a name."""
    return next(option.get("value") for option in page.tree.iter("option") if option.text == name)


def fill(browser, **values):
    form = browser.get("/admin/accounts/new")
    body = body_id(form, values.pop("body", "UBND thành phố Phú Quốc"))
    return browser.post(
        "/admin/accounts/new", {**form.fields("/admin/accounts/new"), **NEW, "organisation": body, **values}
    )


def first_password(page):
    return re.search(r"\b(?:[a-z0-9]{4}-){3}[a-z0-9]{4}\b", page.text)[0]


def test_an_opened_account_signs_in_with_its_first_password_and_must_change_it(cast, browse):
    page = fill(browse(cast.quan))

    signed_in = browse().send("/login", {"username": "hoa", "password": first_password(page)})

    assert page.status == 200
    assert signed_in.location == "/account/password"


def test_the_first_password_is_shown_once(cast, browse):
    browser = browse(cast.quan)
    password = first_password(fill(browser))
    listed = browser.get("/admin/accounts?q=hoa")

    assert "Nguyễn Thị Hoa" in listed.text
    assert password not in listed.text
    assert password not in browser.get("/audit").text


@pytest.mark.parametrize(
    ("values", "message"),
    [
        pytest.param({"full_name": ""}, "Hãy nhập họ và tên.", id="no name"),
        pytest.param({"username": "BINH"}, "đã có người dùng", id="a name that is taken, in capitals"),
        pytest.param({"username": "hoa hoa"}, "3–64 ký tự", id="a name with a blank"),
        pytest.param({"role": "district_officer", "body": "Sở Du lịch"}, "không thuộc loại cơ quan", id="unfit body"),
        pytest.param({"role": "manager"}, "danh sách", id="a role that units give themselves"),
        pytest.param({"role": ""}, "Hãy chọn vai trò.", id="no role"),
        pytest.param({"full_name": "x" * 121}, "120", id="too long"),
    ],
)
def test_a_refused_account_keeps_what_was_typed(values, message, cast, browse):
    page = fill(browse(cast.quan), **values)

    assert page.status == 422
    assert message in page.text
    assert "<title>Lỗi:" in page.text
    assert (values.get("username") or "hoa") in page.text


def test_a_head_gets_the_post_that_he_holds(cast, browse):
    page = fill(browse(cast.quan), role="department_head", body="Sở Du lịch", username="giamdoc")
    shown = browse(cast.quan).get(re.search(r"/admin/accounts/\d+", page.text)[0])

    assert "Giám đốc" in shown.text


def test_accounts_are_found_without_marks_by_role_body_and_status(cast, browse):
    browser = browse(cast.quan)

    assert "1 tài khoản" in browser.get("/admin/accounts?q=tran van binh").text
    assert "Trần Văn Oanh" in browser.get("/admin/accounts?role=observer").text
    assert "Trần Văn An" not in browser.get("/admin/accounts?role=observer").text
    assert "0 tài khoản" in browser.get("/admin/accounts?status=disabled").text
    assert browser.get("/admin/accounts?organisation=99999999999999999999").status == 200
    assert "11 tài khoản" in browser.get("/admin/accounts?role=nonsense&status=nonsense&organisation=x&page=x").text


def test_accounts_stand_by_given_name(cast, browse):
    text = browse(cast.quan).get("/admin/accounts").text

    assert text.index("Trần Văn An<") < text.index("Trần Văn Anh<") < text.index("Trần Văn Binh<")


def test_htmx_gets_the_table_alone(cast, browse):
    page = browse(cast.quan).get("/admin/accounts?q=binh", headers={"HX-Request": "true"})

    assert page.text.lstrip().startswith('<div id="accounts_table"')
    assert "<html" not in page.text


def test_a_closed_account_signs_in_no_more_until_it_is_opened_again(cast, browse):
    browser, binh = browse(cast.quan), browse(cast.binh)
    here = f"/admin/accounts/{cast.binh.user_id}"
    page = browser.send(here, to=f"{here}/disable")

    assert "Đã khóa tài khoản binh." in browser.follow(page).text
    assert binh.get("/account").status == 303
    assert browse().send("/login", {"username": "binh", "password": cast.binh.password}).status == 422

    browser.send(here, to=f"{here}/enable")
    assert browse(cast.binh).get("/account").status == 200


def test_a_new_first_password_signs_the_account_out_everywhere(cast, browse):
    browser, binh = browse(cast.quan), browse(cast.binh)
    here = f"/admin/accounts/{cast.binh.user_id}"
    password = first_password(browser.send(here, to=f"{here}/reset-password"))

    assert binh.get("/account").location.startswith("/login")
    assert browse().send("/login", {"username": "binh", "password": password}).location == "/account/password"


def test_nobody_closes_the_account_in_which_he_works(cast, browse):
    browser = browse(cast.quan)
    here = f"/admin/accounts/{cast.quan.user_id}"
    token = browser.get(here).fields(f"{here}/reset-password")

    assert "/disable" not in browser.get(here).text
    refused = browser.post(f"{here}/disable", token)
    assert refused.status == 409
    assert "Không thể tự khóa" in refused.text
    assert browser.get("/account").status == 200


@pytest.mark.parametrize("who", ["chau", "chuong", "oanh", "an", "anh", "binh", "hai", "lan"])
def test_nobody_else_opens_the_accounts_pages(who, cast, browse):
    browser = browse(getattr(cast, who))

    for path in (
        "/admin/accounts",
        "/admin/accounts/new",
        f"/admin/accounts/{cast.an.user_id}",
        "/audit",
        "/audit/chain",
    ):
        assert browser.get(path).status == 403


def test_an_account_that_does_not_exist_is_not_found(cast, browse):
    browser = browse(cast.quan)

    assert browser.get("/admin/accounts/999999").status == 404
    assert browser.get("/admin/accounts/99999999999999999999").status == 404
