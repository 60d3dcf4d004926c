"""Every measure that the worker counts ahead is what is counted from facts: for everybody, at every level and time."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
import time_machine
from sqlalchemy import delete, event, select

from app import clock
from app.clock import at
from app.db import db, transaction
from app.directives.actions import acknowledge, load_letter
from app.directives.measures import Cut, Limits, Span
from app.directives.models import Directive
from app.directives.rules import MeasureKey, Period
from app.door import Absent
from app.follow_ups.actions import write_report
from app.follow_ups.models import FollowUp
from app.follow_ups.queries import get_case
from app.follow_ups.queries.indicator_rows import About, page_of_lines
from app.follow_ups.queries.indicators import indicators_by_leaf
from app.follow_ups.rules.reports import Session, Writer, read_cell
from app.monitoring import rolling
from app.monitoring.changes import changed_days
from app.monitoring.queries import (
    Show,
    Wanted,
    ahead,
    count_withheld,
    figures,
    isolation_lines,
    measured_at,
    own_overview,
    page_of_rows,
    wanted_rows,
)
from app.monitoring.queries import isolation as isolation_queries
from app.monitoring.queries import rows as rows_queries
from app.monitoring.queries.isolation import IsolationLine, isolation_table, where_of
from app.monitoring.queries.parts import NOTHING, fresh_days
from app.monitoring.queries.rolled import SOURCES, rolled_figures
from app.monitoring.queries.tables import Order
from app.tallies.actions import bump
from app.tallies.changes import ChangedDay
from app.web.pagination import Wish
from tests.follow_ups.conftest import site  # noqa: F401 - a fixture
from tests.monitoring.conftest import NOON, TODAY, forget
from tests.monitoring.test_isolation import LAST, NOW, people  # noqa: F401 - a fixture
from tests.monitoring.test_kept import graded  # noqa: F401 - a fixture
from tests.publicity.test_measure import plans  # noqa: F401 - a fixture
from tests.zones.test_measure import weeks  # noqa: F401 - a fixture

pytestmark = pytest.mark.slow
PEOPLE = ("chau", "hai", "lan", "an", "binh", "duong")
ALL = Limits()


def _count(today, *, days):
    """What the worker does in a while."""
    for ago in range(days, -1, -1):
        with transaction():
            rolling.roll_day(today - timedelta(ago), clock.now())


def _periods(today):
    """Today, yesterday, the days of the filters, and one that no filter offers."""
    pairs = ((0, 0), (1, 1), (7, 1), (5, 0), (6, 3))
    return [Period(today - timedelta(first), today - timedelta(last)) for first, last in pairs]


def _differing(app, cast, measure, today):
    """For whom, where and when what was counted ahead is not what is counted now; and how much there was in all."""
    differing, seen = [], 0
    for who, period, cut in product(PEOPLE, _periods(today), (Cut.OWNER, Cut.PLACE)):
        viewer = getattr(cast, who).viewer
        forget(app)
        bodies, places = sorted(viewer.organisation_ids)[:2], sorted(viewer.area_ids)[:2]
        for limits in (ALL, Limits(organisation_ids=bodies or [1, 2, 3]), Limits(area_ids=places or [1, 2, 3])):
            ahead = figures(viewer, cut, (measure,), period, limits)
            now = figures(viewer, cut, (measure,), period, limits, at=measured_at(period))
            differing += [(who, period, cut, limits)] if ahead != now else []
            seen += sum(figure[measure].denominator for figure in now.values())
    return differing, seen


def _is_counted_ahead(cast, measure, period):
    span = Span(period.first_on, period.last_on, measured_at(period))
    found = rolled_figures(
        cast.chau.viewer, Cut.OWNER, [measure], span, ALL, fresh_days(span), lines={}, without_beside=False
    )
    return measure in found


def test_isolation(app, cast, people, inside):  # noqa: F811
    _count(LAST, days=9)

    differing, seen = _differing(app, cast, MeasureKey.ISOLATION, LAST)
    assert (differing, seen > 50) == ([], True)
    assert all(_is_counted_ahead(cast, MeasureKey.ISOLATION, period) for period in _periods(LAST))


def test_zones(app, cast, weeks, inside):  # noqa: F811
    for moment in (at(date(2021, 5, 15), 23), at(date(2021, 5, 17), 12)):
        with time_machine.travel(moment, tick=False):
            _count(clock.local_day(), days=9)

            differing, seen = _differing(app, cast, MeasureKey.ZONES, clock.local_day())
            assert (differing, seen > 50) == ([], True)


def test_publicity_and_months_without_a_plan(app, cast, plans):  # noqa: F811
    for moment in (at(date(2021, 5, 31), 12), at(date(2021, 6, 1), 9), at(date(2021, 6, 4), 12)):
        with time_machine.travel(moment, tick=False):
            _count(clock.local_day(), days=9)

            differing, seen = _differing(app, cast, MeasureKey.PUBLICISE, clock.local_day())
            assert (differing, seen > 50) == ([], True)


def test_steps_of_heads(app, cast, noon, inside):
    with transaction():
        load_letter(cast.chau.viewer, published_on=TODAY - timedelta(8))
    for today, hour in ((TODAY, 12), (TODAY + timedelta(2), 8)):
        with time_machine.travel(at(today, hour), tick=False):
            with transaction():
                acknowledge(cast.anh.viewer, db.session.query(Directive).one().id)
            _count(today, days=9)

            differing, seen = _differing(app, cast, MeasureKey.LEAD, today)
            assert (differing, seen > 50) == ([], True)


def test_grades_of_places(app, cast, graded, inside):  # noqa: F811
    _count(TODAY, days=9)

    differing, seen = _differing(app, cast, MeasureKey.SAFETY, TODAY)
    assert (differing, seen > 50) == ([], True)
    assert _is_counted_ahead(cast, MeasureKey.SAFETY, _periods(TODAY)[2])


def test_all_measures_have_a_source():
    assert set(SOURCES) == set(MeasureKey)


def test_a_page_of_a_usual_period_asks_no_facts(app, cast, rolled, letter, inside):
    """Nothing but the count is read where a filter's period is shown."""
    read, week = [], Period(TODAY - timedelta(7), TODAY - timedelta(1))
    for seconds in (51, 102):
        with transaction():
            bump(rolled["Quán Gió"], week.last_on, entries=2, exits=1)
        with time_machine.travel(NOON + timedelta(seconds=seconds), tick=False):
            while rolling.roll_next():
                pass
            if seconds > 60:
                event.listen(db.engine, "before_cursor_execute", lambda _c, _u, asked, *_about: read.append(asked))
            own_overview(cast.an.viewer, week, Order())

    asked = [statement for statement in read if statement.startswith(("SELECT", "WITH"))]
    assert len(asked) == 2
    assert all("FROM rolled_period" in statement for statement in asked)


