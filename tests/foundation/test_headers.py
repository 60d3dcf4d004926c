"""Every answer carries the headers that keep strangers out: pages, errors, static files, redirects, JSON."""

import json

import pytest
from flask import request

from app import create_app
from app.web.assets import STATIC
from app.web.headers import HSTS
from tests.conftest import environ

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.fixture
def broken(app, tmp_path):
    """An app as in production's mode of errors, with a view that has a bug."""
    from app.door import public

    other = create_app(environ(app.config["SQLALCHEMY_DATABASE_URI"], tmp_path, PORTAL_ENV="development"))

    @other.get("/bug")
    @public
    def bug() -> str:
        return str(int(request.args["who"]))

    return other


def assert_guarded(response):
    for name, value in ALWAYS.items():
        assert response.headers[name] == value, name
    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "*" not in policy
    assert "http:" not in policy
    assert "Server" not in response.headers


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/login", 200),
        ("/privacy", 200),
        ("/enter?code=x", 422),
        ("/account", 303),
        ("/lang/en", 303),
        ("/lang/xx", 404),
        ("/nothing/here", 404),
        ("/q/ZZZZ-ZZZZ-Z", 404),
        ("/robots.txt", 200),
        ("/healthz", 200),
        ("/readyz", 200),
        ("/static/nothing.css", 404),
    ],
)
def test_visitors_get_the_headers_with_every_answer(path, status, browse):
    response = browse().get(path).response

    assert response.status_code == status
    assert_guarded(response)
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/account", "/organisations", "/admin/jobs", "/desk"])
def test_officers_pages_have_them_and_are_kept_by_no_cache(path, cast, browse):
    response = browse(cast.an).get(path).response

    assert_guarded(response)
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_get_them_too(method, browse):
    response = browse().client.open("/privacy", method=method)

    assert response.status_code in (200, 405)
    assert_guarded(response)


def test_static_files_have_a_policy_that_allows_nothing(browse):
    manifest = json.loads((STATIC / "manifest.json").read_text())
    for name in ("citizen.css", "staff.css", "staff.js", "htmx.min.js"):
        response = browse().client.get(f"/static/{manifest[name]}")

        assert response.status_code == 200
        assert_guarded(response)
        assert response.headers["Content-Security-Policy"] == "default-src 'none'"
        assert "immutable" in response.headers["Cache-Control"]
        response.close()


def test_a_bug_answers_with_them_and_says_nothing_of_itself(broken, caplog):
    response = broken.test_client().get("/bug?who=Văn A, 0912345678")

    assert response.status_code == 500
    assert_guarded(response)
    assert "Hệ thống gặp lỗi" in response.text
    assert "0912345678" not in response.text
    assert "0912345678" not in caplog.text
    assert "bug at bug: ValueError" in caplog.text


def test_over_https_browsers_are_told_to_stay_there(app, browse):
    assert browse().get("/", base_url="https://localhost").response.headers["Strict-Transport-Security"] == HSTS
    assert "Strict-Transport-Security" not in browse().get("/").response.headers


def test_behind_a_trusted_proxy_https_is_believed_and_else_not(app, tmp_path):
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    trusting = create_app(environ(url, tmp_path, TRUSTED_PROXIES="1", BASE_URL="https://localhost"))
    told = {"X-Forwarded-Proto": "https"}

    assert "Strict-Transport-Security" in trusting.test_client().get("/", headers=told).headers
    assert "Strict-Transport-Security" not in app.test_client().get("/", headers=told).headers


def test_over_https_static_files_say_so_too(app, tmp_path):
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    secure = create_app(environ(url, tmp_path, BASE_URL="https://localhost"))
    manifest = json.loads((STATIC / "manifest.json").read_text())
    response = secure.test_client().get(f"/static/{manifest['citizen.css']}")

    assert response.headers["Strict-Transport-Security"] == HSTS
    response.close()


def test_officers_pages_keep_no_history_in_the_browser(cast, browse):
    page = browse(cast.an).get("/account")
    config = next(meta.get("content") for meta in page.tree.iter("meta") if meta.get("name") == "htmx-config")

    assert json.loads(config)["historyCacheSize"] == 0
    assert json.loads(config)["allowEval"] is False
    assert json.loads(config)["selfRequestsOnly"] is True


def test_who_has_no_session_is_given_none(app):
    answer = app.test_client().get("/")

    assert "Set-Cookie" not in answer.headers
    assert "Cookie" in answer.headers["Vary"]
