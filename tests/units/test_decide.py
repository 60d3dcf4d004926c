"""Officers approve and refuse registrations, and suspend, reopen and close units, each with its day and reason."""

from datetime import date, timedelta

import pytest
import time_machine

from app.clock import local_day
from app.db import db, transaction
from app.units.actions import StatusRefused, close_unit
from app.units.queries import get_unit
from app.units.rules import UnitStatus
from tests.factories import make_unit


@pytest.fixture
def make(app, cast):
    """Make a unit and return its id."""

    def unit_id(**details):
        with app.app_context():
            return make_unit(details.pop("by", cast.an), **details).id

    return unit_id


def status(app, cast, unit_id):
    with app.app_context():
        found = get_unit(cast.chau.viewer, unit_id).status
        db.session.remove()
        return found


def press(browser, path, values=None):
    """Send a form of a page that the browser's owner may open."""
    token = browser.get("/account").tree.find(".//meta[@name='csrf-token']").get("content")
    return browser.post(path, {"csrf_token": token, **(values or {})})


def test_a_registration_is_approved_from_the_units_page(app, cast, browse, make):
    unit_id = make()
    an = browse(cast.an)
    page = an.follow(an.send(f"/units/{unit_id}", to=f"/units/{unit_id}/approve"))

    assert "Đã duyệt Khách sạn Biển Xanh." in page.text
    assert status(app, cast, unit_id) is UnitStatus.ACTIVE
    assert "Trần Văn An ghi lúc" in an.get(f"/units/{unit_id}/history").text


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        ("chau", 303),
        ("an", 303),
        ("duong", 303),  # the commune where it is
        ("lan", 404),  # a department that does not answer for it
        ("binh", 404),
        ("oanh", 403),
        ("hai", 403),
        ("quan", 403),
    ],
)
def test_only_owner_and_place_approve(app, cast, browse, make, person, expected):
    unit_id = make()

    assert press(browse(getattr(cast, person)), f"/units/{unit_id}/approve").status == expected
    assert (status(app, cast, unit_id) is UnitStatus.ACTIVE) == (expected == 303)


def test_the_department_that_answers_approves_wherever_the_unit_is(app, cast, browse, make):
    unit_id = make(by=cast.lan, owner="tourism", commune="30769")

    assert press(browse(cast.lan), f"/units/{unit_id}/approve").status == 303


def test_many_are_approved_after_the_page_has_said_how_many(app, cast, browse, make):
    ids = [make(name=f"Quán {n}") for n in range(3)]
    done = make(name="Quán cũ", status=UnitStatus.ACTIVE)
    foreign = make(name="Quán Hà Tiên", by=cast.binh, owner="district-900", commune="30769")
    an = browse(cast.an)
    asked = an.get("/units/approve?" + "&".join(f"unit={n}" for n in [*ids[:2], done, foreign]))
    told = an.follow(an.post("/units/approve", {**asked.fields("/units/approve"), "unit": ids[:2]}))

    assert "Duyệt 2 đơn vị?" in asked.text
    assert "Quán Hà Tiên" not in asked.text
    assert "1 đơn vị đã chọn không còn chờ duyệt" in asked.text
    assert "Đã duyệt 2 đơn vị." in told.text
    assert [status(app, cast, n) for n in (*ids, foreign)] == [
        UnitStatus.ACTIVE,
        UnitStatus.ACTIVE,
        UnitStatus.PENDING,
        UnitStatus.PENDING,
    ]


def test_an_outsider_approves_none_of_many(app, cast, browse, make):
    unit_id = make()
    page = press(browse(cast.binh), "/units/approve", {"unit": [str(unit_id), "x", "-1", "9" * 30]})

    assert page.status == 303
    assert status(app, cast, unit_id) is UnitStatus.PENDING


