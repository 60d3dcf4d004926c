"""A form that was opened a moment ago is given out again without asking the database, but no stale or foreign one."""

import time
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from sqlalchemy import event

from app.clock import local_day
from app.db import db, transaction
from app.units.actions import suspend_unit
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
def asked(app) -> Iterator[list[str]]:
    """What the database was asked for."""
    statements: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        statements.append(statement)

    with app.app_context():
        engine = db.engine
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
