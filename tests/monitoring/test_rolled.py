"""What is counted ahead equals what is counted from facts, for everybody, and is not shown when it is old."""

from collections import Counter
from datetime import timedelta
from importlib import import_module
from itertools import product

import pytest
import time_machine
from sqlalchemy import event, func, select

from app import clock
from app.access.scope import unscoped
from app.db import db, transaction
from app.directives.measures import Cut, Limits, Span
from app.directives.measures.entry import ENTRY
from app.directives.rules import MeasureKey, Period
from app.monitoring import rolling
from app.monitoring.models import SilentUnit
from app.monitoring.queries import (
    MEASURES,
    Order,
    Show,
    Wanted,
    ahead,
    count_withheld,
    entry_by_day,
    figures,
    late,
    measured_at,
    own_overview,
    page_of_rows,
    wanted_rows,
)
from app.monitoring.queries.desk import codes_not_displayed
from app.monitoring.queries.late import late_units
from app.monitoring.rules import is_fresh, rolls_next
from app.organisations.queries import find_organisation
from app.tallies.actions import bump
from app.units.actions import change_owner, restrict_unit
from app.units.coverage.models import MustRegisterEntry, MustRegisterList
from app.units.models import UnitOwnership
from app.units.queries import get_unit
from app.units.rules import UnitKind
from app.web.pagination import Wish
from tests.monitoring.conftest import NOON, TODAY, forget

pytestmark = pytest.mark.slow

PERIODS = [
    Period(TODAY - timedelta(first), TODAY - timedelta(last)) for first, last in ((0, 0), (1, 1), (6, 0), (13, 7))
]
PEOPLE = ("chau", "hai", "lan", "an", "binh", "duong")


@pytest.fixture
def listed(app, cast, rolled):
    """A list of who must have a code, with two whom nobody registered."""
    with app.app_context(), transaction():
        loaded = MustRegisterList(organisation_id=rolled["office"], source="Thuế", file_name="", content=b"")
        loaded.loaded_at = NOON - timedelta(9)
        db.session.add(loaded)
        db.session.flush()
        area_id = get_unit(cast.chau.viewer, rolled["Quán Gió"]).area_id
        for name in ("a", "b"):
            entry = MustRegisterEntry(list_id=loaded.id, organisation_id=rolled["tourism"], source="Thuế")
            entry.area_id, entry.kind, entry.from_on = area_id, UnitKind.HOTEL, TODAY - timedelta(9)
            entry.name = entry.name_key = entry.search_key = entry.sort_key = name
            db.session.add(entry)
        db.session.flush()
        rolling.roll_day(TODAY, NOON)


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
    forget(app)
    days = [entry_by_day(viewer, period, Limits(), at=clock.now()) for period in PERIODS]
    monkeypatch.setattr(import_module("app.monitoring.queries.figures"), "rolled_days", lambda *_about, **_more: None)
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
@pytest.mark.parametrize("measure", [MeasureKey.ENTRY, MeasureKey.QR, MeasureKey.SAFETY])
def test_pages_of_rows_are_the_same_ahead_and_from_facts(app, cast, rolled, listed, inside, monkeypatch, measure, show):
    wanted = Wanted(measure, PERIODS[2], show=show)
    monkeypatch.setattr(ahead, "FEW", 0)
    monkeypatch.setattr(ahead, "ASKED_AT_ONCE", 2)

    def pages():
        forget(app)
        rows = wanted_rows(cast.chau.viewer, wanted)
        return [page_of_rows(cast.chau.viewer, rows, Wish(number, 3)) for number in range(1, 14)]

    walked = pages()
    monkeypatch.setattr(ahead, "ASKED_AT_MOST", 0)
    asked_at_once = pages()
    monkeypatch.setattr(ahead, "rolled_days", lambda *_about, **_more: None)
    assert walked == asked_at_once == pages()


@pytest.mark.slow
@pytest.mark.parametrize("who", PEOPLE)
def test_rows_are_the_same_ahead_and_from_facts_for_everybody(app, cast, rolled, inside, monkeypatch, who):
    viewer = getattr(cast, who).viewer
    monkeypatch.setattr(ahead, "FEW", 0)
    monkeypatch.setattr(ahead, "ASKED_AT_ONCE", 2)
    with transaction():
        # Who gave it away keeps the days on which he answered for it.
        market = get_unit(cast.chau.viewer, rolled["Khách sạn Biển Xanh"])
        change_owner(cast.chau.viewer, market, find_organisation("district-900"))
        rolling.roll_day(TODAY, clock.now())

    def pages():
        forget(app)
        rows = wanted_rows(viewer, Wanted(MeasureKey.ENTRY, PERIODS[2]))
        found = [page_of_rows(viewer, rows, Wish(number, 4)) for number in range(1, 10)]
        return found, count_withheld(viewer, rows, listed=found[0].total)

    shown = pages()
    with transaction():
        restrict_unit(cast.chau.viewer, get_unit(cast.chau.viewer, rolled["Quán Gió"]), basis="mật")
    fewer = pages()
    monkeypatch.setattr(ahead, "rolled_days", lambda *_about, **_more: None)
    assert fewer == pages()
    assert shown[0][0].total == sum(len(page.rows) for page in shown[0])
    assert fewer[0][0].total + fewer[1] == shown[0][0].total


