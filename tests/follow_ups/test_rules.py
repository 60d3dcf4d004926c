"""Days of protocols, what is typed of people, what raises an alert, how far up it goes."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.clock import at, local, local_day
from app.follow_ups.rules.alerts import AlertKind, Step, Thresholds, alerts_of, step_at
from app.follow_ups.rules.cases import CaseClass, Place, Reason, reason_of
from app.follow_ups.rules.protocols import (
    Schedule,
    day_number,
    last_day,
    planned_end,
    read_days,
    sample_days,
    site_last_day,
)
from app.follow_ups.rules.reports import (
    BadSpo2,
    BadTemperature,
    Kind,
    Reading,
    Session,
    Symptom,
    is_late,
    may_write,
    read_cell,
    read_spo2,
    read_temperature,
    session_at,
    write_cell,
)

START = date(2021, 5, 7)
OF_600 = Schedule(21, 7, (1, 14, 20), (7,))


def test_the_day_of_the_start_is_day_one():
    assert [day_number(START, START + timedelta(n)) for n in (-1, 0, 1, 20)] == [0, 1, 2, 21]


def test_21_days_and_7_at_home_end_on_the_28th_day():
    assert site_last_day(START, OF_600) == date(2021, 5, 27)
    assert last_day(START, OF_600) == date(2021, 6, 3)
    assert planned_end(START, OF_600, Place.SITE) == date(2021, 6, 3)
    assert planned_end(START, OF_600, Place.HOME) == date(2021, 5, 27)


def test_samples_are_due_on_days_1_14_and_20_and_on_day_7_at_home():
    assert [(each.due_on, each.number, each.place) for each in sample_days(START, OF_600)] == [
        (date(2021, 5, 7), 1, Place.SITE),
        (date(2021, 5, 20), 14, Place.SITE),
        (date(2021, 5, 26), 20, Place.SITE),
        (date(2021, 6, 3), 7, Place.HOME),
    ]


def test_a_day_begins_at_midnight_in_the_province():
    last, first = datetime(2021, 5, 7, 16, 59, 59, tzinfo=UTC), datetime(2021, 5, 7, 17, 0, 0, tzinfo=UTC)

    assert [day_number(START, local_day(moment)) for moment in (last, first)] == [1, 2]


@pytest.mark.parametrize(("text", "days"), [("1, 14, 20", [1, 14, 20]), ("20;1", [1, 20]), ("", []), ("7,7", [7])])
def test_days_are_typed_with_commas(text, days):
    assert read_days(text, 21) == days


@pytest.mark.parametrize("text", ["0", "22", "x", "1-3", "-1"])
def test_days_beyond_the_protocol_are_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011 - that is what it raises
        read_days(text, 21)


@pytest.mark.parametrize(
    ("text", "tenths"),
    [
        ("36,8", 368),
        ("36.8", 368),
        ("37", 370),
        ("368", 368),
        (" 37,5 °C", 375),
        ("35,0", 350),
        ("42,0", 420),
        ("", None),
    ],
)
def test_a_temperature_has_a_comma_or_a_dot(text, tenths):
    assert read_temperature(text) == tenths


@pytest.mark.parametrize("text", ["34,9", "42,1", "45", "36,85", "abc", "3,68", "36,8,1", "100"])
def test_what_no_body_has_is_refused(text):
    with pytest.raises(BadTemperature):
        read_temperature(text)


@pytest.mark.parametrize("text", ["49", "101", "x", "9 7"])
def test_spo2_is_a_percentage(text):
    assert read_spo2("97%") == 97
    with pytest.raises(BadSpo2):
        read_spo2(text)


@pytest.mark.parametrize(
    ("typed", "reading"),
    [
        ("", Reading()),
        ("37,9 ho", Reading(Kind.HEALTH, 379, None, (Symptom.COUGH,))),
        ("379 h kt", Reading(Kind.HEALTH, 379, None, (Symptom.BREATHLESS, Symptom.COUGH))),
        ("36.8 97%", Reading(Kind.HEALTH, 368, 97)),
        ("38, ho, đau họng", Reading(Kind.HEALTH, 380, None, (Symptom.COUGH, Symptom.SORE_THROAT))),
        ("tiêu chảy", Reading(Kind.HEALTH, None, None, (Symptom.OTHER,), "tiêu chảy")),
        ("V", Reading(Kind.ABSENT)),
        ("vắng mặt", Reading(Kind.ABSENT)),
        ("t", Reading(Kind.ELSEWHERE)),
    ],
)
def test_one_field_takes_all_that_is_to_be_said(typed, reading):
    assert read_cell(typed) == reading


@pytest.mark.parametrize("typed", ["", "37,9 ho", "36,8 97%", "v", "36,5 96% tiêu chảy", "38,0 ho, đau họng"])
def test_what_stands_in_a_field_says_the_same_when_it_is_sent_again(typed):
    assert read_cell(write_cell(read_cell(typed))) == read_cell(typed)


LIMITS = Thresholds(fever_tenths=375, least_spo2=95)


@pytest.mark.parametrize(
    ("typed", "raised"),
    [
        ("37,4", []),
        ("37,5", [AlertKind.FEVER]),
        ("36,8 95%", []),
        ("36,8 94%", [AlertKind.SPO2]),
        ("ho", [AlertKind.SYMPTOMS]),
        ("sốt", [AlertKind.FEVER]),
        ("38 93% kt", [AlertKind.FEVER, AlertKind.SPO2, AlertKind.SYMPTOMS]),
        ("v", [AlertKind.ABSENT]),
        ("t", []),
        ("", []),
    ],
)
def test_what_raises_an_alert(typed, raised):
    assert alerts_of(read_cell(typed), LIMITS) == raised


@pytest.mark.parametrize(
    ("minutes", "step"),
    [
        (0, Step.TEAM),
        (29, Step.TEAM),
        (30, Step.COMMUNE),
        (59, Step.COMMUNE),
        (60, Step.DISTRICT),
        (120, Step.PROVINCE),
    ],
)
def test_an_alert_that_nobody_takes_goes_up(minutes, step):
    raised = at(START, 8)

    assert step_at(raised, (30, 60, 120), now=raised + timedelta(minutes=minutes)) is step


@pytest.mark.parametrize(
    ("hour", "minute", "session"), [(0, 0, Session.MORNING), (11, 59, Session.MORNING), (12, 0, Session.EVENING)]
)
def test_the_evening_begins_at_noon(hour, minute, session):
    assert session_at(local(at(START, hour, minute))) is session


@pytest.mark.parametrize(
    ("day", "session", "hour", "allowed"),
    [
        (0, Session.MORNING, 6, True),
        (0, Session.EVENING, 11, False),
        (0, Session.EVENING, 12, True),
        (0, Session.MORNING, 23, True),
        (-1, Session.EVENING, 9, True),
        (-1, Session.EVENING, 10, False),
        (-2, Session.EVENING, 9, False),
        (1, Session.MORNING, 9, False),
    ],
)
def test_a_session_is_written_on_its_day_or_early_on_the_next(day, session, hour, allowed):
    assert may_write(START + timedelta(day), session, local=local(at(START, hour))) is allowed


@pytest.mark.parametrize(("hour", "minute", "late"), [(9, 59, False), (10, 0, True)])
def test_a_cut_off_is_over_at_its_hour(hour, minute, late):
    assert is_late(START, Session.MORNING, local=local(at(START, hour, minute)), cut_off_hour=10) is late


def test_only_the_infected_are_isolated_the_exposed_are_quarantined():
    assert [case for case in CaseClass if reason_of(case) is Reason.ISOLATION] == [CaseClass.F0]
