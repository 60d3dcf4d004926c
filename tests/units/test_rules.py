"""The register's rules, by their tables."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from app.units.rules import (
    LinkStatus,
    UnitKind,
    UnitStatus,
    is_open,
    link_status,
    natural_department,
    natural_owner,
    status_on,
)

MONDAY = date(2026, 5, 18)
NOW = datetime(2026, 5, 18, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "name", "department"),
    [
        (UnitKind.HOTEL, "Khách sạn Biển Xanh", "Sở Du lịch"),
        (UnitKind.LODGING, "Nhà trọ Hoa", None),
        (UnitKind.SCHOOL, "Trường THPT Dương Đông", "Sở Giáo dục và Đào tạo"),
        (UnitKind.SCHOOL, "TRUNG TÂM GDTX tỉnh", "Sở Giáo dục và Đào tạo"),
        (UnitKind.SCHOOL, "Trường THCS Dương Đông", None),
        (UnitKind.HOSPITAL, "Trung tâm Y tế Phú Quốc", "Sở Y tế"),
        (UnitKind.TRANSPORT, "Tàu Superdong", "Sở Giao thông vận tải"),
        (UnitKind.SUPERMARKET, "Co.opmart", "Sở Công Thương"),
        (UnitKind.MARKET, "Chợ Dương Đông", None),
        (UnitKind.CAFE, "Trung tâm cà phê", None),
        (UnitKind.OTHER, "Trung tâm thể thao", None),
    ],
)
def test_who_usually_answers(kind, name, department):
    assert natural_department(kind, name) == department


@pytest.mark.parametrize(
    ("kind", "name", "is_household", "commune", "answers"),
    [
        (UnitKind.HOTEL, "Khách sạn Biển Xanh", False, "xã", "sở"),
        (UnitKind.CAFE, "Cà phê Gió", False, "xã", "huyện"),
        (UnitKind.CAFE, "Cà phê Gió", True, "xã", "xã"),
        (UnitKind.HOTEL, "Hộ kinh doanh Nhà nghỉ Lan", False, "xã", "xã"),
        (UnitKind.HOTEL, "HKD Nhà nghỉ Lan", False, "xã", "xã"),
        (UnitKind.CAFE, "Cà phê Gió", True, None, "huyện"),
    ],
)
def test_a_household_business_belongs_to_its_commune(kind, name, is_household, commune, answers):
    bodies = {"departments": {"so du lich": "sở"}, "district": "huyện", "commune": commune}

    assert natural_owner(kind, name, is_household=is_household, **bodies) == answers


@pytest.mark.parametrize(
    ("fate", "expected"),
    [
        pytest.param({}, LinkStatus.OPEN, id="fresh"),
        pytest.param({"expires_at": NOW}, LinkStatus.EXPIRED, id="its last instant"),
        pytest.param({"expires_at": NOW + timedelta(seconds=1)}, LinkStatus.OPEN, id="a second before"),
        pytest.param({"revoked_at": NOW}, LinkStatus.REVOKED, id="revoked"),
        pytest.param({"used_at": NOW, "expires_at": NOW}, LinkStatus.USED, id="used, later run out"),
        pytest.param({"user_id": 7, "expires_at": NOW}, LinkStatus.USED, id="of an account that was there before"),
        pytest.param({"used_at": NOW, "revoked_at": NOW}, LinkStatus.REVOKED, id="used, later replaced"),
    ],
)
def test_what_has_become_of_a_link(fate, expected):
    usual = {"expires_at": NOW + timedelta(days=30), "used_at": None, "revoked_at": None, "user_id": None}

    assert link_status(SimpleNamespace(**usual | fate), at=NOW) is expected


@pytest.mark.parametrize(
    ("weekdays", "closures", "expected"),
    [
        pytest.param(0b0000001, [], True, id="Mondays"),
        pytest.param(0b1111110, [], False, id="not on Mondays"),
        pytest.param(127, [(MONDAY, MONDAY + timedelta(1))], False, id="closed that day"),
        pytest.param(127, [(MONDAY - timedelta(3), MONDAY)], True, id="open again"),
    ],
)
def test_is_open(weekdays, closures, expected):
    assert is_open(weekdays, closures, MONDAY) is expected


def test_the_status_of_a_day_is_the_last_one_that_began_until_then():
    changes = [(MONDAY, UnitStatus.PENDING), (MONDAY, UnitStatus.ACTIVE), (MONDAY + timedelta(2), UnitStatus.CLOSED)]

    assert status_on(changes, MONDAY - timedelta(1)) is None
    assert status_on(changes, MONDAY + timedelta(1)) is UnitStatus.ACTIVE
    assert status_on(changes, MONDAY + timedelta(2)) is UnitStatus.CLOSED
