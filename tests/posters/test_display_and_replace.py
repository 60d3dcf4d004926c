"""A poster is put up, and its code replaced; the old code leads on to the valid one."""

from datetime import timedelta

import pytest

from app.clock import local_day
from app.db import db, transaction
from app.posters.actions import replace_poster
from app.posters.queries import find_poster, get_poster
from app.posters.rules import DisplaySource
from app.units.actions import add_checkpoint, retire_checkpoint
from app.units.queries import get_unit
from tests.factories import make_manager, make_poster


@pytest.fixture
def poster(app, cast):
    with app.app_context():
        made = make_poster(cast.an)
        db.session.expunge_all()
        return made


def stored(app, cast, poster):
    with app.app_context():
        found = get_poster(cast.chau.viewer, poster.id)
        db.session.expunge_all()
        return found


def confirm(browser, poster, day=None):
    path = f"/posters/{poster.id}"
    return browser.send(path, {"on": day} if day else {}, to=f"{path}/displayed")


def test_the_manager_confirms_that_it_is_up(app, cast, browse, poster):
    with app.app_context():
        mai = browse(make_manager(get_unit(cast.an.viewer, poster.unit_id)))
    told = mai.follow(confirm(mai, poster))

    assert "đã dán." in told.text
    assert "đơn vị tự xác nhận" in told.text
    found = stored(app, cast, poster)
    assert (found.displayed_on, found.display_source) == (local_day(), DisplaySource.MANAGER)


def test_an_officer_who_saw_it_says_so(app, cast, browse, poster):
    confirm(browse(cast.duong), poster)

    assert stored(app, cast, poster).display_source is DisplaySource.OFFICER
    assert "cán bộ đã thấy" in browse(cast.an).get("/posters?state=displayed").text


@pytest.mark.parametrize(
    "day",
    [
        timedelta(1),
        timedelta(-1),
        "31/12/9999",
        "x",
        "30/02/2026",
    ],
)
def test_a_day_before_the_code_or_after_today_is_refused(app, cast, browse, poster, day):
    # A day counted from the one on which the test runs, which may be the next after it was collected.
    text = f"{local_day() + day:%d/%m/%Y}" if isinstance(day, timedelta) else day
    page = confirm(browse(cast.an), poster, text)

    assert page.status == 422
    assert stored(app, cast, poster).displayed_on is None


def test_a_replaced_code_leads_on_and_the_new_one_is_not_up_yet(app, cast, browse, poster):
    an = browse(cast.an)
    confirm(an, poster)
    told = an.follow(
        an.send(f"/posters/{poster.id}/replace", {"because": "Bị chụp lại"}, to=f"/posters/{poster.id}/replace")
    )

    assert "Đã thay mã." in told.text
    assert "Mã này đã được thay bằng mã khác." in an.get(f"/posters/{poster.id}/replace").text
    with app.app_context():
        old = find_poster(poster.code)
        assert old.replaced_at
        assert old.replaced_because == "Bị chụp lại"
        assert old.successor.code != poster.code
        assert old.successor.displayed_on is None
        assert find_poster(old.successor.code).replaced_at is None
    panel = an.get(f"/units/{poster.unit_id}/posters").text
    assert "Mã đã thay:" in panel
    assert "Bị chụp lại" in panel


def test_a_code_replaced_twice_leads_to_the_valid_one_in_one_step(app, cast, poster):
    with app.app_context(), transaction():
        second = replace_poster(cast.an.viewer, get_poster(cast.an.viewer, poster.id), because="x")
        third = replace_poster(cast.an.viewer, second, because="y")
        valid = third.code
    with app.app_context():
        assert find_poster(poster.code).successor.code == valid


def test_the_code_of_a_retired_door_leads_to_another_door(app, cast, poster):
    with app.app_context(), transaction():
        unit = get_unit(cast.an.viewer, poster.unit_id)
        add_checkpoint(cast.an.viewer, unit, name="Cổng sau")
        retire_checkpoint(cast.an.viewer, unit.checkpoints[0])
    with app.app_context():
        old = find_poster(poster.code)
        assert old.replaced_at
        assert old.successor.checkpoint.name == "Cổng sau"


@pytest.mark.parametrize("act", ["printed", "displayed", "replace"])
def test_nothing_more_happens_to_a_replaced_code(app, cast, browse, poster, act):
    with app.app_context(), transaction():
        replace_poster(cast.an.viewer, get_poster(cast.an.viewer, poster.id), because="x")
    an = browse(cast.an)
    token = an.get("/units").tree.find(".//meta[@name='csrf-token']").get("content")
    values = {"language": "vi", "on": f"{local_day():%d/%m/%Y}", "because": "again", "csrf_token": token}

    assert an.post(f"/posters/{poster.id}/{act}", values).status == 409
    assert "Mã này đã được thay" in an.get(f"/posters/{poster.id}").text


@pytest.mark.parametrize("because", ["", " ", "x" * 301])
def test_a_replacement_needs_a_reason(app, cast, browse, poster, because):
    path = f"/posters/{poster.id}/replace"

    assert browse(cast.an).send(path, {"because": because}, to=path).status == 422
    assert stored(app, cast, poster).replaced_at is None


@pytest.mark.parametrize("act", ["printed", "displayed", "replace"])
@pytest.mark.parametrize(("person", "expected"), [("binh", 404), ("lan", 404), ("oanh", 403), ("quan", 403)])
def test_an_outsider_changes_nothing(app, cast, browse, poster, act, person, expected):
    browser = browse(getattr(cast, person))
    token = browser.get("/account").tree.find(".//meta[@name='csrf-token']").get("content")
    values = {"language": "vi", "on": f"{local_day():%d/%m/%Y}", "because": "x", "csrf_token": token}

    assert browser.post(f"/posters/{poster.id}/{act}", values).status == expected
    found = stored(app, cast, poster)
    assert (found.printed_at, found.displayed_on, found.replaced_at) == (None, None, None)


def test_a_code_is_found_as_somebody_types_it(cast, browse, poster):
    spaced = poster.code[:4].lower() + "-" + poster.code[4:8].lower() + "-" + poster.code[8:].lower()

    assert poster.unit.name in browse(cast.an).get(f"/posters?q={spaced}").text
    assert "Không có mã nào phù hợp" in browse(cast.an).get("/posters?q=AAAA-AAAA-B").text
