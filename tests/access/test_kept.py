"""What was typed while a session ran out goes along with signing in, for its own account alone."""

from datetime import timedelta

import pytest
import time_machine

from app.clock import now
from app.crypto import Unreadable, open_parcel, seal_parcel

PATH = "/isolation/protocols"
TYPED = {"name": "Quy định mới", "basis": "12/CV-SYT"}


@pytest.fixture
def late():
    """A clock to move on; it stands."""
    with time_machine.travel(now(), tick=False) as clock:
        yield clock


@pytest.fixture
def typed_too_late(cast, browse, late):
    """Hải's browser, and the page that answers what she sends sixteen minutes after she opened the form."""
    desk = browse(cast.hai)
    fields = desk.get(PATH).fields(PATH)
    late.shift(timedelta(minutes=16))
    return desk, desk.post(PATH, {**fields, **TYPED})


def _sign_in(desk, page, username, password):
    return desk.post("/login", {**page.fields("/login"), "username": username, "password": password})


def test_who_signs_in_again_sends_what_she_had_typed_with_one_button(cast, typed_too_late):
    desk, page = typed_too_late

    assert page.status == 401
    assert "còn nguyên" in page.text
    assert page.fields("/login")["username"] == "hai"
    again = _sign_in(desk, page, "hai", cast.hai.password)
    sent = desk.post(PATH, again.fields(PATH))

    assert again.status == 200
    assert (again.fields(PATH)["name"], again.fields(PATH)["basis"]) == ("Quy định mới", "12/CV-SYT")
    # The form's own answer: what else is missing stands beside its field, what was typed is there.
    assert sent.status == 422
    assert "Hãy ghi số ngày" in sent.text
    assert sent.fields(PATH)["name"] == "Quy định mới"


def test_it_stands_sealed_in_the_page_and_in_no_address_cookie_or_cache(typed_too_late):
    _desk, page = typed_too_late
    cookies = [
        header for header in page.response.headers.getlist("Set-Cookie") if "Quy" in header or "CV-SYT" in header
    ]

    assert "Quy định mới" not in page.text
    assert "CV-SYT" not in page.text
    assert (page.location, cookies) == ("", [])
    assert page.response.headers["Cache-Control"] == "no-store"


def test_a_wrong_password_loses_nothing(cast, typed_too_late):
    desk, page = typed_too_late

    wrong = _sign_in(desk, page, "hai", "not the password")
    again = _sign_in(desk, wrong, "hai", cast.hai.password)

    assert (wrong.status, again.status) == (422, 200)
    assert again.fields(PATH)["name"] == "Quy định mới"


def test_somebody_else_gets_nothing_of_it(cast, typed_too_late):
    desk, page = typed_too_late

    other = _sign_in(desk, page, "an", cast.an.password)

    assert other.status == 303
    shown = desk.follow(other).text
    assert "của tài khoản khác" in shown
    assert "Quy định mới" not in shown


def test_passwords_are_never_kept(cast, browse, late):
    desk = browse(cast.an)
    fields = desk.get("/account/password").fields("/account/password")
    late.shift(timedelta(hours=13))

    page = desk.post("/account/password", {**fields, "new_password": "a long new password"})

    assert page.location.startswith("/login")


def test_a_button_pressed_too_late_leads_to_sign_in_as_ever(cast, browse, late):
    desk = browse(cast.hai)
    fields = desk.get("/logout").fields("/logout")
    late.shift(timedelta(minutes=16))

    assert desk.post("/logout", fields).location.startswith("/login")


def test_a_form_of_another_site_is_not_carried_on(cast, browse, late):
    desk = browse(cast.hai)
    desk.get(PATH)
    late.shift(timedelta(minutes=16))

    foreign = desk.post(PATH, TYPED, headers={"Sec-Fetch-Site": "cross-site"})

    assert foreign.status == 403