def test_who_wrote_a_report_sees_it_at_once_and_others_with_the_next_count(cast, people, inside):  # noqa: F811
    _count(LAST, days=2)
    day, other = Period(LAST, LAST), cast.chau.viewer

    def updated(viewer):
        leaves = figures(viewer, Cut.OWNER, (MeasureKey.ISOLATION,), day, ALL)
        return sum(leaf[MeasureKey.ISOLATION].numerator for leaf in leaves.values())

    before = updated(other)
    with time_machine.travel(NOW + timedelta(seconds=5), tick=False):
        with transaction():
            row = get_case(other, people[3])
            write_report(other, row, read_cell("36,5"), day=LAST, session=Session.EVENING, writer=Writer.STAFF)
        me = replace(other, acted=int(clock.now().timestamp() * 1000))
        assert (updated(me), updated(other)) == (before + 1, before)
        _count(LAST, days=2)
        assert updated(other) == before + 1


def _rows(app, cast, measure, today):
    """Every row that anybody is shown of any list, page by page; how many are not named."""
    found = {}
    for who, period, show in product(("chau", "an", "duong"), _periods(today)[1:3], (Show.ALL, Show.MISSING)):
        viewer = getattr(cast, who).viewer
        for where in ({}, {"area_code": "911"}, {"body_id": viewer.organisation_id}):
            forget(app)
            try:
                rows = wanted_rows(viewer, Wanted(measure, period, show=show, **where))
            except Absent:
                found[who, period, show, *where] = None
                continue
            pages = [page_of_rows(viewer, rows, Wish(1, 3))]
            pages += [page_of_rows(viewer, rows, Wish(n, 3)) for n in range(2, pages[0].page_count + 2)]
            listed = [row for page in pages for row in page.rows]
            order = [(row.day, row.unit_id) for row in listed]
            withheld = count_withheld(viewer, rows, listed=pages[0].total)
            # Of a site's rows of a day none comes first.
            found[who, period, show, *where] = (order, sorted(map(repr, listed)), pages[0].total, withheld)
    return found


def _are_the_same_from_facts(app, cast, monkeypatch, measure, today):
    shown = _rows(app, cast, measure, today)
    monkeypatch.setattr(rows_queries, "fresh_days", lambda _span: NOTHING)
    assert shown == _rows(app, cast, measure, today)
    assert len({str(each) for each in shown.values()}) > 5
    assert all(each is None or len(each[0]) == each[2] for each in shown.values())


