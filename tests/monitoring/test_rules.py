"""Which days are meant, who is compared with whom, in which order."""

from datetime import date

import pytest

from app.directives.rules import Period
from app.monitoring.rules import (
    Direction,
    Node,
    PeriodChoice,
    Section,
    Standing,
    choose_period,
    in_order,
    leaves_by_line,
    previous,
    section_of,
)
from app.organisations.rules import OrganisationKind, RelationGroup

TODAY = date(2026, 5, 20)
WEEK = Period(date(2026, 5, 15), date(2026, 5, 21))


@pytest.mark.parametrize(
    ("choice", "first", "last"),
    [
        pytest.param(PeriodChoice.TODAY, (5, 20), (5, 20), id="today"),
        pytest.param(PeriodChoice.YESTERDAY, (5, 19), (5, 19), id="yesterday"),
        pytest.param(PeriodChoice.WEEK, (5, 15), (5, 20), id="the running week ends today"),
        pytest.param(PeriodChoice.LAST_7_DAYS, (5, 13), (5, 19), id="seven days end yesterday"),
        pytest.param(PeriodChoice.LAST_14_DAYS, (5, 6), (5, 19), id="fourteen days"),
    ],
)
def test_choices_of_a_period(choice, first, last):
    found = choose_period(choice, today=TODAY, week=WEEK, first=None, last=None)

    assert found == Period(date(2026, *first), date(2026, *last))


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        pytest.param(date(2026, 5, 1), date(2026, 5, 3), (date(2026, 5, 1), date(2026, 5, 3)), id="as typed"),
        pytest.param(date(2026, 5, 3), date(2026, 5, 1), (date(2026, 5, 1), date(2026, 5, 3)), id="turned"),
        pytest.param(date(2026, 5, 19), date(2026, 6, 1), (date(2026, 5, 19), TODAY), id="days to come are cut"),
        pytest.param(date(2027, 1, 1), date(2027, 1, 5), (TODAY, TODAY), id="wholly to come"),
        pytest.param(date(2019, 6, 1), date(2026, 1, 1), (date(2020, 1, 1), date(2020, 12, 31)), id="a year at most"),
    ],
)
def test_a_typed_range(first, last, expected):
    found = choose_period(PeriodChoice.RANGE, today=TODAY, week=WEEK, first=first, last=last)

    assert (found.first_on, found.last_on) == expected


def test_the_period_before_is_as_long_and_ends_the_day_before():
    assert previous(Period(date(2026, 5, 8), date(2026, 5, 14))) == Period(date(2026, 5, 1), date(2026, 5, 7))


@pytest.mark.parametrize(
    ("kind", "group", "section"),
    [
        (OrganisationKind.DEPARTMENT, RelationGroup.DIRECT, Section.DIRECT),
        (OrganisationKind.DEPARTMENT, RelationGroup.PARTY, Section.PARTY),
        (OrganisationKind.DEPARTMENT, RelationGroup.VERTICAL, Section.VERTICAL),
        (OrganisationKind.DEPARTMENT, None, Section.VERTICAL),
        (OrganisationKind.DISTRICT, RelationGroup.DIRECT, Section.DISTRICTS),
        (OrganisationKind.COMMUNE, RelationGroup.DIRECT, Section.COMMUNES),
    ],
)
def test_with_whom_a_body_is_compared(kind, group, section):
    assert section_of(kind, group) is section


def test_every_leaf_is_in_one_line_of_the_level_below():
    tree = {id_: Node(id_, parent, str(id_), str(id_), Section.DIRECT) for id_, parent in
            ((1, None), (2, 1), (3, 1), (4, 2), (5, 4), (6, None))}  # fmt: skip

    assert leaves_by_line((1, 2, 4, 5, 3, 6), 1, tree) == {1: [1], 2: [2, 4, 5], 3: [3], 6: [6]}


def test_too_little_due_is_shown_behind_and_nothing_due_last():
    weak, strong = Standing(0.2, True, 0), Standing(0.9, True, 1)
    few, none = Standing(0.0, False, 2), Standing(None, False, 3)

    assert in_order([none, few, strong, weak], Direction.UP) == [3, 2, 1, 0]
    assert in_order([none, few, strong, weak], Direction.DOWN) == [2, 3, 1, 0]
