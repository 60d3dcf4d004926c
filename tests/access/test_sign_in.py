"""Signing in: who gets in, who waits, and that nobody else notices."""

from datetime import timedelta

import argon2
import pytest
import time_machine

from app.access import actions, queries
from app.clock import now
from app.db import db, transaction
from app.door import office_viewer

ELSEWHERE = {"REMOTE_ADDR": "203.0.113.9"}
WAIT = "Đã thử sai nhiều lần."


def guess(browser, username, password="not the password", **options):
    return browser.send("/login", {"username": username, "password": password}, **options)


def test_an_officer_signs_in_and_sees_her_account(cast, browse):
    page = browse(cast.an).get("/account")

    assert page.status == 200
    assert "Trần Văn An" in page.text
    assert "Cán bộ huyện, thành phố" in page.text


def test_the_name_is_found_whatever_its_case(cast, browse):
    assert guess(browse(), " AN ", cast.an.password).status == 303


def test_who_signs_in_is_led_to_the_desk(cast, browse):
    assert guess(browse(), "an", cast.an.password).location == "/desk"


def test_who_was_sent_to_sign_in_comes_back_to_the_page_she_wanted(cast, browse):
    browser = browse()
    sent = browser.get("/organisations?kind=district")
    assert sent.status == 303

    page = browser.send(sent.location, {"username": "an", "password": cast.an.password})

    assert page.location == "/organisations?kind=district"


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n//evil.example",
        " //evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "http:evil.example",
        "evil.example",
    ],
)
def test_a_forged_next_leads_to_the_desk(address, cast, browse):
    browser = browse()
    opened = browser.get("/login", query_string={"next": address})
    sent = {**opened.fields(), "username": "an", "password": cast.an.password, "next": address}

    page = browser.post("/login", sent)

    assert "evil" not in opened.text
    assert page.location == "/desk"


def test_who_is_signed_in_need_not_do_it_again(cast, browse):
    assert browse(cast.an).get("/login").location == "/desk"


def test_signing_in_gives_the_browser_another_session(cast, browse):
    browser = browse()
    opened = browser.get("/login")
    planted = browser.client.get_cookie("portal").value
    browser.post("/login", {**opened.fields(), "username": "an", "password": cast.an.password})

    thief = browse()
    thief.client.set_cookie("portal", planted)

    assert browser.client.get_cookie("portal").value != planted
    assert browser.get("/account").status == 200
    assert thief.get("/account").status == 303


def test_a_token_from_before_the_sign_in_signs_no_form_after_it(cast, browse):
    browser = browse()
    before = browser.get("/login").fields()
    browser.sign_in(cast.an)

    assert browser.post("/logout", {"csrf_token": before["csrf_token"]}).status == 422


def test_the_session_cookie_is_closed_to_scripts_and_other_sites(cast, browse):
    browser = browse(cast.an)
    cookie = browser.client.get_cookie("portal")

    assert cookie.http_only
    assert cookie.same_site == "Lax"


def test_a_stolen_cookie_is_worth_nothing_after_sign_out(cast, browse):
    browser = browse(cast.an)
    stolen = browser.client.get_cookie("portal").value
    thief = browse()
    thief.client.set_cookie("portal", stolen)
    assert thief.get("/account").status == 200

    browser.send("/logout")

    assert browser.get("/account").status == 303
    assert thief.get("/account").status == 303


def test_opening_the_sign_out_page_signs_nobody_out(cast, browse):
    browser = browse(cast.an)

    assert "Trần Văn An" in browser.get("/logout").text
    assert browser.get("/account").status == 200


def test_the_sign_out_page_says_when_nobody_is_signed_in(browse):
    assert "Trình duyệt này không đăng nhập." in browse().get("/logout").text


def test_a_form_from_nowhere_signs_nobody_in(cast, browse):
    page = browse().post("/login", {"username": "an", "password": cast.an.password})

    assert page.status == 422
    assert cast.an.password not in page.text


def test_a_form_of_another_site_is_refused(cast, browse):
    sent = {"username": "an", "password": cast.an.password}

    assert browse().post("/login", sent, headers={"Sec-Fetch-Site": "cross-site"}).status == 403


def test_an_empty_form_says_what_to_fill_in(browse):
    page = browse().send("/login", {"username": "", "password": ""})

    assert page.status == 422
    assert "<title>Lỗi:" in page.text
    assert "Hãy nhập tên đăng nhập." in page.text
    assert "Hãy nhập mật khẩu." in page.text


def test_wrong_unknown_and_closed_get_the_same_answer(cast, browse, app):
    with app.app_context(), transaction():
        actions.disable_account(office_viewer(), queries.find_account("binh"))

    answers = [guess(browse(), name) for name in ("an", "nobody-of-this-name")]
    answers.append(guess(browse(), "binh", cast.binh.password))

    assert {page.status for page in answers} == {422}
    assert {summary(page) for page in answers} == {"Chưa gửi được, xin xem lại Tên đăng nhập hoặc mật khẩu không đúng."}


def summary(page):
    """What the box of errors says."""
    box = next(each for each in page.tree.iter("div") if each.get("id") == "error_summary")
    return " ".join("".join(box.itertext()).split())


