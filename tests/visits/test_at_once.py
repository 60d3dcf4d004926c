"""What a phone without cookies sends is stored without a view, by the rules of the view and with its answer."""

from collections.abc import Iterator

import pytest
from flask import Flask, request

from app.clock import local_day
from app.db import db, transaction
from app.units.actions import suspend_unit
from app.units.queries import get_unit
from app.visits import public_views
from app.visits.remembered import COOKIE
from app.web.at_once import FORM_TYPE, fields_in, takers_of
from tests.places import Place
from tests.visits.records import counted, stored
from tests.visits.sheets import sheet


@pytest.fixture(autouse=True)
def _look_first(inn, browse) -> None:
    browse().get(f"/q/{inn.code}")


@pytest.fixture
def by_views(app: Flask, monkeypatch) -> Iterator[list[str]]:
    """The doors at which a view stored something."""
    with app.app_context():
        if db.engine.dialect.name != "postgresql":
            pytest.skip("SQLite's one writer bounds what comes in: its declarations all go to the view")
    seen, declare = [], public_views._declare

    def note(gate):
        seen.append(gate.code)
        return declare(gate)

    monkeypatch.setattr(public_views, "_declare", note)
    return seen


def _form(browse, inn: Place, **other: str) -> dict[str, str]:
    return {**browse().get(f"/q/{inn.code}").fields(), **sheet(**other)}


def test_it_is_stored_and_answered_as_by_the_view(app, inn, browse, by_views, monkeypatch):
    answers = []
    for name in ("Nguyễn Văn An", "Trần Thị Bình"):
        form = _form(browse, inn, full_name=name, remember="y")
        answers.append(browse().post(f"/q/{inn.code}", form))
        monkeypatch.delitem(takers_of(app)._takers, "/q/", raising=False)
    first, by_view = answers

    assert by_views == [inn.code]
    assert stored(app) == (2, 2, 2)
    assert first.response.status == by_view.response.status
    assert _without_values(first) == _without_values(by_view)
    assert len(first.response.headers.getlist("Set-Cookie")) == 2


def _without_values(page) -> list[tuple[str, str]]:
    """The headers, of cookies what they are good for, of the address where it is."""
    return sorted(
        (name, value.rpartition("/")[0] if name == "Location" else value.partition(";")[2] if "=" in value else value)
        for name, value in page.response.headers
        if name != "Set-Cookie" or COOKIE in value
    )


@pytest.mark.parametrize(
    "body",
    [
        "",
        "&",
        "a",
        "a=",
        "=b",
        "a=1&a=2&b=3",
        "a=1&&b",
        "a=b=c",
        "a+b=c+d%2B",
        "%61=%c3%a1",
        "a=%ff%fe",
        "a=100%",
        "a=%zz",
        "a=1;b=2",
        "á=ộ",
    ],
)
def test_fields_are_read_as_a_view_reads_them(app, body):
    with app.test_request_context(method="POST", data=body.encode(), content_type=FORM_TYPE):
        assert dict(fields_in(body).lists()) == dict(request.form.lists())


def test_its_receipt_is_the_devices_own(inn, browse, by_views):
    phone = browse()
    page = phone.follow(phone.post(f"/q/{inn.code}", _form(browse, inn, full_name="Danh Út")))

    assert not by_views
    assert "Danh Út" in page.text


@pytest.mark.parametrize(
    ("differing", "status"),
    [
        pytest.param({"full_name": ""}, 422, id="a field is wrong"),
        pytest.param({"stamp": "forged"}, 422, id="a forged stamp"),
        pytest.param({"form": "general-99"}, 422, id="a form that was never given out"),
        pytest.param({"change": "add"}, 200, id="one more of the family"),
    ],
)
def test_what_needs_a_page_is_left_to_the_view(app, inn, browse, by_views, differing, status):
    page = browse().post(f"/q/{inn.code}", {**_form(browse, inn), **differing})

    assert page.status == status
    assert by_views == [inn.code]
    assert stored(app) == (0, 0, 0)


@pytest.mark.parametrize(
    "options",
    [
        pytest.param({"headers": {"HX-Request": "true"}}, id="htmx"),
        pytest.param({"query_string": "lang=en"}, id="a query"),
        pytest.param({"content_type": "multipart/form-data"}, id="another kind of form"),
    ],
)
def test_what_says_more_than_a_form_is_left_to_the_view(app, inn, browse, by_views, options):
    answer = app.test_client().post(f"/q/{inn.code}", data=_form(browse, inn), **options)

    assert answer.status_code in (204, 303)
    assert by_views == [inn.code]
    assert counted(app, inn.unit_id) == (1, 0, 0, 1)


def test_what_comes_with_a_cookie_is_left_to_the_view(app, inn, browse, by_views):
    phone = browse()
    phone.client.set_cookie("lang", "en")

    assert phone.post(f"/q/{inn.code}", _form(browse, inn)).status == 303
    assert by_views == [inn.code]


@pytest.mark.parametrize("said", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}])
def test_what_another_site_sends_is_refused(app, inn, browse, by_views, said):
    answer = app.test_client().post(f"/q/{inn.code}", data=_form(browse, inn), headers=said)

    assert answer.status_code == 403
    assert stored(app) == (0, 0, 0)


def test_a_door_that_was_closed_meanwhile_lets_nobody_in(app, cast, inn, browse, by_views):
    form = _form(browse, inn)
    with app.app_context(), transaction():
        suspend_unit(cast.an.viewer, get_unit(cast.an.viewer, inn.unit_id), from_on=local_day(), reason="Vi phạm")

    answer = browse().post(f"/q/{inn.code}", form)

    assert answer.status == 409
    assert stored(app) == (0, 0, 0)


def test_a_family_is_stored_at_once_too(app, inn, browse, by_views):
    member = {f"p2-{name}": value for name, value in sheet(full_name="Danh Bé").items()}
    browse().post(f"/q/{inn.code}", {**_form(browse, inn), **member, "members": "1"})

    assert not by_views
    assert stored(app) == (2, 2, 2)
