"""Whose day, hour and need an indicator counts, as of when: the rules one by one, beside the naive count of a week."""

from datetime import date, timedelta

import pytest
import time_machine

from app.clock import at
from app.db import transaction
from app.directives.measures import Span
from app.door import office_viewer
from app.follow_ups.actions import answer_need, end_case, move_to_hospital, write_report
from app.follow_ups.actions.reports import ask_for
from app.follow_ups.queries import get_case, list_needs_of
from app.follow_ups.queries.indicator_rows import About, page_of_lines
from app.follow_ups.queries.indicators import Leaf, Where, indicators_by_leaf
from app.follow_ups.rules.cases import CaseEnd, NeedKind
from app.follow_ups.rules.indicators import add_up, hours_between
from app.follow_ups.rules.reports import Session, Writer, read_cell
from app.web.pagination import Wish
from tests.made_once import made_once

BEFORE, DAY = date(2021, 5, 7), date(2021, 5, 8)


@made_once
def home(app, site, open_case_at):
    """At home with the team; ordered on the seventh at nine."""
    with time_machine.travel(at(BEFORE, 9), tick=False):
        return open_case_at(team_id=site.team_id, started_on=BEFORE)


def _report(app, case_id, hour, cell="36,6", day=DAY):
    with time_machine.travel(at(day, hour), tick=False), app.app_context(), transaction():
        row = get_case(office_viewer(), case_id)
        write_report(office_viewer(), row, read_cell(cell), day=day, session=Session.MORNING, writer=Writer.SELF)


def _where(hour, *, first=DAY, last=DAY, leaf=None):
    return Where(Span(first, last, at(last, hour) if hour < 24 else at(last + timedelta(1), hour - 24)), leaf=leaf)


def _all(app, hour, **where):
    with app.app_context():
        return add_up(indicators_by_leaf(office_viewer(), _where(hour, **where)).values())


def test_what_came_later_is_not_known_yet(app, home):
    _report(app, home, 9)

    assert [_all(app, hour).days_updated for hour in (8, 9)] == [0, 1]
    assert _all(app, 8, first=BEFORE).waiting_hours == (23.0,)
    assert _all(app, 9, first=BEFORE).first_hours == (24.0,)


def test_a_correction_after_the_cut_off_was_reported_before_it(app, home):
    _report(app, home, 9)
    _report(app, home, 11, "36,9")

    assert (_all(app, 12).missed_mornings, _all(app, 12).sessions_received) == (0, 1)


def test_a_session_counts_from_its_cut_off_on(app, home):
    assert [(_all(app, hour).sessions_due, _all(app, hour).missed_mornings) for hour in (9, 10, 17)] == [
        (0, 0),
        (1, 1),
        (2, 1),
    ]


@pytest.mark.parametrize("how", ["left", "in hospital"])
def test_who_left_or_is_in_hospital_without_a_word_is_not_waited_for(app, home, how):
    with time_machine.travel(at(DAY, 8), tick=False), app.app_context(), transaction():
        row = get_case(office_viewer(), home)
        if how == "left":
            end_case(office_viewer(), row, end=CaseEnd.EARLY, reason="x")
        else:
            move_to_hospital(office_viewer(), row)

    assert _all(app, 9, first=BEFORE).waiting_hours == ()


def test_hours_run_from_the_end_of_the_first_day_where_a_case_is_entered_late(app, site, open_case_at):
    with time_machine.travel(at(DAY, 15), tick=False):
        late = open_case_at(team_id=site.team_id, started_on=DAY - timedelta(2))
    _report(app, late, 16)

    assert _all(app, 16, first=DAY - timedelta(2)).first_hours == (40.0,)


def test_hours_are_never_less_than_none():
    assert hours_between(at(DAY, 9), at(DAY, 8)) == 0


def test_a_need_counts_from_when_it_was_asked_and_its_answer_on_its_own_day(app, home):
    with time_machine.travel(at(DAY, 9), tick=False), app.app_context(), transaction():
        ask_for(get_case(office_viewer(), home), [NeedKind.FOOD])
    with time_machine.travel(at(DAY + timedelta(1), 1), tick=False), app.app_context(), transaction():
        [need] = list_needs_of(office_viewer(), get_case(office_viewer(), home))
        answer_need(office_viewer(), need)

    def needs(hour, **days):
        found = _all(app, hour, **days)
        return found.needs_waiting, found.needs_answered

    assert [needs(hour) for hour in (8, 9, 24, 25)] == [(0, 0), (1, 0), (1, 0), (0, 0)]
    assert needs(2, first=DAY + timedelta(1), last=DAY + timedelta(1)) == (0, 1)


def test_days_at_a_site_are_the_sites_and_those_of_another_commune_are_no_teams(app, site, open_case_at):
    with time_machine.travel(at(BEFORE, 9), tick=False):
        open_case_at(site, started_on=BEFORE, team_id=site.team_id)
        open_case_at(commune="31096", started_on=BEFORE, team_id=site.team_id)
    with app.app_context():
        found = indicators_by_leaf(office_viewer(), _where(12))
        leaves = {(leaf.unit_id, leaf.team_id) for leaf, part in found.items() if part.days_due}

    assert leaves == {(site.unit_id, None), (None, None)}


def test_the_rows_of_a_leaf_are_its_own(app, site, home, open_case_at):
    with time_machine.travel(at(BEFORE, 9), tick=False):
        other = open_case_at(started_on=BEFORE)
        at_site = open_case_at(site, started_on=BEFORE)
    with app.app_context():
        area_id = get_case(office_viewer(), home).area_id
        leaves = {home: Leaf(area_id, None, site.team_id), other: Leaf(area_id), at_site: Leaf(area_id, site.unit_id)}
        for about in (About.SILENT, About.SESSIONS, About.MISSED, About.FIRST):
            for case_id, leaf in leaves.items():
                where = _where(12, first=BEFORE, leaf=leaf)
                rows = page_of_lines(office_viewer(), where, about, Wish()).rows
                assert {row.follow_up_id for row in rows} == {case_id}, about