def test_an_unknown_name_costs_as_much_work_as_a_wrong_password(cast, browse, monkeypatch):
    verified = []
    honest = argon2.PasswordHasher.verify
    monkeypatch.setattr(
        argon2.PasswordHasher, "verify", lambda self, *values: verified.append(1) or honest(self, *values)
    )

    guess(browse(), "an")
    known = len(verified)
    guess(browse(), "nobody-of-this-name")

    assert known == 1
    assert len(verified) == 2


def test_the_fifth_wrong_password_in_a_row_waits(cast, browse):
    browser = browse()
    for _ in range(4):
        assert WAIT not in guess(browser, "an").text

    page = guess(browser, "an", cast.an.password)

    assert page.status == 429
    assert WAIT in page.text
    assert int(page.response.headers["Retry-After"]) <= 2


def test_an_unknown_name_waits_like_a_known_one(browse):
    browser = browse()
    for _ in range(4):
        guess(browser, "nobody-of-this-name")

    assert guess(browser, "nobody-of-this-name").status == 429


def test_after_the_wait_the_right_password_opens_and_the_count_begins_anew(cast, browse):
    browser = browse()
    with time_machine.travel(now(), tick=False) as clock:
        for _ in range(4):
            guess(browser, "an")
        clock.shift(timedelta(seconds=2))
        assert guess(browser, "an", cast.an.password).status == 303
        for _ in range(3):
            assert guess(browse(), "an").status == 422


def test_waiting_tries_are_not_counted_on(cast, browse):
    browser = browse()
    with time_machine.travel(now(), tick=False) as clock:
        for _ in range(20):
            guess(browser, "an")
        clock.shift(timedelta(seconds=2))

        assert guess(browser, "an", cast.an.password).status == 303


def test_guesses_from_elsewhere_do_not_keep_the_owner_out(cast, browse):
    stranger, own = browse(), browse(cast.an)
    for _ in range(6):
        guess(stranger, "an", environ_overrides=ELSEWHERE)

    assert guess(stranger, "an", cast.an.password, environ_overrides=ELSEWHERE).status == 429
    assert own.get("/account").status == 200
    assert guess(browse(), "an", cast.an.password).status == 303


def test_a_device_that_the_account_knows_does_not_wait_for_its_neighbours(cast, browse):
    own = browse(cast.an, by_form=True)
    own.send("/logout")
    neighbour = browse()
    for _ in range(6):
        guess(neighbour, "an")
    assert guess(neighbour, "an", cast.an.password).status == 429

    assert guess(own, "an", cast.an.password).status == 303


def test_a_forged_device_is_an_address_like_any_other(cast, browse):
    browser = browse()
    for _ in range(5):
        guess(browser, "an")
    browser.client.set_cookie("device", "eyJhY2NvdW50IjoxfQ.forged.forged")

    assert guess(browser, "an", cast.an.password).status == 429


@pytest.mark.slow
def test_many_failures_from_one_address_make_its_strangers_wait_a_little(cast, browse):
    browser = browse()
    for n in range(32):
        guess(browser, f"name-{n % 16}")

    page = guess(browser, "an", cast.an.password)

    assert page.status == 429
    assert int(page.response.headers["Retry-After"]) <= 20
    assert guess(browse(), "an", cast.an.password, environ_overrides=ELSEWHERE).status == 303


def test_a_session_ends_after_twelve_idle_hours(cast, browse):
    with time_machine.travel(now(), tick=False) as clock:
        browser = browse(cast.an)
        clock.shift(timedelta(hours=11, minutes=59))
        assert browser.get("/account").status == 200
        clock.shift(timedelta(hours=12))
        assert browser.get("/account").status == 200
        clock.shift(timedelta(hours=12, seconds=1))
        assert browser.get("/account").status == 303


def test_a_session_that_may_open_personal_data_ends_after_fifteen_minutes(cast, browse):
    with time_machine.travel(now(), tick=False) as clock:
        browser = browse(cast.hai)
        clock.shift(timedelta(minutes=15))
        assert browser.get("/account").status == 200
        clock.shift(timedelta(minutes=15, seconds=1))
        assert browser.get("/account").status == 303


def test_the_sign_in_is_in_the_audit_log(cast, browse, app):
    browse(cast.an, by_form=True)

    with app.app_context():
        event = db.session.execute(db.text("SELECT actor_id, name FROM audit_event ORDER BY id DESC LIMIT 1")).one()
    assert event == (cast.an.user_id, "session.opened")


def test_the_table_of_sessions_holds_no_token(cast, browse, app):
    browser = browse(cast.an)
    with browser.client.session_transaction() as session:
        token = session["_user_id"]

    with app.app_context():
        stored = db.session.execute(db.text("SELECT token_digest FROM user_session")).scalars().all()
    assert len(stored) == 1
    assert token not in stored


def test_who_is_signed_out_while_typing_comes_back_to_that_page(cast, browse):
    """Rows that were kept are there; of a page drawn for a form only the form's own address is known."""
    htmx = {"HX-Request": "true", "HX-Current-URL": "http://localhost/isolation/grid?site=1"}

    row = browse().post("/isolation/grid", headers=htmx).response.headers["HX-Redirect"]
    page = browse().post("/isolation/grid", headers={"Referer": "http://localhost/isolation/grid?site=1"}).location
    answer = browse().post("/isolation/1/extend", headers={"Referer": "http://localhost/isolation/1/extend"}).location
    foreign = browse().post("/isolation/grid", headers={"Referer": "http://evil.example//evil.example/x"}).location

    assert row == page == "/login?next=/isolation/grid?site%3D1"
    assert answer == foreign == "/login"
