"""The clock compiles the province's reports, once each, catches up, and raises the alarm when one is missing."""

from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import select

from app import clock
from app.access.scope import unscoped
from app.db import db, transaction
from app.door import office_viewer
from app.jobs import run_job
from app.notices.models import Message
from app.reports import schedule
from app.reports.actions import compile_report, take_figures
from app.reports.models import Report
from app.reports.rules import Schedule

pytestmark = [pytest.mark.usefixtures("province"), pytest.mark.slow]
FRIDAY = date(2026, 5, 22)


def run_at(app, moment, job="compile-reports"):
    with time_machine.travel(moment, tick=False), app.test_request_context():
        return run_job(job)


def compiled(app):
    with app.app_context():
        rows = db.session.scalars(unscoped(select(Report).order_by(Report.id), because="the test looks"))
        return [(row.schedule, row.first_on, row.last_on) for row in rows]


def told(app, kind):
    with app.app_context():
        stmt = unscoped(select(Message).where(Message.kind == kind), because="the test looks")
        return sorted({row.cause for row in db.session.scalars(stmt)})


def test_a_day_and_a_week_are_compiled_when_they_are_due_and_once(app):
    run_at(app, clock.at(FRIDAY, 14, 59))
    before = compiled(app)
    run_at(app, clock.at(FRIDAY, 15))
    week = compiled(app)
    run_at(app, clock.at(FRIDAY, 16))
    run_at(app, clock.at(FRIDAY, 16, 1))

    last_week = date(2026, 5, 8), date(2026, 5, 14)
    assert (Schedule.WEEKLY, *last_week) in before  # a new installation begins with the latest of each
    this_week, thursday = (date(2026, 5, 15), date(2026, 5, 21)), date(2026, 5, 21)
    assert [each for each in week if each not in before] == [(Schedule.WEEKLY, *this_week)]
    assert [each for each in compiled(app) if each not in week] == [(Schedule.DAILY, thursday, thursday)]


def test_a_worker_that_was_down_catches_up(app):
    run_at(app, clock.at(FRIDAY, 16))
    assert run_at(app, clock.at(FRIDAY + timedelta(3), 16)) == 3

    days = [first for kind, first, _last in compiled(app) if kind is Schedule.DAILY]
    assert days == [FRIDAY + timedelta(days) for days in (-1, 0, 1, 2)]


def test_others_write_while_the_clock_takes_figures(app, written):
    assert run_at(app, clock.at(FRIDAY, 16)) == 2
    assert written == ["stored"] * 2


def test_the_office_hears_of_what_is_ready(app):
    run_at(app, clock.at(FRIDAY, 16))

    assert len(told(app, "reports.ready")) == 2


def test_a_report_compiled_by_hand_does_not_stand_in_for_the_clocks(app, cast, province):
    with time_machine.travel(clock.at(FRIDAY, 16), tick=False), app.test_request_context(), transaction():
        daily = list(schedule._runs(Schedule.DAILY))[-1]
        taken = take_figures(cast.chau.viewer, organisation_id=province["office"], period=daily.period)
        compile_report(cast.chau.viewer, taken)

    assert run_at(app, clock.at(FRIDAY, 16)) == 2


def test_a_missed_run_raises_the_alarm_once_and_turns_the_health_page_red(app, cast, browse):
    client = app.test_client()
    run_at(app, clock.at(FRIDAY, 16))
    saturday = FRIDAY + timedelta(1)

    assert run_at(app, clock.at(saturday, 16, 59), "alert-missed-reports") == 0
    assert run_at(app, clock.at(saturday, 17, 1), "alert-missed-reports") > 0
    assert run_at(app, clock.at(saturday, 17, 2), "alert-missed-reports") == 0
    with time_machine.travel(clock.at(saturday, 17, 2), tick=False):
        assert "Chưa lập được Báo cáo ngày kỳ 22/5/2026" in browse(cast.chau).get("/reports").text
        assert "Chưa lập được" not in browse(cast.binh).get("/reports").text
        assert "reports" not in client.get("/readyz").json["problems"]
    with time_machine.travel(clock.at(saturday + timedelta(1), 19), tick=False):
        answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "daily report" in answer.json["problems"]["reports"]


def test_nothing_is_missing_where_the_clock_never_compiled(app):
    with app.app_context():
        assert schedule.problem() is None
        assert not list(schedule.missed(office_viewer(), after=timedelta(days=30)))
