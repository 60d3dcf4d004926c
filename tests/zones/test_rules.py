"""What follows from numbers and days alone."""

from datetime import date, timedelta

import pytest

from app.zones.rules import (
    Answer,
    Need,
    RoundSession,
    Rung,
    ZoneStatus,
    may_be_typed,
    rungs_at,
    session_at,
    zone_status,
)

DAY = date(2021, 5, 10)


@pytest.mark.parametrize(
    ("from_on", "until_on", "status"),
    [
        (DAY + timedelta(1), None, ZoneStatus.COMING),
        (DAY, None, ZoneStatus.IN_FORCE),
        (DAY - timedelta(3), DAY + timedelta(1), ZoneStatus.IN_FORCE),
        (DAY - timedelta(3), DAY, ZoneStatus.LIFTED),
    ],
)
def test_an_area_is_under_isolation_until_the_first_free_day(from_on, until_on, status):
    assert zone_status(from_on, until_on, today=DAY) is status


@pytest.mark.parametrize(
    ("hour", "session"),
    [(0, RoundSession.MORNING), (11, RoundSession.MORNING), (12, RoundSession.AFTERNOON), (23, RoundSession.AFTERNOON)],
)
def test_the_half_of_the_day_says_which_round_it_is(hour, session):
    assert session_at(hour) is session


@pytest.mark.parametrize(("days", "may"), [(1, False), (0, True), (-7, True), (-8, False)])
def test_a_round_is_written_on_its_day_and_a_week_after(days, may):
    assert may_be_typed(DAY + timedelta(days), today=DAY) is may


@pytest.mark.parametrize(
    ("minutes", "rungs"),
    [
        (-1, []),
        (0, [Rung.COMMUNE]),
        (59, [Rung.COMMUNE]),
        (60, [Rung.COMMUNE, Rung.DISTRICT]),
        (120, [Rung.COMMUNE, Rung.DISTRICT, Rung.PROVINCE]),
    ],
)
def test_who_has_to_know_of_a_missing_round_one_after_the_other(minutes, rungs):
    assert rungs_at(minutes, district_after=60, province_after=120) == rungs


@pytest.mark.parametrize(
    ("answer", "fits"), [(Answer(), True), (Answer(2, 2), True), (Answer(3, 2), False), (Answer(5), False)]
)
def test_no_more_are_ill_and_away_than_live_there(answer, fits):
    assert answer.fits(4) is fits


def test_two_answers_that_differ_have_different_words():
    answers = [Answer(), Answer(1), Answer(0, 1), Answer(need=Need.FOOD), Answer(is_national=True), Answer(1, 1)]

    assert len({answer.code for answer in answers}) == len(answers)
    assert [answer.is_plain for answer in answers] == [True, *[False] * 5]
