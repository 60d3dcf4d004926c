"""What is counted ahead equals what is counted from facts, for everybody, and is not shown when it is old."""

from collections import Counter
from datetime import timedelta
from importlib import import_module
from itertools import product

import pytest
import time_machine
from sqlalchemy import event

from app import clock
from app.db import db, transaction
from app.directives.measures import Cut, Limits
from app.directives.rules import MeasureKey, Period
from app.monitoring import rolling
from app.monitoring.queries import (
    MEASURES,
    Show,
    Wanted,
    entry_by_day,
    figures,
    measured_at,
    page_of_rows,
    wanted_rows,
)
from app.monitoring.queries.desk import codes_not_displayed
from app.monitoring.rules import is_fresh, rolls_next
from app.tallies.actions import bump
from app.web.pagination import Wish
from tests.monitoring.conftest import NOON, TODAY

PERIODS = [
    Period(TODAY - timedelta(first), TODAY - timedelta(last)) for first, last in ((0, 0), (1, 1), (6, 0), (13, 7))
]
PEOPLE = ("chau", "hai", "lan", "an", "binh", "duong")


@pytest.fixture
def rolled(app, province, monkeypatch):
    """The same province, so large that its days are counted ahead."""
    monkeypatch.setattr(rolling, "FROM_UNITS", 1)
    monkeypatch.setattr(rolling, "ROLLED_FOR", timedelta(14))
    with app.app_context():
        with transaction():
            bump(province["Quán Gió"], TODAY, entries=2, exits=1)
            bump(province["Chợ Đông Hồ"], TODAY - timedelta(2), entries=1, late=1)
        while rolling.roll_next():
            pass
    return province


@pytest.mark.slow
@pytest.mark.parametrize("who", PEOPLE)
def test_every_figure_equals_the_one_counted_from_facts(app, cast, rolled, inside, monkeypatch, who):
    viewer = getattr(cast, who).viewer
    limits = (
        Limits(),
        Limits(organisation_ids=[rolled["tourism"], rolled["district-900"]]),
        Limits(area_ids=sorted(viewer.area_ids) or [1, 2, 3]),
    )
    for cut, limit, period in product((Cut.OWNER, Cut.PLACE), limits, PERIODS):
        ahead = figures(viewer, cut, MEASURES, period, limit)
        assert ahead == figures(viewer, cut, MEASURES, period, limit, at=measured_at(period))
    days = [entry_by_day(viewer, period, Limits(), at=clock.now()) for period in PERIODS]
    monkeypatch.setattr(import_module("app.monitoring.queries.figures"), "rolled_days", lambda *_about: None)
    assert days == [entry_by_day(viewer, period, Limits(), at=clock.now()) for period in PERIODS]


def test_facts_of_units_are_not_looked_at(app, cast, rolled, inside):
    read: Counter[str] = Counter()

    def note(_connection, _cursor, statement, *_about):
        read["unit_day"] += "unit_day" in statement

    event.listen(db.engine, "before_cursor_execute", note)
    figures(cast.chau.viewer, Cut.OWNER, MEASURES, PERIODS[2], Limits())
    codes_not_displayed(cast.chau.viewer, TODAY)
    event.remove(db.engine, "before_cursor_execute", note)

    assert not read["unit_day"]


def test_a_correction_is_seen_when_the_day_is_counted_anew(app, cast, rolled, inside):
    yesterday = Period(TODAY - timedelta(1), TODAY - timedelta(1))
    before = _done(cast, yesterday)
    with transaction():
        bump(rolled["Quán Gió"], yesterday.first_on, entries=1)
    assert _done(cast, yesterday) == before

    with time_machine.travel(NOON + timedelta(seconds=51), tick=False):
        assert rolling.roll_next()
        assert rolling.roll_next()

        assert _done(cast, yesterday) == before + 1


def test_when_the_worker_is_down_facts_are_counted(app, cast, rolled, inside):
    yesterday = Period(TODAY - timedelta(1), TODAY - timedelta(1))
    before = _done(cast, yesterday)
    with transaction():
        bump(rolled["Quán Gió"], yesterday.first_on, entries=1)

    with time_machine.travel(NOON + timedelta(minutes=3), tick=False):
        assert _done(cast, yesterday) == before + 1


def test_a_small_installation_counts_nothing_ahead(province, inside):
    assert not rolling.roll_next()


def _done(cast, period):
    leaves = figures(cast.chau.viewer, Cut.OWNER, MEASURES, period, Limits())
    return sum(leaf["entry"].numerator for leaf in leaves.values())


def test_recent_days_come_first_then_whichever_waits_longest():
    old, older, ago = TODAY - timedelta(9), TODAY - timedelta(8), NOON - timedelta(minutes=11)
    days = {old: ago, older: ago - timedelta(1), TODAY: NOON - timedelta(seconds=50)}

    assert rolls_next(days, at=NOON, today=TODAY) == TODAY
    assert rolls_next(days | {TODAY: NOON}, at=NOON, today=TODAY) == older
    assert rolls_next(days | {TODAY: NOON, old: None}, at=NOON, today=TODAY) == old
    assert rolls_next({TODAY: NOON, old: NOON}, at=NOON, today=TODAY) is None


def test_what_was_counted_is_shown_for_three_turns():
    old = TODAY - timedelta(9)

    assert is_fresh(TODAY, NOON - timedelta(seconds=149), at=NOON, today=TODAY)
    assert not is_fresh(TODAY, NOON - timedelta(seconds=150), at=NOON, today=TODAY)
    assert is_fresh(old, NOON - timedelta(minutes=29), at=NOON, today=TODAY)
    assert not is_fresh(old, NOON - timedelta(minutes=30), at=NOON, today=TODAY)


@pytest.mark.slow
@pytest.mark.parametrize("show", list(Show))
def test_pages_of_rows_are_the_same_ahead_and_from_facts(cast, rolled, inside, monkeypatch, show):
    wanted = Wanted(MeasureKey.ENTRY, PERIODS[2], show=show)

    def pages():
        rows = wanted_rows(cast.chau.viewer, wanted)
        return [page_of_rows(cast.chau.viewer, rows, Wish(number, 3)) for number in range(1, 14)]

    ahead = pages()
    monkeypatch.setattr(import_module("app.monitoring.queries.rows"), "rolled_days", lambda *_about: None)
    assert ahead == pages()
