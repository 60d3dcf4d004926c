"""A unit's week, the closures that its manager announces, and its doors."""

from datetime import date, timedelta

import pytest
import time_machine

from app.db import db
from app.units.queries import closures, get_unit
from app.units.rules import UnitStatus
from tests.factories import make_manager, make_unit
from tests.made_once import made_once

TODAY = date(2026, 5, 20)


@pytest.fixture(autouse=True)
def _wednesday():
    with time_machine.travel("2026-05-20 09:00+07:00", tick=False):
        yield


@made_once
def unit_id(app, cast):
    with app.app_context():
        return make_unit(cast.an, status=UnitStatus.ACTIVE).id


@pytest.fixture
def mai(app, cast, browse, unit_id):
    with app.app_context():
        person = make_manager(get_unit(cast.an.viewer, unit_id))
    return browse(person)


def days(app, cast, unit_id):
    with app.app_context():
        unit = get_unit(cast.chau.viewer, unit_id)
        found = closures(cast.chau.viewer, unit, TODAY - timedelta(999), TODAY + timedelta(999))
        answer = [(closure.from_on, closure.until_on) for closure in found]
        db.session.remove()
        return answer


def announce(mai, unit_id, first, last, reason="Nghỉ lễ"):
    page = f"/units/{unit_id}/calendar"
    values = {"from_on": first, "last_on": last, "reason": reason}
    return mai.post(f"/units/{unit_id}/closures", {**mai.get(page).fields(f"/units/{unit_id}/closures"), **values})


def test_a_closure_is_announced_and_shown(app, cast, mai, unit_id):
    told = mai.follow(announce(mai, unit_id, "25/5/2026", "27/5/2026"))

    assert days(app, cast, unit_id) == [(date(2026, 5, 25), date(2026, 5, 28))]
    assert "27/5/2026" in told.text
    assert "Đóng cửa 25/5/2026 – 27/5/2026: Nghỉ lễ" in mai.get(f"/units/{unit_id}").text


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        pytest.param("19/5/2026", "19/5/2026", 303, id="yesterday"),
        pytest.param("18/5/2026", "20/5/2026", 422, id="the day before yesterday"),
        pytest.param("20/5/2026", "19/5/2026", 422, id="ends before it begins"),
        pytest.param("20/5/2026", "21/5/2027", 303, id="a year"),
        pytest.param("20/5/2026", "22/5/2027", 422, id="more than a year"),
        pytest.param("31/12/9999", "31/12/9999", 422, id="the end of time"),
        pytest.param("31/02/2026", "20/5/2026", 422, id="no day"),
    ],
)
def test_days_that_can_be_announced(app, cast, mai, unit_id, first, last, expected):
    assert announce(mai, unit_id, first, last).status == expected
    assert len(days(app, cast, unit_id)) == (expected == 303)


def test_a_closure_without_a_reason_is_refused_and_its_days_kept(mai, unit_id):
    page = announce(mai, unit_id, "25/5/2026", "26/5/2026", reason="")

    assert page.status == 422
    assert page.fields(f"/units/{unit_id}/closures")["last_on"] == "26/5/2026"


def test_a_closure_to_come_is_taken_back_and_a_running_one_ends_with_yesterday(app, cast, mai, unit_id):
    announce(mai, unit_id, "25/5/2026", "27/5/2026")
    announce(mai, unit_id, "19/5/2026", "22/5/2026")
    for closure_id in (1, 2):
        path = f"/units/{unit_id}/closures/{closure_id}/cancel"
        mai.send(f"/units/{unit_id}/calendar", to=path)

    assert days(app, cast, unit_id) == [(date(2026, 5, 19), date(2026, 5, 20))]


def test_a_manager_of_another_unit_cannot_cancel(app, cast, browse, mai, unit_id):
    announce(mai, unit_id, "25/5/2026", "27/5/2026")
    with app.app_context():
        other = make_unit(cast.an, name="Quán Ốc", status=UnitStatus.ACTIVE)
        other_id, hoa = other.id, browse(make_manager(other, "hoa"))
    token = hoa.get(f"/units/{other_id}/calendar").fields(f"/units/{other_id}/calendar")["csrf_token"]

    assert hoa.post(f"/units/{unit_id}/closures/1/cancel", {"csrf_token": token}).status == 404
    assert hoa.post(f"/units/{other_id}/closures/1/cancel", {"csrf_token": token}).status == 404
    assert len(days(app, cast, unit_id)) == 1


def test_officers_correct_the_week_but_do_not_declare_days(app, cast, browse, unit_id):
    an = browse(cast.an)
    path = f"/units/{unit_id}/calendar"
    form = an.get(path).fields(path)
    assert an.post(path, {"csrf_token": form["csrf_token"], "open_weekdays": ["2"]}).status == 303
    assert an.post(path, {"csrf_token": form["csrf_token"]}).status == 422
    declared = an.post(f"/units/{unit_id}/closures", {**form, "from_on": "25/5/2026", "last_on": "25/5/2026"})

    assert declared.status == 403
    assert "Mở cửa: Thứ tư." in an.get(f"/units/{unit_id}").text
    assert "Hôm nay mở cửa." in an.get(f"/units/{unit_id}").text


def test_the_page_says_that_the_door_is_closed_today(cast, browse, mai, unit_id):
    announce(mai, unit_id, "20/5/2026", "20/5/2026")

    assert "Hôm nay đóng cửa theo lịch." in browse(cast.an).get(f"/units/{unit_id}").text


def test_a_door_is_added_with_its_code_and_retired(app, cast, browse, unit_id):
    an, path = browse(cast.an), f"/units/{unit_id}/checkpoints"
    told = an.follow(an.send(path, {"name": "Cổng sau"}, to=path))
    assert "Đã thêm Cổng sau." in told.text
    codes = an.get(f"/units/{unit_id}/posters")
    assert codes.text.count("app-code") == 2

    retired = an.follow(an.send(f"{path}/1/retire"))
    assert "Đã ngừng dùng Cổng chính." in retired.text
    assert an.get(f"{path}/1/retire").status == 404
    token = an.get(path).fields(path)["csrf_token"]
    last = an.post(f"{path}/2/retire", {"csrf_token": token})
    assert last.status == 409
    assert "ít nhất một điểm kiểm soát" in last.text


@pytest.mark.parametrize("wrong", ["", "x" * 81, "!!!"])
def test_a_door_that_cannot_be_is_refused(cast, browse, unit_id, wrong):
    path = f"/units/{unit_id}/checkpoints"

    assert browse(cast.an).send(path, {"name": wrong}, to=path).status == 422
