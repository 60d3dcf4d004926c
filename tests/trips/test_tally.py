"""Passengers who showed a national app are entered once a trip and count for the day, as a part of their own."""

from datetime import timedelta

import pytest

from app.db import transaction
from app.directives.measures import figures_of_body
from app.directives.rules import MeasureKey
from app.tallies.actions import DayHasEntries, declare_no_visitors
from app.units.queries import get_unit
from tests.trips.conftest import DAY, NINE

NEXT_MORNING = NINE + timedelta(days=1, hours=1)
LATE = NEXT_MORNING + timedelta(minutes=1)


@pytest.fixture
def tally(ferry, browse):
    def enter(**counts):
        return browse(ferry.tu).send(ferry.trip, counts, to=f"{ferry.trip}/tally")

    return enter


@pytest.fixture
def figure(app, cast, ferry):
    def ask():
        with app.app_context():
            return figures_of_body(
                cast.chau.viewer, cast.an.organisation_id, [MeasureKey.ENTRY], first=DAY, last=DAY, at=LATE
            )[MeasureKey.ENTRY]

    return ask


def test_a_tally_makes_the_day_count_as_its_own_part(cast, ferry, browse, tally, figure, time_machine):
    time_machine.move_to(NINE, tick=False)

    assert tally(ncovi_in="12", ncovi_out="11", bluezone_in="3").status == 303

    found = figure()
    assert (found.numerator, found.denominator, found.split["app_tally"], found.split["entries"]) == (1, 1, 1, 0)
    assert (found.split["apps_in"], found.split["apps_out"]) == (15, 11)
    days = browse(cast.an).get(f"/units/{ferry.unit_id}/days").text
    assert "NCOVI: 12 vào, 11 ra" in days


def test_entered_again_it_takes_the_place_of_the_first(tally, figure, time_machine):
    time_machine.move_to(NINE, tick=False)
    tally(ncovi_in="12", ncovi_out="12")
    tally(ncovi_in="5", ncovi_out="4")

    assert (figure().split["apps_in"], figure().split["apps_out"]) == (5, 4)


def test_heads_alone_prove_no_controlled_door(tally, figure, time_machine):
    time_machine.move_to(NINE, tick=False)
    tally(heads_in="40", heads_out="40")

    assert (figure().numerator, figure().split["none"], figure().split["apps_in"]) == (0, 1, 0)


def test_after_the_door_has_closed_it_is_late(tally, figure, time_machine):
    time_machine.move_to(NEXT_MORNING - timedelta(minutes=1), tick=False)
    tally(ncovi_in="0")
    time_machine.move_to(NEXT_MORNING, tick=False)
    tally(ncovi_in="7")

    assert (figure().numerator, figure().split["late"]) == (0, 1)


def test_what_was_entered_in_time_stays_in_time_when_it_is_corrected_late(tally, figure, time_machine):
    time_machine.move_to(NINE, tick=False)
    tally(ncovi_in="7")
    time_machine.move_to(NEXT_MORNING, tick=False)
    tally(ncovi_in="9")

    assert (figure().numerator, figure().split["apps_in"]) == (1, 9)


@pytest.mark.parametrize("typed", ["-1", "2001", "mười"])
def test_what_is_no_count_is_refused(tally, figure, time_machine, typed):
    time_machine.move_to(NINE, tick=False)
    page = tally(ncovi_in=typed, bluezone_in="3")

    assert page.status == 422
    assert figure().numerator == 0


def test_a_day_with_a_tally_cannot_be_declared_empty(ferry, cast, browse, tally, time_machine, app):
    time_machine.move_to(NINE, tick=False)
    tally(heads_in="1")

    with app.app_context(), transaction(), pytest.raises(DayHasEntries):
        declare_no_visitors(cast.an.viewer, get_unit(cast.an.viewer, ferry.unit_id), DAY)
