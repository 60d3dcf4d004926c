"""Who scans a vehicle's code enters the trip that boards now, and no gate pays for it."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import event

from app.clock import at
from app.db import db
from app.jobs import run_job
from app.units.rules import UnitKind, VehicleKind
from app.visits.rules import ExitKind
from app.web.again import repeats_of
from tests.places import open_place
from tests.trips.conftest import DAY, NINE, board, make_ferry
from tests.trips.records import seats
from tests.visits.records import counted, visits
from tests.visits.sheets import sheet


@pytest.fixture
def statements(app):
    said = []
    with app.app_context():
        engine = db.engine

    def note(_connection, _cursor, statement, *_rest):
        if not statement.startswith(("PRAGMA", "BEGIN", "COMMIT", "ROLLBACK")):
            said.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield said
    event.remove(engine, "before_cursor_execute", note)


def test_a_passenger_sees_the_trip_that_boards_and_takes_seat_12(app, ferry, browse, time_machine):
    time_machine.move_to(NINE - timedelta(minutes=20), tick=False)
    phone = browse()

    page = phone.get(f"/q/{ferry.code}")
    board(phone, ferry, seat="12")

    assert "Tàu số 1" in page.text
    assert "Chuyến 09:00:" in page.text
    assert "Rạch Giá – Phú Quốc" in page.text
    assert seats(app) == {ferry.trip_id: ["12"]}


def test_without_a_trip_one_enters_all_the_same_and_is_asked_no_seat(app, ferry, browse, time_machine):
    time_machine.move_to(NINE - timedelta(hours=2), tick=False)
    phone = browse()

    assert 'name="seat"' not in phone.get(f"/q/{ferry.code}").text
    board(phone, ferry)

    assert seats(app) == {}
    assert counted(app, ferry.unit_id, DAY) == (1, 0, 0, 1)


def test_a_remembered_passenger_boards_with_one_tap_and_her_seat(app, ferry, browse, time_machine):
    time_machine.move_to(NINE - timedelta(minutes=30), tick=False)
    phone = browse()
    receipt = board(phone, ferry, remember="y").location
    phone.send(receipt, to=f"{receipt}/out")

    long = phone.send(f"/q/{ferry.code}", {"seat": "a seat by the window", "tap": "1"})
    phone.send(f"/q/{ferry.code}", {"seat": "7B", "tap": "1"})

    assert long.status == 422
    assert "đến 8 ký tự" in long.text
    assert sorted(seats(app)[ferry.trip_id]) == ["", "7B"]


def test_a_form_sent_twice_takes_one_place(app, ferry, browse, time_machine):
    time_machine.move_to(NINE, tick=False)
    phone = browse()
    form = {**phone.get(f"/q/{ferry.code}").fields(), **sheet(origin="91", seat="12")}

    answers = [phone.post(f"/q/{ferry.code}", form).location for _ in range(2)]

    assert answers[0] == answers[1]
    assert seats(app) == {ferry.trip_id: ["12"]}


def test_a_gates_form_has_no_seat_and_its_entry_belongs_to_no_trip(app, cast, ferry, browse, time_machine):
    time_machine.move_to(NINE, tick=False)
    market = open_place(app, cast.an, username="cho", name="Chợ")
    phone = browse()

    assert 'name="seat"' not in phone.get(f"/q/{market.code}").text
    assert phone.send(f"/q/{market.code}", sheet(seat="12")).status == 303
    assert seats(app) == {}


def test_the_form_behind_a_vehicles_code_costs_three_statements_at_most(app, ferry, browse, statements, time_machine):
    time_machine.move_to(NINE, tick=False)
    # Every process reads the forms and rules once in 20 seconds.
    browse().get(f"/q/{ferry.code}?lang=en")
    statements.clear()

    assert browse().get(f"/q/{ferry.code}").status == 200
    assert len(statements) <= 3, statements


def test_the_page_follows_the_clock_from_one_trip_to_none(app, ferry, browse, time_machine):
    shown = []
    for hours in (0, 13):
        time_machine.move_to(NINE + timedelta(hours=hours), tick=False)
        with app.app_context():
            repeats_of(app).forget()
        shown.append("Chuyến 09:00" in browse().get(f"/q/{ferry.code}").text)

    assert shown == [True, False]


def test_nobody_expects_the_exit_of_a_taxis_passenger(app, cast, browse, time_machine):
    taxi = make_ferry(app, cast, kind=VehicleKind.TAXI)
    hotel = open_place(app, cast.an)
    time_machine.move_to(NINE, tick=False)
    phone = browse()

    receipt = phone.get(board(phone, taxi, remember="y").location)
    again = phone.get(f"/q/{taxi.code}")
    time_machine.move_to(NINE + timedelta(minutes=20), tick=False)
    assert phone.send(f"/q/{hotel.code}", sheet()).status == 303

    assert "hãy bấm Ra" not in receipt.text
    assert ">RA<" not in receipt.text + again.text
    assert ">VÀO<" in again.text
    assert [visit.exit_kind for visit in visits(app)] == [ExitKind.NOT_EXPECTED, None]
    # No estimate: the taxi's share of recorded exits is not lowered by it.
    assert counted(app, taxi.unit_id, DAY) == (1, 0, 0, 1)


def test_a_taxis_passengers_are_gone_after_the_hours_without_an_estimate(app, cast, browse, time_machine):
    taxi = make_ferry(app, cast, kind=VehicleKind.MOTORBIKE_TAXI)
    time_machine.move_to(at(DAY, 1), tick=False)
    board(browse(), taxi)
    time_machine.move_to(at(DAY, 8), tick=False)

    with app.app_context():
        assert run_job("end-elapsed-stays") == 1
    assert [visit.exit_kind for visit in visits(app)] == [ExitKind.NOT_EXPECTED]
    assert counted(app, taxi.unit_id, DAY) == (1, 0, 0, 1)


def test_who_withdraws_leaves_her_seat_and_is_still_counted_aboard(app, ferry, browse, time_machine):
    time_machine.move_to(NINE - timedelta(minutes=20), tick=False)
    phone = browse()
    receipt = board(phone, ferry, seat="12").location.partition("?")[0]
    board(browse(), ferry, seat="13", full_name="Trần Thị Năm")

    assert phone.send(f"{receipt}/withdraw").status == 303

    assert sorted(seats(app)[ferry.trip_id]) == ["", "13"]
    assert re.search(r"Chưa ra</\w+>\s*<\w+[^>]*>\s*2\s*<", browse(ferry.tu).get(ferry.trip).text)


def test_a_declaration_that_names_no_journey_is_not_enough_aboard(app, cast, ferry, browse, time_machine):
    time_machine.move_to(NINE - timedelta(minutes=30), tick=False)
    phone = browse()
    market = open_place(app, cast.an, username="cho", name="Chợ Dương Đông", kind=UnitKind.MARKET)
    phone.send(f"/q/{market.code}", sheet(remember="y"))

    page = phone.get(f"/q/{ferry.code}")
    assert 'name="tap"' not in page.text
    assert page.fields()["full_name"] == "NGUYỄN VĂN TÈO"
    assert "origin" in page.fields()
    assert phone.post(f"/q/{ferry.code}", {"stamp": page.fields()["stamp"], "tap": "1"}).status == 422
    assert seats(app) == {}
