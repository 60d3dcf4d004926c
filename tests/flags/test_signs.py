"""What is odd in a unit's data is seen, and what is usual is not."""

from datetime import date, timedelta

import pytest
import time_machine

from app import clock
from app.db import db, transaction
from app.flags.rules import FlagKind
from app.flags.signs import signs
from app.partitions import ensure_days
from app.tallies.actions import bump, declare_no_visitors
from app.units.actions import announce_closure
from app.units.queries import get_unit
from app.units.rules import UnitKind, UnitStatus
from app.visits.models import Visit
from app.visits.rules import ExitKind
from tests.factories import make_unit

DAY = date(2026, 5, 19)  # a Tuesday
pytestmark = pytest.mark.usefixtures("inside")


@pytest.fixture
def shop(cast):
    with time_machine.travel(clock.at(DAY - timedelta(20), 8), tick=False):
        return make_unit(cast.chau, name="Cửa hàng Hoa", kind=UnitKind.SHOP, status=UnitStatus.ACTIVE).id


def seen(kind, day=DAY):
    with time_machine.travel(clock.at(DAY + timedelta(1), 11), tick=False):
        return {each.unit_id: list(each.rows) for each in signs()[kind](day)}


def come(unit_id, count, *, minute=None, phone=None, hour=9, exit_kind=None):
    """People come in at an hour, in one minute or minute after minute, with one phone or each with his own."""
    with transaction():
        ensure_days(DAY, DAY)
        for number in range(count):
            at = clock.at(DAY, hour, number % 60 if minute is None else minute)
            row = {"day": DAY, "id": f"{unit_id}-{hour}-{number}-{minute}", "unit_id": unit_id, "poster_id": 1}
            row |= {"declaration_day": DAY, "declaration_id": "x", "checked_in_at": at, "person": b"x"}
            row |= {"person_index": f"{hour} {number}".encode(), "phone_index": phone or f"{hour}{number}".encode()}
            db.session.add(Visit(**row, exit_kind=exit_kind, checked_out_at=at if exit_kind else None))


def count(unit_id, days, **counts):
    with transaction():
        for back in days:
            bump(unit_id, DAY - timedelta(back), **counts)


def test_most_of_a_day_within_one_minute_is_seen(shop):
    come(shop, 25, minute=15)
    come(shop, 5, hour=10)

    assert seen(FlagKind.BULK_MINUTE) == {
        shop: [{"day": DAY.isoformat(), "minute": "09:15", "together": 25, "entries": 30}]
    }


def test_a_busy_minute_of_a_busy_day_is_not(shop):
    come(shop, 25, minute=15)
    come(shop, 30, hour=10)

    assert not seen(FlagKind.BULK_MINUTE)


def test_one_phone_for_most_of_a_day_is_seen_and_no_phone_is_told(shop):
    come(shop, 16, phone=b"same")

    assert seen(FlagKind.SAME_PHONE) == {shop: [{"day": DAY.isoformat(), "by_one_phone": 16, "entries": 16}]}


def test_the_same_people_again_and_again_are_seen(shop):
    come(shop, 6, exit_kind=ExitKind.REPEATED)

    assert seen(FlagKind.DUPLICATES)[shop][0]["repeated"] == 6


@pytest.mark.parametrize(("exits", "expected"), [pytest.param(0, True, id="none"), pytest.param(1, False, id="one")])
def test_a_week_without_one_exit_is_seen(shop, exits, expected):
    count(shop, range(7), entries=3)
    count(shop, [3], exits=exits)

    assert (shop in seen(FlagKind.NEVER_EXIT)) is expected


def test_entries_on_a_closed_day_and_in_the_night_are_one_row(cast, shop):
    with transaction(), time_machine.travel(clock.at(DAY - timedelta(1), 9), tick=False):
        unit = get_unit(cast.chau.viewer, shop)
        announce_closure(cast.chau.viewer, unit, from_on=DAY, until_on=DAY + timedelta(1), reason="Sửa cổng")
    count(shop, [0], entries=6)
    come(shop, 6, hour=2)

    assert seen(FlagKind.CLOSED_HOURS) == {shop: [{"day": DAY.isoformat(), "on_closed_day": 6, "at_night": 6}]}


def test_a_closure_announced_after_the_day_is_seen(cast, shop):
    with transaction(), time_machine.travel(clock.at(DAY, 9), tick=False):
        unit = get_unit(cast.chau.viewer, shop)
        announce_closure(cast.chau.viewer, unit, from_on=DAY - timedelta(2), until_on=DAY, reason="Nghỉ")

    assert seen(FlagKind.LATE_CLOSURE)[shop][0]["announced_on"] == DAY.isoformat()


@pytest.mark.parametrize(
    ("last", "expected"), [pytest.param(8, True, id="same"), pytest.param(9, False, id="another on the last day")]
)
def test_the_same_count_every_day_is_seen(shop, last, expected):
    count(shop, range(1, 7), entries=8)
    count(shop, [0], entries=last)

    assert (shop in seen(FlagKind.CONSTANT_COUNTS)) is expected


def test_quiet_days_are_odd_only_where_others_have_visitors(cast, shop):
    for back in range(5):
        with transaction(), time_machine.travel(clock.at(DAY - timedelta(back), 18), tick=False):
            declare_no_visitors(cast.chau.viewer, get_unit(cast.chau.viewer, shop), DAY - timedelta(back))
    assert not seen(FlagKind.QUIET_RUN)

    other = make_unit(cast.chau, name="Cửa hàng Lan", kind=UnitKind.SHOP, status=UnitStatus.ACTIVE).id
    count(other, range(7), entries=4)

    assert seen(FlagKind.QUIET_RUN)[shop][0]["quiet_days"] == 5


def test_more_who_left_than_came_is_seen(shop):
    count(shop, [0], entries=4, exits=5)

    assert seen(FlagKind.IMPLAUSIBLE)[shop][0]["exits"] == 5


def test_open_days_without_data_are_seen_day_by_day(shop):
    count(shop, [5, 6], entries=3)

    assert [row["day"] for row in seen(FlagKind.MISSING)[shop]] == [
        (DAY - timedelta(back)).isoformat() for back in (4, 3, 2, 1, 0)
    ]
