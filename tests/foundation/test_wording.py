"""Dates, numbers and figures as Decree 30/2020 and Vietnamese offices write them."""

from datetime import date, time
from decimal import Decimal

import pytest

from app.documents.wording import (
    official_date,
    official_number,
    official_time,
    padded,
    short_date,
    undated,
    vietnamese_number,
)


@pytest.mark.parametrize(
    ("day", "long", "short"),
    [
        pytest.param(date(2021, 5, 7), "ngày 07 tháng 5 năm 2021", "07/5/2021", id="day below 10"),
        pytest.param(date(2021, 5, 10), "ngày 10 tháng 5 năm 2021", "10/5/2021", id="day 10"),
        pytest.param(date(2021, 1, 31), "ngày 31 tháng 01 năm 2021", "31/01/2021", id="January"),
        pytest.param(date(2021, 2, 9), "ngày 09 tháng 02 năm 2021", "09/02/2021", id="February"),
        pytest.param(date(2021, 3, 1), "ngày 01 tháng 3 năm 2021", "01/3/2021", id="March is not padded"),
        pytest.param(date(2021, 12, 12), "ngày 12 tháng 12 năm 2021", "12/12/2021", id="December"),
    ],
)
def test_dates(day, long, short):
    assert official_date(day) == long
    assert short_date(day) == short


def test_a_draft_leaves_room_for_number_and_date():
    assert official_number(None, "BC-SYT").strip("\u00a0") == "/BC-SYT"
    assert official_number(None, "BC-SYT").startswith("\u00a0" * 6)
    assert undated(2021) == "ngày …… tháng …… năm 2021"


@pytest.mark.parametrize(("number", "expected"), [(5, "05/BC-SYT"), (10, "10/BC-SYT"), (568, "568/BC-SYT")])
def test_document_numbers(number, expected):
    assert official_number(number, "BC-SYT") == expected


def test_times():
    assert official_time(time(15, 0)) == "15 giờ 00"
    assert official_time(time(7, 5)) == "07 giờ 05"


def test_counts_in_a_sentence():
    assert [padded(count) for count in (0, 5, 10, 129)] == ["00", "05", "10", "129"]


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        pytest.param(0, 0, "0", id="zero"),
        pytest.param(1234567, 0, "1.234.567", id="thousands"),
        pytest.param(1234.5, 1, "1.234,5", id="decimal comma"),
        pytest.param(89.5, 2, "89,50", id="decimals are kept"),
        pytest.param(2.675, 2, "2,68", id="half goes up"),
        pytest.param(0.5, 0, "1", id="half to the whole"),
        pytest.param(-1234.5, 1, "-1.234,5", id="negative"),
        pytest.param(-0.4, 0, "0", id="no minus before zero"),
        pytest.param(Decimal("99.95"), 1, "100,0", id="carried"),
        pytest.param(1e16, 0, "10.000.000.000.000.000", id="no exponent"),
    ],
)
def test_figures(value, decimals, expected):
    assert vietnamese_number(value, decimals=decimals) == expected