def test_a_second_approval_is_told_that_it_comes_late(cast, browse, make):
    unit_id = make(status=UnitStatus.ACTIVE)
    page = press(browse(cast.an), f"/units/{unit_id}/approve")

    assert page.status == 409
    assert "đã được người khác duyệt hoặc từ chối" in page.text


def test_a_refusal_needs_a_reason_and_shows_it(app, cast, browse, make):
    unit_id = make()
    an = browse(cast.an)
    path = f"/units/{unit_id}/refuse"

    assert an.send(path, {"reason": " "}).status == 422
    assert an.send(path, {"reason": "x" * 301}).status == 422
    assert an.send(path, {"reason": "Không có <b>cơ sở</b> này"}).status == 303
    assert "Không có &lt;b&gt;cơ sở&lt;/b&gt; này" in an.get(f"/units/{unit_id}/history").text
    assert status(app, cast, unit_id) is UnitStatus.REFUSED
    assert press(an, path, {"reason": "x"}).status == 409


@time_machine.travel("2026-05-20 09:00+07:00", tick=False)
def test_a_unit_is_suspended_reopened_and_closed_with_days_and_reasons(app, cast, browse, make):
    with time_machine.travel("2026-05-01 09:00+07:00", tick=False):
        unit_id = make(status=UnitStatus.ACTIVE)
    an = browse(cast.an)
    for change, day in (("suspend", "10/5/2026"), ("reopen", "15/5/2026"), ("close", "2026-05-20")):
        assert an.send(f"/units/{unit_id}/{change}", {"from_on": day, "reason": f"Lý do {change}"}).status == 303
    page = an.get(f"/units/{unit_id}/history")

    assert status(app, cast, unit_id) is UnitStatus.CLOSED
    for shown in ("Từ 10/5/2026:", "Lý do suspend", "Từ 15/5/2026:", "Từ 20/5/2026:", "Đã đóng cửa"):
        assert shown in page.text


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (local_day() + timedelta(1), 422),
        (date(9999, 12, 31), 422),
        (local_day() - timedelta(1), 422),  # before the unit was there
        (local_day(), 303),
    ],
)
def test_a_status_changes_between_the_last_change_and_today(cast, browse, make, day, expected):
    unit_id = make(status=UnitStatus.ACTIVE)
    sent = browse(cast.an).send(f"/units/{unit_id}/close", {"from_on": f"{day:%d/%m/%Y}", "reason": "x"})

    assert sent.status == expected


@pytest.mark.parametrize("wrong", [{"from_on": "31/02/2026"}, {"from_on": ""}, {"from_on": "hôm nay"}, {"reason": ""}])
def test_day_and_reason_are_needed(app, cast, browse, make, wrong):
    unit_id = make(status=UnitStatus.ACTIVE)
    path = f"/units/{unit_id}/suspend"
    page = browse(cast.an).send(path, {"reason": "x", **wrong}, to=path)

    assert page.status == 422
    assert status(app, cast, unit_id) is UnitStatus.ACTIVE


@pytest.mark.parametrize(
    ("before", "change"),
    [
        (UnitStatus.PENDING, "suspend"),
        (UnitStatus.PENDING, "close"),
        (UnitStatus.PENDING, "reopen"),
        (UnitStatus.ACTIVE, "reopen"),
    ],
)
def test_what_cannot_follow_is_refused(app, cast, browse, make, before, change):
    unit_id = make(status=before)
    path = f"/units/{unit_id}/{change}"
    page = browse(cast.an).send(path, {"reason": "x"}, to=path)

    assert page.status == 409
    assert status(app, cast, unit_id) is before


@pytest.mark.parametrize("change", ["approve", "refuse", "suspend", "reopen", "close", "link", "correct", "calendar"])
def test_an_outsider_meets_a_page_not_found_whatever_he_sends(app, cast, browse, make, change):
    unit_id = make(status=UnitStatus.ACTIVE)
    values = {"reason": "x", "from_on": f"{local_day():%d/%m/%Y}", "name": "Bình's", "open_weekdays": "1"}

    assert press(browse(cast.binh), f"/units/{unit_id}/{change}", values).status == 404
    assert press(browse(cast.an), "/units/2147483647/" + change, values).status == 404
    assert press(browse(cast.an), f"/units/{'9' * 30}/{change}", values).status in (404, 405)
    assert status(app, cast, unit_id) is UnitStatus.ACTIVE


