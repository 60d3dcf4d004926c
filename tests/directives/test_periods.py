"""Weeks run from Friday to Thursday, are due the next working day, and follow the province's settings."""

from datetime import date

import pytest

from app import clock, settings
from app.db import transaction
from app.directives.periods import acknowledgement_due_at, due_at, opens_at, period_of, periods_from, status_of
from app.directives.rules import (
    ConfirmationOutcome,
    Missing,
    Period,
    PeriodStatus,
    Rhythm,
    days_asked,
    days_before,
    due_on,
    is_asked,
    missing_from_answer,
    parse_holidays,
    periods,
    week_of,
)

WEEK = Period(date(2021, 4, 30), date(2021, 5, 6))
CONFIRMED, SHORTFALL, NOT_CONFIRMED = ConfirmationOutcome


@pytest.mark.parametrize(
    ("day", "first_on"),
    [
        pytest.param(date(2021, 4, 30), date(2021, 4, 30), id="Friday begins the week"),
        pytest.param(date(2021, 5, 6), date(2021, 4, 30), id="Thursday ends it"),
        pytest.param(date(2021, 5, 7), date(2021, 5, 7), id="the next Friday"),
        pytest.param(date(2021, 5, 2), date(2021, 4, 30), id="Sunday lies inside"),
    ],
)
def test_the_week_of_a_day(inside, day, first_on):
    assert period_of(day).first_on == first_on
    assert (period_of(day).last_on - first_on).days == 6


@pytest.mark.parametrize("first_weekday", range(7))
def test_every_weekday_can_begin_the_week(first_weekday):
    for day in clock.days(date(2021, 5, 1), date(2021, 5, 14)):
        week = week_of(day, first_weekday=first_weekday)
        assert week.first_on.weekday() == first_weekday
        assert week.first_on <= day <= week.last_on


def test_when_the_weeks_first_day_changes_no_day_is_lost_or_double():
    found = list(periods(date(2021, 5, 3), date(2021, 6, 6), first_weekday=lambda day: 4 if day.month == 5 else 0))

    covered = [day for period in found for day in clock.days(period.first_on, period.last_on)]
    assert covered == clock.days(date(2021, 4, 30), date(2021, 6, 6))


@pytest.mark.parametrize(
    ("last_on", "due"),
    [
        pytest.param(date(2021, 5, 6), date(2021, 5, 7), id="Friday after the week"),
        pytest.param(date(2021, 4, 29), date(2021, 5, 3), id="30/4, 1/5 and a Sunday in between"),
        pytest.param(date(2021, 9, 1), date(2021, 9, 3), id="2/9"),
        pytest.param(date(2021, 2, 11), date(2021, 2, 15), id="Tết of one year, then the weekend"),
        pytest.param(date(2022, 2, 10), date(2022, 2, 11), id="that day in another year"),
    ],
)
def test_holidays_and_weekends_move_the_deadline(last_on, due):
    holidays = ["01/01", "30/04", "01/05", "02/09", "12/02/2021"]

    assert due_on(Period(last_on, last_on), holidays=holidays) == due


@pytest.mark.parametrize("text", ["31/02", "2/9/x", "hôm nay", "", "2021", "1,2,3", "1/2/3/4"])
def test_holidays_that_are_no_days_are_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011
        parse_holidays(text)


def test_a_week_can_be_confirmed_once_its_last_door_has_closed(inside):
    assert opens_at(WEEK) == clock.at(date(2021, 5, 7), 10)
    assert due_at(WEEK) == clock.at(date(2021, 5, 7), 15)


@pytest.mark.parametrize(
    ("at", "status"),
    [
        pytest.param((9, 59), PeriodStatus.RUNNING, id="the door is open"),
        pytest.param((10, 0), PeriodStatus.DUE, id="the door closes"),
        pytest.param((15, 0), PeriodStatus.DUE, id="the last minute"),
        pytest.param((15, 1), PeriodStatus.OVERDUE, id="a minute late"),
    ],
)
def test_how_a_week_stands(inside, at, status):
    instant = clock.at(date(2021, 5, 7), *at)

    assert status_of(WEEK, due_at(WEEK), confirmed=False, at=instant) is status
    assert status_of(WEEK, due_at(WEEK), confirmed=True, at=instant) is PeriodStatus.CONFIRMED


