"""Which trip boards, which moment a typed time means, and who of a list has declared."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

import pytest

from app import clock
from app.tallies.rules import late_part
from app.trips.rules import Person, boarding_trip, match_passengers, nearest_time, next_time

DAY = datetime(2021, 5, 7, tzinfo=clock.PROVINCE)


@dataclass
class Trip:
    name: str
    planned_at: datetime
    departed_at: datetime | None = None
    arrived_at: datetime | None = None
    cancelled_at: datetime | None = None


def _at(text: str) -> datetime:
    hour, _, minute = text.partition(":")
    return DAY + timedelta(hours=int(hour), minutes=int(minute))


def _boards(trips: list[Trip], at: str) -> str | None:
    found = boarding_trip(trips, _at(at), opens_before=timedelta(hours=1), longest=timedelta(hours=12))
    return found.name if found else None


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        pytest.param("6:59", None, id="before the first opens"),
        pytest.param("7:00", "A", id="an hour before"),
        pytest.param("8:00", "A", id="under way"),
        pytest.param("11:59", "A", id="until the next opens"),
        pytest.param("12:00", "B", id="the next one boards"),
        pytest.param("24:59", "B", id="to its end"),
        pytest.param("25:00", None, id="nobody confirmed an arrival for twelve hours"),
    ],
)
def test_the_trip_that_boards(at, expected):
    assert _boards([Trip("B", _at("13:00")), Trip("A", _at("8:00"))], at) == expected


def test_the_next_trip_does_not_board_before_the_vehicle_has_left():
    trips = [Trip("A", _at("8:00"), departed_at=_at("8:05")), Trip("B", _at("8:15"))]

    assert [_boards(trips, at) for at in ("7:50", "8:04", "8:05")] == ["A", "A", "B"]


def test_trips_that_arrived_or_were_cancelled_take_nobody():
    trips = [Trip("A", _at("8:00"), arrived_at=_at("10:00")), Trip("B", _at("10:30"), cancelled_at=_at("9:00"))]

    assert _boards(trips, "10:15") is None


@pytest.mark.parametrize(
    ("planned", "typed", "expected"),
    [("23:50", time(0, 10), "24:10"), ("0:10", time(23, 55), "-1:55"), ("8:00", time(8, 5), "8:05")],
)
def test_a_departure_is_the_time_nearest_to_the_plan(planned, typed, expected):
    wanted = DAY - timedelta(minutes=5) if expected.startswith("-") else _at(expected)

    assert nearest_time(_at(planned), typed) == wanted


@pytest.mark.parametrize(
    ("left", "typed", "expected"),
    [("22:00", time(1), "25:00"), ("8:00", time(8), "8:00"), ("8:00", time(7, 59), "31:59")],
)
def test_an_arrival_is_the_next_such_time_after_the_departure(left, typed, expected):
    assert next_time(_at(left), typed) == _at(expected)


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        pytest.param([Person("", "NGUYEN VAN AN", "0912345678")], {0: 0}, id="phone and folded name"),
        pytest.param([Person("", "Lê Bé", "0912345678")], {0: 0}, id="a phone alone"),
        pytest.param([Person("", "Danh Út", "0999999999")], {2: 0}, id="a name alone"),
        pytest.param([Person("", "Lê Bé", "0987654321")], {}, id="a stranger"),
        pytest.param(
            [Person("", "Trần Thị Bé", "0912345678"), Person("", "Nguyễn Văn An", "0912345678")],
            {0: 1, 1: 0},
            id="a family with one phone",
        ),
    ],
)
def test_who_of_the_list_has_declared(declared, expected):
    listed = [
        Person("1", "Nguyễn Văn An", "0912345678"),
        Person("2", "Trần Thị Bé", "0912345678"),
        Person("3", "Danh Út", ""),
    ]

    assert match_passengers(listed, declared) == expected


def test_two_of_one_name_are_not_told_apart_by_it():
    assert match_passengers([Person("1", "An", ""), Person("2", "An", "")], [Person("", "An", "")]) == {}


@pytest.mark.parametrize(
    ("entries", "in_time", "late", "expected"), [(5, 0, False, 0), (5, 0, True, 5), (5, 3, True, 2), (2, 3, True, 0)]
)
def test_what_of_a_tally_came_late(entries, in_time, late, expected):
    assert late_part(entries, in_time, late=late) == expected