@pytest.mark.slow
def test_rows_of_a_place_or_a_body_are_the_same_ahead_and_from_facts(app, cast, rolled, inside, monkeypatch):
    wanted = [
        Wanted(MeasureKey.ENTRY, PERIODS[2], area_code="911"),
        Wanted(MeasureKey.ENTRY, PERIODS[2], body_id=rolled["tourism"], show=Show.MISSING),
    ]

    def pages():
        forget(app)
        rows = [wanted_rows(cast.chau.viewer, each) for each in wanted]
        return [page_of_rows(cast.chau.viewer, each, Wish(number, 4)) for each in rows for number in (1, 2, 3)]

    walked = pages()
    monkeypatch.setattr(ahead, "rolled_days", lambda *_about, **_more: None)
    assert walked == pages()
    assert len(walked[0].rows) == len(walked[3].rows) == 4


@pytest.mark.slow
@pytest.mark.parametrize("who", PEOPLE)
def test_who_is_silent_is_the_same_ahead_and_from_facts(cast, rolled, inside, monkeypatch, who):
    viewer, quiet = getattr(cast, who).viewer, rolled["Quán Gió"]
    with transaction():
        # One is handed over, one closes with a word to everybody, one shows itself to its own body alone.
        change_owner(
            cast.chau.viewer, get_unit(cast.chau.viewer, rolled["Chợ Dương Đông"]), find_organisation("tourism")
        )
        restrict_unit(cast.chau.viewer, get_unit(cast.chau.viewer, quiet), basis="mật")
        bump(rolled["Khách sạn Sao Mai"], TODAY - timedelta(3), entries=1)
    with time_machine.travel(NOON + timedelta(seconds=51), tick=False):
        for days in (3, 1, 0):
            with transaction():
                rolling.roll_day(TODAY - timedelta(days), clock.now())

        def lists():
            limits = (Limits(), Limits(organisation_ids=[rolled["tourism"]]), Limits(area_ids=sorted(viewer.area_ids)))
            asked = [(day, limit) for day in (TODAY, TODAY - timedelta(1)) for limit in limits]
            return [late_units(viewer, day, limit, Wish(number, 2)) for day, limit in asked for number in (1, 2, 3)]

        seen = lists()
        monkeypatch.setattr(late, "is_seen", lambda *_about: False)
        assert seen == lists()
        assert any(found.page.rows for found in seen)


def test_the_list_of_who_is_silent_asks_no_facts(app, cast, rolled, inside):
    read: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda _c, _u, statement, *_about: read.append(statement))
    found = late_units(cast.chau.viewer, TODAY, Limits(), Wish())

    assert found.page.total == 4
    assert not any("unit_day" in statement for statement in read)


def test_who_reports_leaves_the_list_when_the_day_is_counted_anew(cast, rolled, inside):
    market = rolled["Chợ Đông Hồ"]
    before = {
        each.unit_id: each.silent_days for each in late_units(cast.chau.viewer, TODAY, Limits(), Wish()).page.rows
    }
    with transaction():
        # What comes late of an earlier day is still silence; another day's entry is not.
        bump(market, TODAY, entries=1)
        bump(rolled["Khách sạn Sao Mai"], TODAY - timedelta(3), entries=1)
        rolling.roll_day(TODAY - timedelta(3), clock.now())
        rolling.roll_day(TODAY, clock.now())
    after = _silent_days(cast)

    assert market in before
    assert market not in after
    assert after[rolled["Khách sạn Sao Mai"]] == before[rolled["Khách sạn Sao Mai"]] - 1


def _silent_days(cast):
    found = late_units(cast.chau.viewer, TODAY, Limits(), Wish())
    return {each.unit_id: each.silent_days for each in found.page.rows}


def test_days_that_nobody_looks_back_on_are_forgotten(cast, rolled, inside):
    kept = unscoped(select(func.min(SilentUnit.day)), because="the test looks")

    assert db.session.scalar(kept) == TODAY - timedelta(7)


def test_a_statement_that_is_kept_is_asked_of_others_and_tells_open_doors_from_closed_ones(cast, rolled, inside):
    def whys(name, at):
        stmt = select(UnitOwnership.id).where(UnitOwnership.unit_id == rolled[name])
        ids = db.session.scalars(unscoped(stmt, because="the test looks")).all()
        limits = Limits(unit_ids=[rolled[name]], ownership_ids=ids)
        found = ENTRY.rows(cast.chau.viewer, Span(TODAY, TODAY, at), limits, whys=None, limit=None, offset=0)
        return [(row.unit_name, row.why) for row in found]

    closed_at = NOON + timedelta(1)
    assert whys("Quán Gió", NOON) == [("Quán Gió", "door_open")]
    assert whys("Quán Gió", closed_at) == [("Quán Gió", "entries")]
    assert whys("Chợ Dương Đông", closed_at) == [("Chợ Dương Đông", "none")]
    assert whys("Chợ Dương Đông", NOON) == [("Chợ Dương Đông", "door_open")]


def test_whoever_sees_all_looks_from_the_top_whatever_his_body(app, cast, rolled, inside):
    def lines(person):
        forget(app)
        overview = own_overview(person.viewer, PERIODS[2], Order())
        return [(line.node.name, line.figures) for table in overview.sections for line in table.lines]

    assert lines(cast.hai) == lines(cast.chuong) != lines(cast.lan)