def test_an_acknowledgement_has_three_full_days(inside):
    assert acknowledgement_due_at(date(2021, 5, 3)) == clock.day_start(date(2021, 5, 7))


def test_the_province_can_set_another_week(inside, cast):
    today = clock.local_day()
    with transaction():
        settings.change(cast.chau.viewer, "directives.week_first_weekday", 0, from_on=today, basis="QĐ 1")

    assert period_of(today).first_on.weekday() == 0
    assert len(periods_from(today, today)) == 1


@pytest.mark.parametrize(
    ("rhythm", "last_on", "asked"),
    [
        (Rhythm.WEEKLY, date(2021, 5, 6), True),
        (Rhythm.DAILY, date(2021, 5, 6), True),
        (Rhythm.ONCE, date(2021, 5, 6), False),
        (Rhythm.MONTHLY, date(2021, 5, 27), False),
        (Rhythm.MONTHLY, date(2021, 5, 31), True),
        (Rhythm.MONTHLY, date(2021, 6, 6), True),
        (Rhythm.MONTHLY, date(2021, 6, 7), False),
    ],
)
def test_a_monthly_measure_is_asked_where_a_month_ends(rhythm, last_on, asked):
    week = week_of(last_on, first_weekday=(last_on.weekday() + 1) % 7)
    assert is_asked(rhythm, week, published_on=date(2021, 1, 1)) is asked


@pytest.mark.parametrize(
    ("outcome", "below", "reasons", "reason", "missing"),
    [
        pytest.param(CONFIRMED, [], {}, "", {}, id="nothing to explain"),
        pytest.param(CONFIRMED, ["qr"], {}, "", {"outcome": Missing.SHORTFALL_NOT_NAMED}, id="hides a shortfall"),
        pytest.param(SHORTFALL, ["qr"], {"qr": "mất điện"}, "", {}, id="explained"),
        pytest.param(SHORTFALL, ["qr"], {}, "chung", {"qr": Missing.REASON_FOR_MEASURE}, id="only in general"),
        pytest.param(SHORTFALL, [], {}, "", {"reason": Missing.REASON}, id="names no shortfall"),
        pytest.param(SHORTFALL, [], {}, "khác", {}, id="a shortfall that no measure shows"),
        pytest.param(NOT_CONFIRMED, ["qr"], {}, "", {"reason": Missing.REASON}, id="without a reason"),
        pytest.param(NOT_CONFIRMED, ["qr"], {}, "số liệu sai", {}, id="with a reason"),
    ],
)
def test_what_a_head_must_explain(outcome, below, reasons, reason, missing):
    assert missing_from_answer(outcome, below_target=below, reasons=reasons, reason=reason) == missing


def test_a_monthly_measure_is_confirmed_of_the_month_that_ended():
    week = Period(date(2021, 5, 28), date(2021, 6, 3))

    assert days_asked(Rhythm.MONTHLY, week) == Period(date(2021, 5, 1), date(2021, 5, 31))
    assert days_before(Rhythm.MONTHLY, week) == Period(date(2021, 4, 1), date(2021, 4, 30))
    assert days_asked(Rhythm.WEEKLY, week) == week
    assert days_before(Rhythm.DAILY, week) == Period(date(2021, 5, 21), date(2021, 5, 27))


def test_what_is_asked_once_is_confirmed_in_the_first_week():
    week = Period(date(2021, 4, 30), date(2021, 5, 6))

    assert is_asked(Rhythm.ONCE, week, published_on=date(2021, 5, 3))
    assert not is_asked(Rhythm.ONCE, week, published_on=date(2021, 4, 29))