def test_a_status_never_begins_on_a_day_to_come(app, cast, make):
    unit_id = make(status=UnitStatus.ACTIVE)
    with app.app_context(), pytest.raises(StatusRefused), transaction():
        close_unit(cast.an.viewer, get_unit(cast.an.viewer, unit_id), from_on=local_day() + timedelta(1), reason="x")


@pytest.mark.parametrize("act", ["refuse", "ask"])
def test_who_goes_back_after_the_decision_is_told_and_asked_nothing(cast, browse, make, act):
    page = browse(cast.an).get(f"/units/{make(status=UnitStatus.ACTIVE)}/{act}")

    assert "đã được duyệt hoặc từ chối" in page.text
    assert "<textarea" not in page.text


def send_many(browser, path, ids, **values):
    """Send the page over these units, as it came."""
    asked = browser.get(f"{path}?" + "&".join(f"unit={n}" for n in ids))
    return asked, browser.post(path, {**asked.fields(path), "unit": [str(n) for n in ids], **values})


def test_many_are_refused_for_one_reason_that_each_unit_shows(app, cast, browse, make):
    ids = [make(name=f"Quán {n}") for n in range(2)]
    done = make(name="Quán cũ", status=UnitStatus.ACTIVE)
    foreign = make(name="Quán Hà Tiên", by=cast.binh, owner="district-900", commune="30769")
    an = browse(cast.an)
    asked, empty = send_many(an, "/units/refuse", [*ids, done, foreign], reason=" ")
    told = an.follow(send_many(an, "/units/refuse", [*ids, done, foreign], reason="Không có thật")[1])

    assert "Không duyệt 2 đơn vị?" in asked.text
    assert "Quán Hà Tiên" not in asked.text
    assert (empty.status, "Quán 1" in empty.text, "Hãy ghi lý do." in empty.text) == (422, True, True)
    assert "Đã từ chối 2 đăng ký." in told.text
    assert [status(app, cast, n) for n in (*ids, done, foreign)] == [
        UnitStatus.REFUSED,
        UnitStatus.REFUSED,
        UnitStatus.ACTIVE,
        UnitStatus.PENDING,
    ]
    assert "Lý do: Không có thật" in an.get(f"/units/{ids[0]}").text
    late = press(an, "/units/refuse", {"unit": ids[:1], "reason": "x"})
    assert "Đã từ chối 0 đăng ký." in an.follow(late).text


def test_many_are_asked_the_same_and_wait_for_the_unit_then(cast, browse, make):
    ids = [make(name=f"Quán {n}") for n in range(2)]
    an = browse(cast.an)
    told = an.follow(send_many(an, "/units/ask", ids, question="Ai là chủ quán?")[1])
    again = an.follow(press(an, "/units/ask", {"unit": ids, "question": "Ai nữa?"}))

    assert "Đã gửi câu hỏi cho 2 đơn vị." in told.text
    assert "Đã gửi câu hỏi cho 0 đơn vị." in again.text
    assert "Ai là chủ quán?" in an.get(f"/units/{ids[1]}/answer").text


@pytest.mark.parametrize("act", ["refuse", "ask"])
def test_an_outsider_refuses_and_asks_none_of_many(app, cast, browse, make, act):
    unit_id = make()
    page = press(browse(cast.binh), f"/units/{act}", {"unit": [str(unit_id)], "reason": "x", "question": "x"})

    assert page.status == 303
    assert status(app, cast, unit_id) is UnitStatus.PENDING
    assert "Chờ đơn vị trả lời" not in browse(cast.an).get(f"/units/{unit_id}").text
