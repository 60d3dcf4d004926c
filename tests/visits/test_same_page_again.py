"""A form that was opened a moment ago is given out again without asking the database, but no stale or foreign one.

That of another door is filled into the same page without asking the view.
"""

import time
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from sqlalchemy import event

from app.clock import local_day
from app.db import db, transaction
from app.tallies import prepared
from app.units.actions import suspend_unit
from app.visits import public_views
from app.visits.limits import MISSES, note
from app.web import again
from app.web.again import KEEP_SECONDS
from tests.factories import make_poster


@pytest.fixture
def inn(inside, cast):
    return make_poster(cast.an)


@pytest.fixture
def door(inn) -> str:
    """The page behind the inn's code."""
    return f"/q/{inn.code}"


@pytest.fixture
def asked(app, monkeypatch) -> Iterator[list[str]]:
    """What the database was asked for."""
    statements: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        statements.append(statement)

    with app.app_context():
        engine = db.engine
    execute = prepared.execute

    def note_prepared(driver, names, statement, values):
        statements.append(statement.text)
        return execute(driver, names, statement, values)

    monkeypatch.setattr(prepared, "execute", note_prepared)
    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)


def test_it_has_a_stamp_of_its_own_and_the_same_headers(door, browse, asked):
    first = browse().get(door)
    asked.clear()
    second = browse().get(door)

    assert not asked
    assert second.fields()["stamp"] != first.fields()["stamp"]
    assert second.text.replace(second.fields()["stamp"], "") == first.text.replace(first.fields()["stamp"], "")
    assert sorted(second.response.headers) == sorted(first.response.headers)


def test_its_stamp_is_good(door, browse):
    browse().get(door)
    page = browse().send(door, {"full_name": ""})

    assert page.status == 422
    assert "quá lâu" not in page.text


@pytest.mark.parametrize(
    "differing",
    [
        pytest.param({"query_string": "lang=km"}, id="a query"),
        pytest.param({"headers": {"Accept-Language": "en"}}, id="another language"),
        pytest.param({"headers": {"Accept-Encoding": "gzip"}}, id="compressed"),
        pytest.param({"headers": {"Host": "portal.example.vn"}}, id="another host"),
        pytest.param({"base_url": "https://localhost"}, id="another scheme"),
        pytest.param({"headers": {"HX-Request": "true"}}, id="a fragment"),
    ],
)
def test_a_request_that_differs_is_answered_for_itself(differing, door, browse, asked):
    browse().get(door)
    asked.clear()
    browse().get(door, **differing)

    assert asked


def test_a_unit_suspended_by_this_process_is_seen_at_once(door, inn, browse, cast):
    open_page = browse().get(door)
    with transaction():
        db.session.add(inn)
        suspend_unit(cast.an.viewer, inn.checkpoint.unit, from_on=local_day(), reason="Chưa có sổ theo dõi")
    closed_page = browse().get(door)

    assert "stamp" in open_page.fields()
    assert 'name="stamp"' not in closed_page.text


def test_after_some_seconds_the_database_is_asked_anew(door, browse, asked, monkeypatch):
    browse().get(door)
    asked.clear()
    moment = time.monotonic() + KEEP_SECONDS
    monkeypatch.setattr(again, "time", SimpleNamespace(monotonic=lambda: moment + 1))
    browse().get(door)

    assert asked


def test_a_phone_with_a_cookie_is_answered_for_itself(door, browse, asked):
    browse().get(door)
    asked.clear()
    phone = browse()
    phone.client.set_cookie("lang", "en")
    phone.get(door)

    assert asked


def test_a_page_that_knows_its_reader_is_not_kept(door, browse, asked):
    phone = browse()
    phone.client.set_cookie("known", "not a real one")
    phone.get(door)
    asked.clear()
    browse().get(door)

    assert asked


@pytest.fixture
def shop(inside, cast) -> str:
    """The page behind the code of a shop whose words have to be escaped."""
    poster = make_poster(cast.an, name="Tiệm <b>Ba & Con</b>", address="1 'Lê Lợi' & 2")
    return f"/q/{poster.code}"


@pytest.fixture
def viewed(monkeypatch) -> list[str]:
    """The codes with which the view was asked for a form."""
    codes: list[str] = []
    show = public_views.first_page

    def noting(gate, told):
        codes.append(gate.code)
        return show(gate, told)

    monkeypatch.setattr(public_views, "first_page", noting)
    return codes


def _without_stamp(page):
    return page.text.replace(page.fields()["stamp"], "")


@pytest.mark.parametrize("address", ["/q/", "/Q/"])
def test_another_door_is_shown_without_the_view_as_the_view_shows_it(door, shop, browse, viewed, address):
    browse().get(door)
    browse().get(door.replace("/q/", "/Q/"))
    again_door = shop.replace("/q/", address)
    at_once = browse().get(again_door)
    assert shop[3:] not in viewed

    by_view = browse().get(again_door, headers={"HX-Request": "true"})

    assert viewed[-1] == shop[3:]
    assert _without_stamp(at_once) == _without_stamp(by_view)
    assert "Tiệm &lt;b&gt;Ba &amp; Con&lt;/b&gt;" in at_once.text
    assert "Biển Xanh" not in at_once.text
    assert sorted(at_once.response.headers) == sorted(by_view.response.headers)
    assert browse().send(shop, {"full_name": ""}).status == 422


def test_another_door_in_another_language_is_shown_in_that(door, shop, browse, viewed):
    for wanted in ("vi", "en"):
        browse().get(door, headers={"Accept-Language": wanted})
    viewed.clear()

    assert 'lang="en"' in browse().get(shop, headers={"Accept-Language": "en-GB, vi;q=0.5"}).text
    assert viewed == []


def test_who_guesses_codes_is_told_to_wait_at_every_door(door, shop, browse):
    browse().get(door)
    while note(MISSES, "127.0.0.1"):
        pass

    assert browse().get(shop).status == 429
    assert browse().get("/q/0000-0000-0").status == 429


def test_a_suspended_door_shows_no_form_without_the_view_either(door, inn, browse, cast, viewed):
    other = make_poster(cast.an)
    browse().get(door)
    with transaction():
        db.session.add(other)
        suspend_unit(cast.an.viewer, other.checkpoint.unit, from_on=local_day(), reason="Chưa có sổ theo dõi")
    again.repeats_of(browse().client.application).forget()

    assert 'name="stamp"' not in browse().get(f"/q/{other.code}").text