def test_who_was_signed_out_by_an_officer_signs_in_as_ever(app, cast, browse, late):
    from app.access import actions
    from app.access.queries import find_account
    from app.db import transaction
    from app.door import office_viewer

    desk = browse(cast.hai)
    fields = desk.get(PATH).fields(PATH)
    with app.app_context(), transaction():
        actions.disable_account(office_viewer(), find_account("hai"))

    assert desk.post(PATH, {**fields, **TYPED}).location.startswith("/login")


def test_a_parcel_of_another_purpose_changed_or_old_is_not_read(late):
    sealed = seal_parcel("secret", "one", "Đã gõ")

    assert open_parcel("secret", "one", sealed, max_age_seconds=60) == "Đã gõ"
    for secret, purpose, text in (("secret", "two", sealed), ("other", "one", sealed), ("secret", "one", sealed[:-4])):
        with pytest.raises(Unreadable):
            open_parcel(secret, purpose, text, max_age_seconds=60)
    late.shift(timedelta(seconds=61))
    with pytest.raises(Unreadable):
        open_parcel("secret", "one", sealed, max_age_seconds=60)


def test_a_row_that_is_kept_when_it_is_left_goes_along_too(cast, browse, late):
    desk = browse(cast.hai)
    token = desk.get(PATH).fields(PATH)["csrf_token"]
    late.shift(timedelta(minutes=16))

    page = desk.post(PATH, TYPED, headers={"HX-Request": "true", "X-CSRFToken": token})
    again = _sign_in(desk, page, "hai", cast.hai.password)

    assert (page.status, page.response.headers["HX-Retarget"]) == (422, "body")
    assert again.fields(PATH)["basis"] == "12/CV-SYT"


CHANGE = "/account/password"
OWN = "một câu dài dễ nhớ của Hải"


def _reset(app, username):
    from app.access.actions import reset_password
    from app.access.queries import find_account
    from app.db import transaction
    from app.door import office_viewer

    with app.app_context(), transaction():
        return reset_password(office_viewer(), find_account(username))


def _choose(desk, page, present, **typed):
    fields = {"current_password": present, "new_password": OWN, "repeated_password": OWN, **typed}
    return desk.post(CHANGE, {**page.fields(CHANGE), **fields})


def test_it_goes_along_through_a_password_that_has_to_be_changed_first(app, cast, typed_too_late):
    desk, page = typed_too_late
    given = _reset(app, "hai")

    first = _sign_in(desk, page, "hai", given)
    mistyped = _choose(desk, first, given, repeated_password="khác")
    again = _choose(desk, mistyped, given)
    sent = desk.post(PATH, again.fields(PATH))

    assert (first.status, mistyped.status, again.status) == (200, 422, 200)
    assert "Quy định mới" not in first.text + mistyped.text
    assert "Hãy nhập mật khẩu hiện tại" not in first.text
    assert (again.fields(PATH)["name"], again.fields(PATH)["basis"]) == ("Quy định mới", "12/CV-SYT")
    assert (sent.status, "Hãy ghi số ngày" in sent.text) == (422, True)


def test_it_stays_its_own_accounts_through_that_change(app, cast, typed_too_late):
    desk, page = typed_too_late
    given = _reset(app, "an")

    done = _choose(desk, _sign_in(desk, page, "an", given), given)

    assert done.status == 303
    assert "Quy định mới" not in desk.follow(done).text


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_what_is_sent_while_a_password_has_to_be_changed_is_not_lost(app, cast, browse, late, headers):
    from app.access.queries import find_account
    from app.db import transaction

    desk = browse(cast.hai)
    fields = desk.get(PATH).fields(PATH)
    with app.app_context(), transaction():
        find_account("hai").must_change_password = True

    page = desk.post(PATH, {**fields, **TYPED}, headers={**headers, "X-CSRFToken": fields["csrf_token"]})
    again = _choose(desk, page, cast.hai.password)

    assert (page.status, page.response.headers.get("HX-Retarget")) == (422, "body" if headers else None)
    assert again.fields(PATH)["basis"] == "12/CV-SYT"
