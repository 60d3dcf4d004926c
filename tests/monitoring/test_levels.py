"""The same figure at every level: each leaf is summed once, whoever looks from wherever."""

import pytest

from app.clock import local_day
from app.directives.rules import MeasureKey, Period
from app.monitoring.queries import Order, area_overview, body_overview, own_overview
from app.monitoring.rules import PeriodChoice, choose_period
from app.organisations.queries import find_organisation
from tests.monitoring.conftest import COUNTED, DUE

pytestmark = pytest.mark.usefixtures("province", "inside")
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
