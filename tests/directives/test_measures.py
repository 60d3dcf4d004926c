"""Figures are what somebody would count who looked at one unit and one day after the other, at every level."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

import pytest

from app.directives.measures import (
    Cut,
    Figure,
    count_unit_days,
    figures_by,
    figures_of_body,
    total,
    totals,
    unit_day_rows,
)
from app.directives.measures.registry import _sources
from app.directives.rules import MeasureKey
from app.organisations.queries import ids_below
from app.tallies.rules import NationalApp
from tests.directives.points import add_points, points
from tests.directives.world import AT, DAYS, FIRST, LAST, TODAY, Fact, entry_days, make_world

pytestmark = pytest.mark.slow

ENTRY, QR = MeasureKey.ENTRY, MeasureKey.QR
DISPLAYED = {"displayed_officer", "displayed_manager", "national_officer", "national_manager"}
COUNTED = {ENTRY: {"entries", "app_tally", "no_visitors"}, QR: DISPLAYED}
NOT_DUE = {"door_open", "announced_late", "off_list"}
SPAN = {"first": FIRST, "last": LAST, "at": AT}
Facts = list[Fact]


def expected(measure: MeasureKey, facts: Iterable[Fact]) -> tuple[int, int, Counter[str]]:
    """Numerator, denominator and reasons of plain facts."""
    whys = Counter(fact.why for fact in facts)
    counted = sum(count for why, count in whys.items() if why in COUNTED[measure])
    return counted, sum(count for why, count in whys.items() if why not in NOT_DUE), whys


def seen(figure: Figure) -> tuple[int | None, int | None, Counter[str]]:
    """The same three of a figure."""
    outside = {"exits_recorded", "entries_ended", "apps_in", "apps_out", "by_list", "vehicles"}
    return figure.numerator, figure.denominator, +Counter({k: n for k, n in figure.split.items() if k not in outside})


@pytest.fixture(params=range(4))
def seed(request):
    return request.param


@pytest.fixture
def world(seed, inside):
    return make_world(seed)


@pytest.fixture
def facts(seed, world) -> dict[MeasureKey, Facts]:
    more = add_points(world, seed)
    return {ENTRY: list(entry_days(world, at=AT)), QR: list(points(world, more, TODAY))}


@pytest.mark.parametrize("measure", [ENTRY, QR])
@pytest.mark.parametrize(("cut", "key"), [(Cut.OWNER, "organisation_id"), (Cut.PLACE, "area_id"), (Cut.UNIT, "id")])
def test_each_leaf_is_what_its_days_say(cast, facts, measure, cut, key):
    leaves = figures_by(cast.chau.viewer, cut, [measure], **SPAN)

    ids = {getattr(fact, key) for fact in facts[measure]}
    assert set(leaves) == ids
    for leaf_id in ids:
        of_leaf = [fact for fact in facts[measure] if getattr(fact, key) == leaf_id]
        assert seen(leaves[leaf_id][measure]) == expected(measure, of_leaf)


@pytest.mark.parametrize("measure", [ENTRY, QR])
def test_the_province_is_the_same_by_owner_by_place_and_by_unit(cast, facts, measure):
    sums = [
        totals(figures_by(cast.chau.viewer, cut, [measure], **SPAN), [measure])[measure]
        for cut in (Cut.OWNER, Cut.PLACE, Cut.UNIT)
    ]

    assert sums[0] == sums[1] == sums[2]
    assert seen(sums[0]) == expected(measure, facts[measure])


@pytest.mark.parametrize("measure", [ENTRY, QR])
def test_a_body_answers_for_its_own_units_and_those_of_the_bodies_below(cast, facts, measure):
    below = ids_below(cast.an.organisation_id)

    figure = figures_of_body(cast.an.viewer, cast.an.organisation_id, [measure], **SPAN)[measure]

    assert seen(figure) == expected(measure, [fact for fact in facts[measure] if fact.organisation_id in below])


@pytest.mark.parametrize("measure", [ENTRY, QR])
@pytest.mark.parametrize("who", ["an", "binh", "lan", "duong"])
def test_nobody_counts_what_is_not_his(cast, facts, measure, who):
    viewer = getattr(cast, who).viewer

    figure = totals(figures_by(viewer, Cut.UNIT, [measure], **SPAN), [measure])[measure]

    mine = [
        fact
        for fact in facts[measure]
        if fact.organisation_id in viewer.organisation_ids or fact.area_id in viewer.area_ids
    ]
    assert seen(figure) == expected(measure, mine)


@pytest.mark.parametrize("measure", [ENTRY, QR])
def test_the_rows_behind_a_figure_are_its_days(cast, facts, measure):
    rows = unit_day_rows(cast.chau.viewer, measure, **SPAN)

    assert Counter((row.unit_id, row.day, row.why) for row in rows) == Counter(
        (fact.id, fact.day, fact.why) for fact in facts[measure]
    )
    assert all(
        row.is_counted == (row.why in COUNTED[measure]) and row.is_due == (row.why not in NOT_DUE) for row in rows
    )
    assert count_unit_days(cast.chau.viewer, measure, **SPAN) == len(facts[measure])


def test_exits_are_held_against_the_entries_that_ended_on_due_days(cast, world, facts):
    figure = totals(figures_by(cast.chau.viewer, Cut.OWNER, [ENTRY], **SPAN), [ENTRY])[ENTRY]

    books = {(place.unit.id, day): row for place in world for day, row in place.book.items()}
    rows = [books.get((fact.id, fact.day)) for fact in facts[ENTRY] if fact.why not in NOT_DUE]
    exits = sum(row.exit_count for row in rows if row)
    assert figure.split["exits_recorded"] == exits
    assert figure.split["entries_ended"] == exits + sum(row.estimated_exit_count for row in rows if row)


def test_what_was_tallied_by_app_stands_beside_with_in_against_out(cast, world, facts):
    figure = totals(figures_by(cast.chau.viewer, Cut.PLACE, [ENTRY], **SPAN), [ENTRY])[ENTRY]

    due = {(fact.id, fact.day) for fact in facts[ENTRY] if fact.why not in NOT_DUE}
    rows = [row for place in world for row in place.apps if (row.unit_id, row.day) in due]
    shown = [row for row in rows if row.app is NationalApp.NCOVI]
    assert figure.split["apps_in"] == sum(row.entry_count for row in shown)
    assert figure.split["apps_out"] == sum(row.exit_count for row in shown)


def test_days_to_come_are_never_due(cast, world):
    tomorrow, later = date(2021, 5, 14), LAST

    assert figures_by(cast.chau.viewer, Cut.OWNER, [ENTRY, QR], first=tomorrow, last=later, at=AT) == {}
    assert unit_day_rows(cast.chau.viewer, ENTRY, first=tomorrow, last=later, at=AT) == []


def test_what_no_chapter_counts_is_absent_and_what_was_not_due_is_nothing(cast, world, monkeypatch):
    monkeypatch.delitem(_sources, MeasureKey.ISOLATION)
    leaves = figures_by(cast.chau.viewer, Cut.OWNER, [ENTRY, MeasureKey.ISOLATION], **SPAN)
    sums = totals(leaves, [ENTRY, MeasureKey.ISOLATION])
    nobody = totals({}, [ENTRY])[ENTRY]

    assert (sums[MeasureKey.ISOLATION].is_absent, sums[MeasureKey.ISOLATION].share) == (True, None)
    assert (nobody.is_nothing_due, nobody.is_absent, nobody.share) == (True, False, None)


def test_a_share_of_fewer_than_five_is_not_ordered():
    assert not Figure(ENTRY, 4, 4).is_rankable
    assert Figure(ENTRY, 4, 5).is_rankable


def test_adding_figures_of_different_measures_is_refused():
    with pytest.raises(ValueError, match="one measure"):
        total([Figure(ENTRY, 1, 2), Figure(QR, 1, 2)])


def test_fourteen_days_are_all_in_the_world():
    assert len(DAYS) == 14
