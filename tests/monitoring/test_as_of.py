"""Figures as of a past moment: what came later changes no day that was closed then, and the page says what it does."""

from datetime import timedelta

from app.db import transaction
from app.directives.measures import Cut, figures_by, totals
from app.directives.rules import MeasureKey
from app.tallies.actions import bump
from tests.monitoring.conftest import NOON, TODAY

ENTRY = MeasureKey.ENTRY


def as_of(cast, at):
    day = TODAY - timedelta(1)
    return totals(figures_by(cast.chau.viewer, Cut.OWNER, [ENTRY], first=day, last=day, at=at), [ENTRY])[ENTRY]


def test_counts_that_came_later_change_no_figure_of_a_day_that_was_closed(cast, province, inside):
    before = as_of(cast, NOON)
    with transaction():
        bump(province["Quán Gió"], TODAY - timedelta(1), entries=4, late=4)
    after = as_of(cast, NOON)

    assert (after.numerator, after.denominator) == (before.numerator, before.denominator) == (4, 5)
    assert (before.split["late"], after.split["late"]) == (0, 1)


def test_the_page_says_which_counts_are_as_they_are_now(cast, province, browse):
    assert "số liệu gồm cả số đến sau" in browse(cast.chau).get("/reports/new").text
