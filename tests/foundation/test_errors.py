"""What goes wrong is said in the reader's language, with what to do next; nothing typed is lost."""

import pytest
from flask import Blueprint, abort, request
from sqlalchemy.exc import OperationalError
from wtforms import StringField

from app import create_app
from app.db import db
from app.door import Absent, public
from app.web.forms import PublicForm
from app.web.stamps import read_stamp
from tests.browser_client import Browser
from tests.conftest import environ

bp = Blueprint("failing", __name__)


@bp.get("/failing/abort/<int:status>")
@public
def abort_with(status: int) -> str:
    abort(status)


@bp.get("/failing/absent")
@public
def absent() -> str:
    raise Absent("person 7")


@bp.post("/failing/busy")
@public
def busy() -> str:
    raise OperationalError("INSERT …", {"name": "Văn A"}, Exception("database is locked"))


@bp.post("/failing/mistake")
@public
def mistake() -> str:
    raise OperationalError("INSERT …", dict(request.form), Exception("no such column: nmae"))


@bp.post("/failing/stamped")
@public
def stamped() -> str:
    return read_stamp("failing.7").submission_id


@bp.post("/failing/form")
@public
def read_form() -> str:
    class AnyForm(PublicForm):
        name = StringField("Tên")

    return AnyForm(request.form).name.data or ""


@pytest.fixture(scope="module")
def failing_app(database, tmp_path_factory):
    """An app as outside tests, with views that fail in every way."""
    other = create_app(environ(database.url, tmp_path_factory.mktemp("keys"), PORTAL_ENV="development"))
    other.register_blueprint(bp)
    return other


@pytest.fixture
def failing(app, failing_app):
    yield Browser(failing_app)
    with failing_app.app_context():
        db.session.remove()
        db.engine.dispose()


HEADINGS = {
    400: "Yêu cầu không đọc được",
    401: "Ông/bà cần đăng nhập",
    403: "Ông/bà không có quyền xem trang này",
    404: "Không tìm thấy trang",
    409: "Chưa thực hiện được",
    410: "Mã này không còn dùng",
    413: "Nội dung gửi lên quá lớn",
    415: "Yêu cầu không đọc được",
    418: "Yêu cầu không đọc được",
    429: "Gửi quá nhiều lần",
    500: "Hệ thống gặp lỗi",
    502: "Hệ thống gặp lỗi",
    503: "Chưa lưu, xin bấm lại",
}


@pytest.mark.parametrize(("status", "heading"), HEADINGS.items())
def test_every_error_has_a_page_that_leads_on(status, heading, failing):
    page = failing.get(f"/failing/abort/{status}")

    assert page.status == status
    assert heading in page.text
    assert sum(1 for _ in page.tree.iter("h1")) == 1
    assert 'href="/"' in page.text
    assert ("Retry-After" in page.response.headers) == (status in (429, 503))


@pytest.mark.parametrize("status", [403, 404, 410, 413, 429, 500])
@pytest.mark.parametrize("language", ["en", "km"])
def test_error_pages_speak_the_readers_language(status, language, failing):
    page = failing.get(f"/failing/abort/{status}?lang={language}")

    assert page.tree.get("lang") == language
    assert HEADINGS[status] not in page.text


def test_absent_and_not_yours_say_nothing_of_the_row(failing):
    page = failing.get("/failing/absent")

    assert page.status == 404
    assert "person 7" not in page.text


def test_a_busy_database_keeps_everything_typed_behind_one_button(failing):
    sent = {"full_name": 'Trần "A" <b>', "password": "secret word", "new_password": "other", "stamp": "kept"}
    page = failing.post("/failing/busy?step=2", sent)

    assert page.status == 503
    assert page.response.headers["Retry-After"] == "5"
    assert page.fields("/failing/busy?step=2") == {"full_name": 'Trần "A" <b>', "stamp": "kept"}
    assert "<b>" not in page.text
    assert "secret word" not in page.text
    assert "Set-Cookie" not in page.response.headers


