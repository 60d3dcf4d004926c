"""An officer asks before he decides; the manager answers, and the days that she took are not his."""

from datetime import date

import pytest
import time_machine

from app import clock
from app.db import transaction
from app.units.actions import answer_question, ask_unit
from app.units.queries import Need, UnitFilter, get_unit, list_units
from app.units.waiting import queues_by_body, queues_by_place
from app.units.work import WorkList, question_of_work
from tests.factories import make_manager, make_unit
from tests.made_once import made_once
from tests.units.test_decide import press


def on(day):
    return time_machine.travel(clock.at(date(2026, 5, day), 9), tick=False)


@made_once
def unit_id(app, cast):
    with on(4), app.app_context():
        return make_unit(manager_phone="0912345678").id


def test_both_texts_are_kept_and_the_answer_puts_the_unit_back_on_the_list(app, cast, browse, unit_id):
    with app.app_context():
        mai = make_manager(get_unit(cast.an.viewer, unit_id))
    an, manager = browse(cast.an), browse(mai)
    an.send(f"/units/{unit_id}/ask", {"question": "Giấy phép <số> nào?"})
    waiting = an.get("/units?need=unit").text
    off_the_list = an.get("/units?need=officer").text
    desk, page = manager.get("/desk").text, manager.get(f"/units/{unit_id}/answer").text
    sent = manager.send(f"/units/{unit_id}/answer", {"answer": "Số 12/GP"}, to=f"/units/{unit_id}/answer")

    assert "chờ đơn vị trả lời từ" in waiting
    assert "Khách sạn Biển Xanh" not in off_the_list
    assert "Cán bộ duyệt có câu hỏi" in desk
    assert "Giấy phép &lt;số&gt; nào?" in page
    assert sent.status == 303
    assert "Khách sạn Biển Xanh" in an.get("/units?need=officer").text
    told = an.get(f"/units/{unit_id}/proceedings").text
    assert "Giấy phép &lt;số&gt; nào?" in told
    assert "Số 12/GP" in told


def test_the_days_that_the_unit_takes_are_not_waiting(app, cast, browse, unit_id):
    with app.app_context():
        with on(6), transaction():
            ask_unit(cast.an.viewer, get_unit(cast.an.viewer, unit_id), question="?")
        with on(10), transaction():
            answer_question(cast.an.viewer, get_unit(cast.an.viewer, unit_id), answer="!")
        with on(11):
            queue = queues_by_place(cast.an.viewer)[0]
            assert (clock.local_day() - clock.local_day(queue.since)).days == 3
    with on(11):
        assert "đã chờ 3 ngày" in browse(cast.an).get(f"/units/{unit_id}").text


def test_a_unit_that_was_asked_is_not_approved_with_many(app, cast, browse, unit_id):
    an = browse(cast.an)
    an.send(f"/units/{unit_id}/ask", {"question": "?"})
    press(an, "/units/approve", {"unit": [str(unit_id)]})

    assert "Chờ đơn vị trả lời từ" in an.get(f"/units/{unit_id}").text
    assert press(an, f"/units/{unit_id}/approve").status == 303
    assert press(an, f"/units/{unit_id}/answer", {"answer": "x"}).status == 409


@pytest.mark.parametrize(
    ("person", "expected"), [("an", 303), ("duong", 303), ("binh", 404), ("lan", 404), ("oanh", 403)]
)
def test_who_may_approve_may_ask_once(cast, browse, unit_id, person, expected):
    asker = browse(getattr(cast, person))

    assert press(asker, f"/units/{unit_id}/ask", {"question": "?"}).status == expected
    if expected == 303:
        assert press(asker, f"/units/{unit_id}/ask", {"question": "?"}).status == 409


@pytest.mark.parametrize("text", ["", " ", "x" * 501])
def test_a_question_is_written_and_not_endless(cast, browse, unit_id, text):
    page = browse(cast.an).send(f"/units/{unit_id}/ask", {"question": text})

    assert page.status == 422
    assert text in page.text


def test_what_waits_is_counted_by_body_and_by_place_the_longest_first(app, cast, browse, unit_id):
    with on(8), app.app_context():
        make_unit(cast.chau, owner="commune-31096", commune="31096", name="Quán Gió")
        make_unit(cast.binh, owner="district-900", commune="30769")
        rows = [(row.name, row.officer_count, row.unit_count) for row in queues_by_body(cast.an.viewer)]
        found = list_units(cast.an.viewer, UnitFilter(need=Need.OFFICER)).total
        assert question_of_work(cast.an.viewer).ask()[WorkList.REGISTRATIONS].count == found == 2
    page = browse(cast.an).get("/units/waiting")
    sheet = browse(cast.an).get("/units/waiting.csv").text

    assert rows == [("UBND thành phố Phú Quốc", 1, 0), ("UBND xã Dương Tơ", 1, 0)]
    assert page.text.index("UBND thành phố Phú Quốc") < page.text.index("UBND xã Dương Tơ")
    assert "Xã Dương Tơ" in sheet
    assert "Hà Tiên" not in page.text + sheet
