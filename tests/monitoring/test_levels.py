"""The same figure at every level: each leaf is summed once, whoever looks from wherever."""

from collections import Counter
from datetime import timedelta

import pytest
import time_machine

from app.clock import local_day
from app.db import transaction
from app.directives.measures import unit_day_rows
from app.directives.rules import MeasureKey, Period
from app.monitoring.queries import Order, area_overview, body_overview, own_overview, units_of_body
from app.monitoring.rules import PeriodChoice, choose_period
from app.organisations.queries import find_organisation
from app.units.actions import change_owner
from app.units.queries import get_unit
from app.web.pagination import Wish
from tests.monitoring.conftest import COUNTED, DUE, NOON

pytestmark = [pytest.mark.usefixtures("province", "inside"), pytest.mark.slow]
ENTRY, QR = MeasureKey.ENTRY, MeasureKey.QR


def last_week():
    today = local_day()
    return choose_period(PeriodChoice.LAST_7_DAYS, today=today, week=Period(today, today), first=None, last=None)


def pair(figure):
    return figure.numerator, figure.denominator


def lines(overview):
    return [line for table in overview.sections for line in table.lines]


def summed(overview, measure):
    return tuple(map(sum, zip(*(pair(line.figures[measure]) for line in lines(overview)), strict=True)))


def test_the_province_counts_every_unit_once(cast):
    overview = own_overview(cast.chau.viewer, last_week(), Order())

    assert pair(overview.figures[ENTRY]) == (COUNTED, DUE)
    assert pair(overview.figures[QR]) == (0, 5)


@pytest.mark.parametrize("measure", [ENTRY, QR])
def test_each_level_by_owner_adds_up_to_the_one_above(cast, measure):
    viewer, period = cast.chau.viewer, last_week()
    above = own_overview(viewer, period, Order())

    assert summed(above, measure) == pair(above.figures[measure])
    for line in lines(above):
        below = body_overview(viewer, line.node.id, period, Order())
        assert pair(below.figures[measure]) == pair(line.figures[measure])
        assert summed(below, measure) == pair(line.figures[measure])


@pytest.mark.parametrize("measure", [ENTRY, QR])
def test_each_level_by_place_adds_up_to_the_one_above(cast, measure):
    viewer, period = cast.chau.viewer, last_week()
    above = area_overview(viewer, "91", period, Order())

    assert pair(above.figures[measure]) == pair(own_overview(viewer, period, Order()).figures[measure])
    for district in lines(above):
        below = area_overview(viewer, district.node.code, period, Order())
        assert summed(below, measure) == pair(below.figures[measure]) == pair(district.figures[measure])
        for commune in lines(below):
            ends = area_overview(viewer, commune.node.code, period, Order())
            assert pair(ends.figures[measure]) == pair(commune.figures[measure])


def test_the_trend_adds_up_to_the_period(cast):
    overview = own_overview(cast.chau.viewer, last_week(), Order())

    assert len(overview.days) == 7
    assert sum(figure.numerator for figure in overview.days.values()) == COUNTED
    assert sum(figure.denominator for figure in overview.days.values()) == DUE


def test_a_district_sees_what_stands_in_it_and_not_the_next_one(cast):
    overview = own_overview(cast.an.viewer, last_week(), Order())

    assert pair(overview.figures[ENTRY]) == (9, 21)
    assert {line.node.name for line in lines(overview)} == {"UBND thành phố Phú Quốc", "UBND xã Dương Tơ", "Sở Du lịch"}


def test_a_department_sees_its_units_wherever_they_are(cast):
    overview = own_overview(cast.lan.viewer, last_week(), Order())
    places = area_overview(cast.lan.viewer, "91", last_week(), Order())

    assert pair(overview.figures[ENTRY]) == (9, 14)
    assert {line.node.name: pair(line.figures[ENTRY]) for line in lines(places)} == {
        "Thành phố Phú Quốc": (7, 7),
        "Thành phố Hà Tiên": (2, 7),
    }


def test_another_districts_body_shows_only_ones_own_part(cast):
    tourism = find_organisation("tourism").id
    overview = body_overview(cast.binh.viewer, tourism, last_week(), Order())

    assert not overview.is_whole
    assert pair(overview.figures[ENTRY]) == (2, 7)


def pass_on(cast, province, name, code, *, days_ago):
    """The unit goes to another body on a past day."""
    with time_machine.travel(NOON - timedelta(days_ago), tick=False), transaction():
        change_owner(cast.chau.viewer, get_unit(cast.chau.viewer, province[name]), find_organisation(code))


def test_a_unit_handed_over_in_mid_week_counts_for_each_body_on_its_own_days(cast, province):
    # Biển Xanh had visitors on each of the seven days, Sao Mai on the last two.
    pass_on(cast, province, "Khách sạn Biển Xanh", "district-900", days_ago=3)
    by_body = {line.node.name: pair(line.figures[ENTRY]) for line in lines(own_overview(*province_week(cast)))}

    assert by_body["Sở Du lịch"] == (4 + 2, 4 + 7)
    assert by_body["UBND thành phố Hà Tiên"] == (3 + 5, 3 + 7)
    assert pair(own_overview(*province_week(cast)).figures[ENTRY]) == (COUNTED, DUE)


@pytest.mark.parametrize("measure", [ENTRY, QR])
def test_the_levels_add_up_across_a_transfer(cast, province, measure):
    pass_on(cast, province, "Khách sạn Biển Xanh", "commune-31096", days_ago=3)
    pass_on(cast, province, "Chợ Đông Hồ", "tourism", days_ago=5)

    test_each_level_by_owner_adds_up_to_the_one_above(cast, measure)
    test_each_level_by_place_adds_up_to_the_one_above(cast, measure)


@pytest.mark.parametrize(("person", "expected"), [("lan", (4 + 2, 4 + 7)), ("binh", (3 + 7, 3 + 14))])
def test_both_bodies_see_themselves_as_the_province_sees_them(cast, province, person, expected):
    """Lan gave the unit away and still answers for the days before; Bình's place has Sao Mai besides."""
    pass_on(cast, province, "Khách sạn Biển Xanh", "district-900", days_ago=3)
    viewer = getattr(cast, person).viewer

    assert pair(own_overview(viewer, last_week(), Order()).figures[ENTRY]) == expected
    own = body_overview(viewer, viewer.organisation_id, last_week(), Order()).figures[ENTRY]
    seen = body_overview(cast.chau.viewer, viewer.organisation_id, last_week(), Order()).figures[ENTRY]
    assert pair(own) == pair(seen)


def test_the_list_of_a_bodys_units_and_the_rows_keep_what_it_answered_for(cast, province):
    pass_on(cast, province, "Khách sạn Biển Xanh", "district-900", days_ago=3)
    found = units_of_body(cast.lan.viewer, province["tourism"], last_week(), Wish())
    rows = unit_day_rows(cast.lan.viewer, ENTRY, first=last_week().first_on, last=last_week().last_on)

    listed = {line.unit.name: (pair(line.figures[ENTRY]), line.is_open) for line in found.page.rows}
    assert listed == {"Khách sạn Biển Xanh": ((4, 4), False), "Khách sạn Sao Mai": ((2, 7), True)}
    assert Counter((row.unit_name, row.is_open) for row in rows) == {
        ("Khách sạn Biển Xanh", False): 4,
        ("Khách sạn Sao Mai", True): 7,
    }


def province_week(cast):
    return cast.chau.viewer, last_week(), Order()