def test_rows_of_isolation(app, cast, people, inside, monkeypatch):  # noqa: F811
    _count(LAST, days=9)
    _are_the_same_from_facts(app, cast, monkeypatch, MeasureKey.ISOLATION, LAST)


def test_rows_of_zones(app, cast, weeks, inside, monkeypatch):  # noqa: F811
    monkeypatch.setattr(ahead, "FEW", 0)
    monkeypatch.setattr(ahead, "ASKED_AT_ONCE", 2)
    with time_machine.travel(at(date(2021, 5, 17), 12), tick=False):
        _count(clock.local_day(), days=9)
        _are_the_same_from_facts(app, cast, monkeypatch, MeasureKey.ZONES, clock.local_day())


def _tables(app, cast):
    """The table of everybody, of the whole, of a district and of a commune, at every time."""
    found = {}
    for who, period, where in product(PEOPLE, _periods(LAST), ({}, {"area_code": "911"}, {"area_code": "31078"})):
        viewer = getattr(cast, who).viewer
        forget(app)
        try:
            table = isolation_table(viewer, wanted_rows(viewer, Wanted(MeasureKey.ISOLATION, period, **where)))
        except Absent:
            continue
        lines = [*table.lines, IsolationLine("", table.total)]
        found[who, period, *where.values()] = [_line(line) for line in lines]
    return found


def _line(line):
    """Hours come in the order in which cases are found: what is said of them has none."""
    hours = ("first_hours", "waiting_hours", "answer_hours")
    about = vars(line.indicators)
    return (
        line.name,
        line.code,
        line.leaf,
        {name: sorted(about[name]) if name in hours else about[name] for name in about},
    )


def test_indicators_of_isolation(app, cast, people, inside, monkeypatch):  # noqa: F811
    _count(LAST, days=9)
    shown = _tables(app, cast)
    monkeypatch.setattr(isolation_queries, "written_people", lambda *_about: None)
    assert shown == _tables(app, cast)
    assert any(line[3]["first_hours"] or line[3]["waiting_hours"] for lines in shown.values() for line in lines)
    assert len({str(each) for each in shown.values()}) > 5


def test_whoever_is_given_to_another_team_stands_with_it_on_all_days(app, cast, people, inside):  # noqa: F811
    with transaction():
        db.session.execute(delete(ChangedDay))
    with transaction():
        looked = (
            select(FollowUp).where(FollowUp.team_id.is_not(None)).execution_options(unscoped_because="the test looks")
        )
        case = db.session.scalars(looked).first()
        case.team_id = None
        started_on = case.started_on

    assert min(changed_days()) == max(started_on, LAST - rolling.ROLLED_FOR)


def test_a_report_of_today_changes_no_first_day(app, cast, people, inside):  # noqa: F811
    with transaction():
        db.session.execute(delete(ChangedDay))
    with transaction():
        case = db.session.scalars(select(FollowUp).execution_options(unscoped_because="the test looks")).first()
        case.morning_on = LAST

    assert changed_days() == []


def test_people_behind_the_indicators(app, cast, people, inside, monkeypatch):  # noqa: F811
    _count(LAST, days=9)
    monkeypatch.setattr(isolation_lines, "FEW", 0)
    shown, places = 0, ({}, {"area_code": "911"})
    for who, period, where, about in product(("chau", "an", "duong"), _periods(LAST), places, About):
        viewer = getattr(cast, who).viewer
        forget(app)
        try:
            meant = where_of(wanted_rows(viewer, Wanted(MeasureKey.ISOLATION, period, **where)))
        except Absent:
            continue
        for number, at_most in product((1, 2, 3), (2000, 0)):
            monkeypatch.setattr(isolation_lines, "AT_MOST", at_most)
            page = isolation_lines.page_of_people(viewer, meant, about, Wish(number, 2))
            assert page == page_of_lines(viewer, meant, about, Wish(number, 2)), (who, period, where, about, number)
            shown += len(page.rows)
    assert shown > 50


def test_people_behind_the_indicators_of_a_site(app, cast, people, inside):  # noqa: F811
    _count(LAST, days=9)
    week = Wanted(MeasureKey.ISOLATION, _periods(LAST)[2])
    viewer = cast.chau.viewer
    leaves = indicators_by_leaf(viewer, where_of(wanted_rows(viewer, week)))
    for leaf, about in product(leaves, isolation_lines.COUNTED):
        meant = where_of(wanted_rows(viewer, week), leaf)
        page = isolation_lines.page_of_people(viewer, meant, about, Wish(1, 3))
        assert page == page_of_lines(viewer, meant, about, Wish(1, 3)), (leaf, about)
    assert len(leaves) > 2