def test_our_own_mistake_is_not_called_busy(failing, caplog):
    page = failing.post("/failing/mistake", {"full_name": "Văn A"})

    assert page.status == 500
    assert "Văn A" not in page.text
    assert "Văn A" not in caplog.text


def test_a_form_left_open_too_long_gets_a_fresh_stamp_and_works(failing):
    page = failing.post("/failing/stamped", {"stamp": "too old", "full_name": "Văn A"})

    assert page.status == 422
    fresh = page.fields("/failing/stamped")
    assert fresh["full_name"] == "Văn A"
    assert failing.post("/failing/stamped", fresh).status == 200
    assert "Set-Cookie" not in page.response.headers


def test_a_body_over_the_limit_is_refused(failing):
    assert failing.post("/failing/form", {"name": "x" * (3 * 1024 * 1024)}).status == 413


def test_a_plain_form_has_less_room_than_a_file(failing):
    assert failing.post("/failing/form", {"name": "x" * 200_000}).status == 200
    assert failing.post("/failing/form", {"name": "x" * 300_000}).status == 413
    assert in_parts(failing, ["x" * 600_000]) == 413


def in_parts(browser, values):
    """The status of a form sent as multipart/form-data."""
    part = '--b\r\nContent-Disposition: form-data; name="name"\r\n\r\n{}\r\n'
    body = "".join(part.format(value) for value in values) + "--b--\r\n"
    kind = "multipart/form-data; boundary=b"
    return browser.client.post("/failing/form", data=body.encode(), content_type=kind).status_code


def test_too_many_fields_are_refused(failing):
    assert in_parts(failing, ["x"] * 500) == 200
    assert in_parts(failing, ["x"] * 501) == 413
    assert failing.client.post("/failing/form", data={"name": ["x"] * 100_000}).status_code == 413


def test_a_body_that_is_no_form_is_an_empty_form(failing):
    assert failing.client.post("/failing/form", data=b"\xff\xfe\x00", content_type="text/plain").status_code == 200


def test_another_method_is_405_and_names_those_allowed(browse):
    page = browse().post("/privacy")

    assert page.status == 405
    assert "GET" in page.response.headers["Allow"]
    assert "Yêu cầu không đọc được" in page.text


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/units/99999999999999999999",
        "/q/%00",
        "/r/%F0%9F%99%82",
        "/%2e%2e/etc/passwd",
        "/a" * 500,
        "/%ff%fe",
    ],
)
def test_silly_addresses_are_pages_not_found(path, browse):
    assert browse().get(path).status in (303, 404)


def test_a_stale_token_of_an_officers_form_is_422_with_everything_kept(cast, browse):
    browser = browse(cast.chau)
    here = "/admin/settings/units.link_days"
    page = browser.post(here, {"value": "14", "basis": "Công văn 600", "csrf_token": "stale"})

    assert page.status == 422
    again = page.fields(here)
    assert again["basis"] == "Công văn 600"
    assert again["csrf_token"] != "stale"


def test_a_missing_token_is_422_and_another_site_403(cast, browse):
    browser = browse(cast.chau)
    here = "/admin/settings/units.link_days"

    assert browser.post(here, {"value": "14"}).status == 422
    assert browser.post(here, {"value": "14"}, headers={"Sec-Fetch-Site": "cross-site"}).status == 403


def test_binhs_token_signs_none_of_ans_forms(cast, browse):
    an, binh = browse(cast.an), browse(cast.binh)
    token = binh.get("/account").fields("/logout")

    assert an.post("/logout", token).status == 422
    assert an.get("/account").status == 200


def test_an_expired_session_leads_htmx_to_the_sign_in(browse):
    response = browse().get("/organisations", headers={"HX-Request": "true"}).response

    assert response.status_code == 401
    assert response.headers["HX-Redirect"] == "/login"
