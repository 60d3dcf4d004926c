"""At a cut-off who is missing is who owed something, and nobody else."""

from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.access.scope import unscoped
from app.clock import at
from app.db import db, transaction
from app.directives.measures import Cut, Limits, Span
from app.door import office_viewer
from app.follow_ups.actions import end_case, move_to_hospital, write_report
from app.follow_ups.jobs import raise_missing_sessions
from app.follow_ups.measure import ISOLATION
from app.follow_ups.models import FollowUpAlert
from app.follow_ups.queries import get_case
from app.follow_ups.rules.alerts import AlertKind
from app.follow_ups.rules.cases import CaseEnd
from app.follow_ups.rules.reports import Session, Writer, read_cell
from tests.made_once import made_once

DAY = date(2021, 5, 8)


@made_once
def people(app, site, open_case_at):
    before = {"started_on": DAY - timedelta(1)}
    with time_machine.travel(at(DAY, 7), tick=False):
        ids = {name: open_case_at(site, name=name, **before) for name in ("owes", "hospital", "left", "said")}
        ids["new"] = open_case_at(site, name="new", started_on=DAY)
        with app.app_context(), transaction():
            office = office_viewer()
            move_to_hospital(office, get_case(office, ids["hospital"]))
            end_case(office, get_case(office, ids["left"]), end=CaseEnd.EARLY, reason="x")
        _report(app, ids["said"], 7, "36,6")
    return ids


def _report(app, case_id, hour, cell):
    with time_machine.travel(at(DAY, hour), tick=False), app.app_context(), transaction():
        row = get_case(office_viewer(), case_id)
        write_report(office_viewer(), row, read_cell(cell), day=DAY, session=Session.MORNING, writer=Writer.SELF)


@pytest.mark.parametrize(
    ("hour", "expected"), [(9, []), (10, ["owes"]), (16, ["owes"]), (17, ["owes", "owes", "said"])]
)
def test_who_owed_something_and_did_not_say_it(app, people, hour, expected):
    names = {id_: name for name, id_ in people.items()}
    with time_machine.travel(at(DAY, hour), tick=False), app.app_context(), transaction():
        raise_missing_sessions(DAY)
        stmt = unscoped(select(FollowUpAlert), because="a test looks at all rows")
        found = [(names[alert.follow_up_id], alert.kind) for alert in db.session.scalars(stmt)]

    assert sorted(found) == [(name, AlertKind.MISSING) for name in expected]


def test_the_measure_as_of_an_hour_knows_what_was_known_then(app, people):
    _report(app, people["said"], 11, "v")

    def known(hour):
        with app.app_context():
            leaves = ISOLATION.figures(office_viewer(), Cut.PLACE, Span(DAY, DAY, at(DAY, hour)), Limits())
            [figure] = leaves.values()
            return figure.numerator, figure.split.get("isolation_self", 0), figure.split.get("isolation_absent", 0)

    assert [known(hour) for hour in (6, 8, 12)] == [(0, 0, 0), (1, 1, 0), (1, 0, 1)]


def test_whose_case_was_opened_after_a_cut_off_missed_nothing_before(app, site, open_case_at):
    with time_machine.travel(at(DAY, 11), tick=False):
        open_case_at(site, started_on=DAY - timedelta(1))

    found = []
    for hour in (12, 17):
        with time_machine.travel(at(DAY, hour), tick=False), app.app_context(), transaction():
            found.append(raise_missing_sessions(DAY))

    assert found == [0, 1]
