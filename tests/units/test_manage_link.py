"""The link on a slip, taken into use with username and password: one account, and nobody else ever again."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.access.models import User
from app.clock import local_day, now
from app.db import db, transaction
from app.units.actions import approve_unit, issue_management_link
from app.units.queries import get_unit
from tests.factories import make_manager, make_unit
from tests.made_once import made_once

CHOSEN = {
    "username": "bienxanh",
    "password": "mot cau dai de nho",
    "repeated_password": "mot cau dai de nho",
}


@made_once
def link(app, cast):
    """A pending unit's id and the path of its manager's link."""
    with app.app_context():
        unit = make_unit(cast.an)
        with transaction():
            token = issue_management_link(cast.an.viewer, get_unit(cast.an.viewer, unit.id))
        return unit.id, f"/manage/{token}"


def managers(app):
    with app.app_context():
        return db.session.scalars(select(User.username).where(User.organisation_id.is_(None))).all()


def test_a_manager_opens_her_account_and_is_led_to_sign_in(app, browse, link):
    unit_id, path = link
    mai = browse()
    done = mai.send(path, CHOSEN, to=f"{path}/account")
    page = mai.follow(done)

    assert done.status == 303
    assert "Set-Cookie" not in done.response.headers
    assert 'href="/login"' in page.text
    assert mai.get(f"/units/{unit_id}").status == 303  # nobody was signed in
    assert mai.send("/login", CHOSEN).status == 303
    assert mai.get(f"/units/{unit_id}").status == 200


@pytest.mark.slow
def test_until_approval_she_sees_prints_and_corrects_her_unit_only(app, cast, browse, link):
    unit_id, _ = link
    with app.app_context():
        other = make_unit(cast.an, name="Quán Ốc Đêm").id
        mai = browse(make_manager(get_unit(cast.an.viewer, unit_id)))
    opened = {
        path: mai.get(path).status
        for path in (
            f"/units/{unit_id}",
            f"/units/{unit_id}/correct",
            f"/units/{unit_id}/poster.pdf?lang=vi",
            f"/units/{unit_id}/calendar",
            f"/units/{other}",
            f"/units/{other}/correct",
            f"/units/{other}/poster.pdf?lang=vi",
            "/units/new",
            f"/units/{unit_id}/slip",
            f"/units/{unit_id}/suspend",
        )
    }
    closing = {"from_on": f"{local_day():%d/%m/%Y}", "last_on": f"{local_day():%d/%m/%Y}", "reason": "x"}

    assert list(opened.values()) == [200, 200, 200, 200, 404, 404, 404, 403, 403, 403]
    assert _post(mai, f"/units/{unit_id}/closures", closing) == 403
    assert _post(mai, f"/units/{unit_id}/approve") == 403
    assert "Quán Ốc Đêm" not in mai.get("/units").text


def test_once_approved_she_may_announce_closures(app, cast, browse, link):
    unit_id, _ = link
    with app.app_context():
        mai = browse(make_manager(get_unit(cast.an.viewer, unit_id)))
        with transaction():
            approve_unit(cast.an.viewer, get_unit(cast.an.viewer, unit_id))
    closing = {"from_on": f"{local_day():%d/%m/%Y}", "last_on": f"{local_day():%d/%m/%Y}", "reason": "Sửa chữa"}

    assert _post(mai, f"/units/{unit_id}/closures", closing) == 303
    assert "Sửa chữa" in mai.get(f"/units/{unit_id}/calendar").text


def _post(browser, path, values=None):
    token = browser.get("/units").tree.find(".//meta[@name='csrf-token']").get("content")
    return browser.post(path, {"csrf_token": token, **(values or {})}).status


def test_a_used_link_says_so_and_opens_no_second_account(app, browse, link):
    _, path = link
    mai, thief = browse(), browse()
    kept_open = thief.get(path).fields(f"{path}/account")
    mai.send(path, CHOSEN, to=f"{path}/account")
    page = thief.post(f"{path}/account", {**kept_open, **CHOSEN, "username": "thief"})

    assert "bằng tên đăng nhập và mật khẩu" in page.text
    assert 'href="/login"' in page.text
    assert managers(app) == ["bienxanh"]


def test_a_link_that_nobody_used_runs_out_after_thirty_days(app, browse, link):
    _, path = link
    with time_machine.travel(now() + timedelta(days=29, hours=23)):
        assert browse().get(path).status == 200
    with time_machine.travel(now() + timedelta(days=30, minutes=1)):
        page = browse().get(path)

    assert page.status == 410
    assert "hết hạn" in page.text


def test_an_unknown_link_is_a_page_not_found(browse):
    assert browse().get("/manage/abc").status == 404
    assert browse().get("/manage/abc/poster.pdf").status == 404
    assert browse().get("/manage/abc/done").status == 404
    assert browse().post("/manage/abc/account", CHOSEN).status == 404


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"username": ""}, "Hãy chọn tên đăng nhập."),
        ({"username": "an"}, "ít nhất 3 ký tự"),
        ({"username": "cast"}, None),
        ({"username": "ĐẶNG<script>"}, "chữ không dấu"),
        ({"username": "x" * 65}, "64"),
        ({"password": "ngan", "repeated_password": "ngan"}, "ít nhất 10 ký tự"),
        ({"password": "aaaaaaaaaaaa", "repeated_password": "aaaaaaaaaaaa"}, "lặp lại"),
        ({"repeated_password": "khac han"}, "không giống nhau"),
        ({"stamp": "forged"}, "mở quá lâu"),
        ({"username": "duong"}, "đã có người dùng"),
        ({"username": "DUONG"}, "đã có người dùng"),
    ],
)
def test_a_name_or_password_that_will_not_do_is_said_beside_the_field(app, browse, link, wrong, message):
    _, path = link
    page = browse().send(path, {**CHOSEN, **wrong}, to=f"{path}/account")

    if message is None:
        assert page.status == 303
        return
    assert page.status == 422
    assert message in page.text
    assert "mot cau dai" not in page.text  # a password is never sent back
    assert managers(app) == []


def test_no_log_holds_the_secret(app, browse, link, caplog):
    _, path = link
    with caplog.at_level("DEBUG"):
        browse().get(path)
        browse().send(path, CHOSEN, to=f"{path}/account")
        browse().get(path)

    assert path.removeprefix("/manage/") not in caplog.text


def test_a_poster_is_printed_with_the_link_before_there_is_an_account(browse, link):
    _, path = link
    answer = browse().get(f"{path}/poster.pdf?lang=vi-en")

    assert answer.response.mimetype == "application/pdf"
    assert answer.response.data.startswith(b"%PDF")


def test_two_browsers_with_one_link_open_one_account(app, browse, link):
    """Both passed every check before either wrote."""
    from app.units.actions import LinkSpent, open_manager_account
    from app.units.queries import get_management_link

    _, path = link
    token = path.removeprefix("/manage/")
    with app.app_context():
        found = get_management_link(token)
        open_manager_account(found, username="mai", password=CHOSEN["password"])
        db.session.commit()
        with pytest.raises(LinkSpent):
            open_manager_account(get_management_link(token), username="thief", password=CHOSEN["password"])
        db.session.rollback()

    assert managers(app) == ["mai"]
