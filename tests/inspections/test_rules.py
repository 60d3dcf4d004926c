"""Which unit comes first, how a finding stands, when somebody goes again, what a record lacks."""

from datetime import date, timedelta

import pytest

from app.inspections.rules import (
    CodeVerdict,
    FindingOutcome,
    FindingStatus,
    InspectionStatus,
    Known,
    Lack,
    Sign,
    finding_status,
    gap,
    lacks,
    revisit_on,
    risk_of,
    status_after,
    verdict_on_code,
)
from app.posters.rules import Verdict
from app.safety.rules import Level

DAY = date(2021, 5, 7)  # a Friday
WEIGHTS = dict(zip(Sign, (40, 15, 10, 30, 10, 15, 25, 5, 15, 5), strict=True))
LATELY = DAY - timedelta(3)


@pytest.mark.parametrize(
    ("known", "reasons"),
    [
        (Known(Level.SAFE, Level.SAFE, LATELY), []),
        (Known(Level.UNSAFE, Level.UNSAFE, LATELY), [(Sign.UNSAFE, 1, 40)]),
        (Known(Level.AT_RISK, Level.AT_RISK, LATELY), [(Sign.AT_RISK, 1, 15)]),
        (Known(Level.NONE), [(Sign.NEVER, 1, 15), (Sign.NOT_ASSESSED, 1, 10)]),
        (Known(Level.CLOSED, None, LATELY), []),
        (Known(Level.SAFE, Level.AT_RISK, LATELY), [(Sign.GAP, 1, 30)]),
        (Known(Level.AT_RISK, Level.SAFE, LATELY), [(Sign.AT_RISK, 1, 15)]),
        (Known(Level.SAFE, None, LATELY, open_flags=2), [(Sign.FLAGS, 2, 20)]),
        (Known(Level.SAFE, None, LATELY, open_flags=9), [(Sign.FLAGS, 9, 30)]),
        (Known(Level.SAFE, None, LATELY, ratings=4, poor_ratings=4), []),
        (Known(Level.SAFE, None, LATELY, ratings=7, poor_ratings=2), []),
        (Known(Level.SAFE, None, LATELY, ratings=6, poor_ratings=2), [(Sign.RATINGS, 2, 15)]),
        (Known(Level.SAFE, None, LATELY, overdue_findings=4), [(Sign.FINDINGS, 4, 25)]),
        (Known(Level.SAFE, None, LATELY, entries_a_day=99), []),
        (Known(Level.SAFE, None, LATELY, entries_a_day=250), [(Sign.FOOTFALL, 250, 10)]),
        (Known(Level.SAFE, None, LATELY, entries_a_day=9000), [(Sign.FOOTFALL, 9000, 25)]),
        (Known(Level.SAFE, None, DAY - timedelta(29)), []),
        (Known(Level.SAFE, None, DAY - timedelta(30)), [(Sign.LONG_AGO, 30, 5)]),
        (Known(Level.SAFE, None, DAY - timedelta(400)), [(Sign.LONG_AGO, 400, 20)]),
    ],
)
def test_each_sign_is_worth_its_points_and_is_named(known, reasons):
    risk = risk_of(known, WEIGHTS, today=DAY)

    assert [(each.sign, each.seen, each.points) for each in risk.reasons] == reasons
    assert risk.points == sum(points for _sign, _seen, points in reasons)


def test_the_heaviest_reason_comes_first_and_one_without_weight_is_silent():
    known = Known(Level.UNSAFE, None, None, open_flags=1)

    risk = risk_of(known, {**WEIGHTS, Sign.NEVER: 0}, today=DAY)

    assert [each.sign for each in risk.reasons] == [Sign.UNSAFE, Sign.FLAGS]


@pytest.mark.parametrize(
    ("claimed", "inspected", "steps"),
    [
        (Level.SAFE, Level.UNSAFE, 2),
        (Level.SAFE, Level.SAFE, 0),
        (Level.UNSAFE, Level.SAFE, -2),
        (Level.NONE, Level.UNSAFE, 0),
        (Level.SAFE, None, 0),
    ],
)
def test_the_gap_is_between_two_levels(claimed, inspected, steps):
    assert gap(claimed, inspected) == steps


@pytest.mark.parametrize(
    ("outcome", "is_answered", "due_on", "status"),
    [
        (None, False, DAY, FindingStatus.WAITING),
        (None, False, DAY - timedelta(1), FindingStatus.OVERDUE),
        (None, True, DAY - timedelta(1), FindingStatus.ANSWERED),
        (FindingOutcome.FIXED, True, DAY - timedelta(1), FindingStatus.FIXED),
        (FindingOutcome.NOT_FIXED, False, DAY, FindingStatus.NOT_FIXED),
    ],
)
def test_a_finding_is_overdue_the_day_after_its_last_day(outcome, is_answered, due_on, status):
    assert finding_status(outcome=outcome, is_answered=is_answered, due_on=due_on, today=DAY) is status


@pytest.mark.parametrize(
    ("due_days", "days_after", "day"),
    [
        ([], 1, None),
        ([DAY - timedelta(3), DAY - timedelta(1)], 1, DAY),
        ([DAY], 1, date(2021, 5, 10)),
        ([DAY], 2, date(2021, 5, 10)),
        ([DAY], 0, DAY),
    ],
    ids=["nothing", "after the last", "not on Saturday", "not on Sunday", "the same day"],
)
def test_somebody_goes_again_after_the_last_deadline_on_a_working_day(due_days, days_after, day):
    assert revisit_on(due_days, days_after=days_after) == day


def test_an_inspection_is_closed_when_every_finding_was_looked_at():
    fixed, not_fixed = FindingOutcome.FIXED, FindingOutcome.NOT_FIXED

    assert status_after([fixed, None]) is InspectionStatus.RECORDED
    assert status_after([fixed, not_fixed]) is InspectionStatus.CLOSED
    assert status_after([]) is InspectionStatus.CLOSED


@pytest.mark.parametrize(
    ("verdict", "is_own", "found"),
    [
        (None, False, CodeVerdict.UNKNOWN),
        (Verdict.GENUINE, True, CodeVerdict.GENUINE),
        (Verdict.REPLACED, True, CodeVerdict.REPLACED),
        (Verdict.GENUINE, False, CodeVerdict.OTHER_UNIT),
    ],
)
def test_a_code_is_the_units_own_or_not_genuine_here(verdict, is_own, found):
    assert verdict_on_code(verdict, is_units_own=is_own) is found


WHOLE = {
    "inspected_on": "2021-05-07",
    "team": "An",
    "unit_side": "Mai",
    "posters": {"1": {"present": "no"}},
    "entry": {"guard": "yes"},
    "earlier": {"5": {"outcome": "fixed"}},
}


@pytest.mark.parametrize(
    ("changed", "missing"),
    [
        ({}, []),
        ({"inspected_on": ""}, [Lack.DAY]),
        ({"team": ""}, [Lack.TEAM]),
        ({"unit_side": ""}, [Lack.UNIT_SIDE]),
        ({"posters": {"1": {"present": "", "lit": "yes"}}}, [Lack.POSTERS]),
        ({"entry": {"guard": ""}}, [Lack.ENTRY]),
        ({"earlier": {}}, [Lack.EARLIER]),
        ({"level": "safe"}, [Lack.LEVEL_REASON]),
        ({"level": "safe", "level_because": "Đã thay nhân viên"}, []),
    ],
)
def test_a_record_says_what_it_lacks(changed, missing):
    assert lacks({**WHOLE, **changed}, poster_ids=[1], earlier_ids=[5]) == missing
