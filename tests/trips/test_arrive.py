"""The arrival, confirmed by the attendant, is the recorded exit of everybody who was still on board."""

from datetime import timedelta

import pytest

from app.clock import local
from app.jobs import run_job
from app.visits.rules import ExitKind
from tests.trips.conftest import DAY, NINE, board
from tests.trips.records import trips
from tests.visits.records import counted, visits

pytestmark = pytest.mark.slow

BEFORE, ARRIVED = NINE - timedelta(minutes=20), NINE + timedelta(hours=2, minutes=30)
DONE = NINE + timedelta(hours=2, minutes=40)


def _arrive(browse, ferry, clock_time="11:30"):
    attendant = browse(ferry.tu)
    return attendant.follow(attendant.send(ferry.trip, {"arrived": clock_time}, to=f"{ferry.trip}/arrive"))


def test_the_arrival_ends_the_stays_of_all_who_are_on_board_as_recorded_exits(app, ferry, browse, time_machine):
    time_machine.move_to(BEFORE, tick=False)
    phones, names = [browse(), browse()], ("NGUYỄN VĂN AN", "NGUYỄN VĂN BA")
    receipts = [board(phone, ferry, full_name=name).location for name, phone in zip(names, phones, strict=True)]
    time_machine.move_to(DONE, tick=False)

    told = _arrive(browse, ferry)

    assert "ghi lượt ra cho 2 hành khách" in told.text
    assert [(visit.exit_kind, visit.checked_out_at) for visit in visits(app)] == [(ExitKind.ARRIVED, ARRIVED)] * 2
    assert counted(app, ferry.unit_id, DAY) == (2, 2, 0, 2)
    page = phones[0].get(receipts[0])
    assert "ĐÃ RA" in page.text
    assert "ước tính" not in page.text


def test_who_left_by_himself_stays_as_he_was(app, ferry, browse, time_machine):
    time_machine.move_to(BEFORE, tick=False)
    phone = browse()
    receipt = board(phone, ferry).location
    phone.send(receipt, to=f"{receipt}/out")
    time_machine.move_to(DONE, tick=False)

    _arrive(browse, ferry)

    (visit,) = visits(app)
    assert (visit.exit_kind, visit.checked_out_at) == (ExitKind.RECORDED, BEFORE)
    assert counted(app, ferry.unit_id, DAY) == (1, 1, 0, 1)


def test_confirming_twice_changes_nothing(app, ferry, browse, time_machine):
    time_machine.move_to(BEFORE, tick=False)
    board(browse(), ferry)
    time_machine.move_to(DONE, tick=False)
    attendant = browse(ferry.tu)
    form = {**attendant.get(ferry.trip).fields(f"{ferry.trip}/arrive"), "arrived": "11:30"}

    answers = [
        attendant.post(f"{ferry.trip}/arrive", {**form, "arrived": typed}).status for typed in ("11:30", "11:35")
    ]

    assert answers == [303, 303]
    assert trips(app)[0].arrived_at == ARRIVED
    assert counted(app, ferry.unit_id, DAY) == (1, 1, 0, 1)


def test_the_arrival_replaces_an_end_that_was_assumed_from_the_hours(app, ferry, browse, time_machine):
    time_machine.move_to(BEFORE, tick=False)
    board(browse(), ferry)
    time_machine.move_to(NINE + timedelta(hours=8), tick=False)
    with app.app_context():
        run_job("end-elapsed-stays")
    assert counted(app, ferry.unit_id, DAY) == (1, 0, 1, 1)

    _arrive(browse, ferry)

    assert visits(app)[0].exit_kind is ExitKind.ARRIVED
    assert counted(app, ferry.unit_id, DAY) == (1, 1, 0, 1)


@pytest.mark.parametrize("typed", ["", "25:00", "23:59"], ids=["empty", "no time", "to come"])
def test_a_time_that_cannot_be_is_refused_and_nobody_leaves(app, ferry, browse, time_machine, typed):
    time_machine.move_to(BEFORE, tick=False)
    board(browse(), ferry)
    time_machine.move_to(DONE, tick=False)

    page = browse(ferry.tu).send(ferry.trip, {"arrived": typed}, to=f"{ferry.trip}/arrive")

    assert page.status == 422
    assert visits(app)[0].exit_kind is None


def test_departing_notes_the_time_and_a_trip_that_arrived_departs_no_more(app, ferry, browse, time_machine):
    time_machine.move_to(NINE + timedelta(minutes=10), tick=False)
    attendant = browse(ferry.tu)
    departing = attendant.get(ferry.trip).fields(f"{ferry.trip}/depart")

    page = attendant.follow(attendant.post(f"{ferry.trip}/depart", {**departing, "departed": "09:05"}))
    time_machine.move_to(DONE, tick=False)
    _arrive(browse, ferry)
    late = attendant.post(f"{ferry.trip}/depart", {**departing, "departed": "09:06"})

    assert "Đang đi" in page.text
    assert local(trips(app)[0].departed_at).strftime("%H:%M") == "09:05"
    assert late.status == 409
    assert "đã đến nơi hoặc đã hủy" in attendant.get(f"{ferry.trip}/cancel").text


def test_a_trip_with_passengers_is_not_cancelled_an_empty_one_is(app, ferry, browse, time_machine):
    time_machine.move_to(BEFORE, tick=False)
    attendant = browse(ferry.tu)
    form = attendant.get(f"{ferry.trip}/cancel").fields(f"{ferry.trip}/cancel")
    phone = browse()
    receipt = board(phone, ferry).location
    phone.send(receipt, to=f"{receipt}/out")

    assert attendant.post(f"{ferry.trip}/cancel", form).status == 409
    assert trips(app)[0].cancelled_at is None


def test_an_officer_of_the_place_sees_the_plan_and_runs_nothing(cast, ferry, browse):
    an = browse(cast.an)

    assert "Rạch Giá – Phú Quốc" in an.get(f"{ferry.trips}?day={DAY}").text
    assert an.get(ferry.trip).status == 403
    assert an.post(f"{ferry.trip}/arrive", {"arrived": "11:30"}).status == 403


def test_binh_finds_nothing(cast, ferry, browse):
    binh = browse(cast.binh)

    assert binh.get(ferry.trips).status == 404
    assert binh.get(f"{ferry.trips}.csv").status == 404
    assert binh.post(f"{ferry.trip}/arrive", {"arrived": "11:30"}).status == 403
