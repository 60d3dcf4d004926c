"""Trips are planned one by one or copied from another day; twice is once."""

from datetime import timedelta

import pytest

from app.clock import local
from app.documents.tables_in import read_table
from app.tallies.rules import DayState
from app.tallies.strips import strip
from app.units.queries import get_unit
from tests.trips.conftest import BEGAN, DAY, NINE, board
from tests.trips.records import trips

TOMORROW = DAY + timedelta(1)


def _planned(app):
    return [local(trip.planned_at).strftime("%d %H:%M") for trip in trips(app)]


def test_the_attendant_plans_a_trip_on_the_vehicles_route(app, ferry, browse):
    attendant = browse(ferry.tu)
    form = {"vehicle": str(ferry.checkpoint_id), "day": f"{TOMORROW:%d/%m/%Y}", "at": "14:30"}

    page = attendant.follow(attendant.send(ferry.trips, form, to=f"{ferry.trips}?day={DAY}"))

    assert "Đã thêm chuyến Rạch Giá – Phú Quốc." in page.text
    assert "14:30" in page.text
    assert _planned(app) == [f"{DAY:%d} 09:00", f"{TOMORROW:%d} 14:30"]


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"vehicle": ""}, 422),
        ({"at": ""}, 422),
        ({"at": "8 giờ"}, 422),
        ({"day": f"{DAY - timedelta(2):%d/%m/%Y}"}, 422),
        ({"seats": "-1"}, 422),
        ({}, 422),
    ],
    ids=["no vehicle", "no time", "no clock", "long ago", "no seats", "planned before"],
)
def test_a_trip_that_cannot_be_planned_is_refused(app, ferry, browse, wrong, status):
    form = {"vehicle": str(ferry.checkpoint_id), "day": f"{DAY:%d/%m/%Y}", "at": "09:00"}

    page = browse(ferry.tu).send(ferry.trips, {**form, **wrong}, to=f"{ferry.trips}?day={DAY}")

    assert page.status == status
    assert "govuk-input--error" in page.text or "govuk-select--error" in page.text
    assert len(trips(app)) == 1


def test_a_days_plan_is_copied_once(app, ferry, browse):
    attendant = browse(ferry.tu)
    to = f"{ferry.trips}/copy?day={DAY}"

    told = [attendant.follow(attendant.send(ferry.trips, to=to)).text for _ in range(2)]

    assert "Đã chép 1 chuyến." in told[0]
    assert "Đã chép 0 chuyến." in told[1]
    assert _planned(app) == [f"{DAY:%d} 09:00", f"{TOMORROW:%d} 09:00"]


def test_the_list_is_exported_as_it_is_shown(app, ferry, browse, time_machine):
    time_machine.move_to(NINE, tick=False)
    board(browse(), ferry)
    attendant = browse(ferry.tu)

    sheet = attendant.client.get(f"{ferry.trips}.xlsx?day={DAY}").data
    none = attendant.get(f"{ferry.trips}.csv?day={DAY}&status=arrived").text

    rows = read_table(sheet, "chuyen.xlsx")
    assert rows[1][1:7] == ["09:00", "Tàu số 1", "Rạch Giá", "Phú Quốc", "100", "Chưa khởi hành"]
    assert rows[1][9:] == ["1", "1"]
    assert len(none.splitlines()) == 1


def test_a_company_of_ferries_is_due_on_days_with_trips_only(app, cast, ferry, browse):
    with app.app_context():
        states = [day.state for day in strip(cast.an.viewer, get_unit(cast.an.viewer, ferry.unit_id), DAY)][-4:]
    page = browse(cast.an).get(f"/units/{ferry.unit_id}").text

    assert BEGAN.date() <= DAY - timedelta(3)
    assert states == [DayState.CLOSED, DayState.CLOSED, DayState.CLOSED, DayState.PENDING]
    assert "Hôm nay mở cửa." in page
    assert "Chuyến xe, tàu" in page
