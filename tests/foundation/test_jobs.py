"""Work on the clock: told the day, done in one transaction, its outcome noted, failures not hidden."""

from datetime import date, datetime

import pytest
import time_machine

from app import jobs
from app.areas.models import Area
from app.clock import local_day
from app.db import db
from app.jobs import Job, run_job

NOON = datetime(2021, 5, 7, 12)  # noqa: DTZ001 - as the scheduler tells it: by the province's clocks, without a zone


@pytest.fixture
def job(app, inside, monkeypatch):
    """`job(work)` registers it under the name `trial` until the end of the test."""

    def register(work):
        monkeypatch.setitem(jobs._jobs, "trial", Job("trial", "minute", work))

    return register


def outcome():
    db.session.rollback()
    return jobs.runs()["trial"]


def test_a_job_is_told_the_provinces_day_or_the_one_asked_for(job):
    seen = []
    job(lambda today: seen.append(today) or 1)
    with time_machine.travel("2021-05-07T17:00:00Z", tick=False):
        run_job("trial")
    run_job("trial", date(2021, 5, 1))

    assert seen == [date(2021, 5, 8), date(2021, 5, 1)]


def test_what_it_did_is_counted(job):
    job(lambda today: 3)

    assert run_job("trial") == 3
    assert outcome().count == 3
    assert outcome().failed_at is None


def test_a_failing_job_stores_nothing_and_says_that_it_failed(job, cast):
    def work(today):
        db.session.query(Area).update({"name": "changed"})
        raise RuntimeError

    job(work)
    with pytest.raises(RuntimeError):
        run_job("trial")

    assert outcome().failed_at is not None
    assert outcome().succeeded_at is None
    assert db.session.query(Area).filter_by(name="changed").count() == 0


def test_a_job_that_recovers_is_well_again(job):
    def fail(today):
        raise RuntimeError

    job(fail)
    with pytest.raises(RuntimeError):
        run_job("trial")
    job(lambda today: 1)
    run_job("trial")

    assert outcome().succeeded_at > outcome().failed_at


def test_the_worker_goes_on_after_a_failure_and_logs_no_text_of_it(app, job, caplog):
    def fail(today):
        int("Văn A, 0912345678")

    job(fail)
    jobs._safely(app, jobs._jobs["trial"])()

    assert "job trial failed: ValueError" in caplog.text
    assert "invalid literal" not in caplog.text


@pytest.mark.parametrize(
    ("every", "at", "due"),
    [
        ("minute", NOON.replace(hour=8, minute=15), True),
        ("day 00:30", NOON.replace(hour=0, minute=30), True),
        ("day 00:30", NOON.replace(hour=0, minute=31), False),
        ("day 00:30", NOON.replace(minute=30), False),
    ],
)
def test_when_a_job_is_due(every, at, due):
    assert jobs._schedule(every)(at) is due


def test_the_worker_reads_the_provinces_clock(app):
    worker = jobs._ProvinceClock("trial")
    asked = []
    worker.periodic_task(lambda at: asked.append(at) or False, name="trial")(lambda: None)
    with time_machine.travel("2021-05-07T17:30:00Z", tick=False):
        worker.read_periodic(NOON)

    assert (asked[0].hour, asked[0].minute) == (0, 30)


def test_the_command_runs_one_job_for_a_day(app, job):
    seen = []
    job(lambda today: seen.append(today) or 2)
    said = app.test_cli_runner().invoke(args=["jobs", "run", "trial", "--day", "2021-05-07"])

    assert said.output == "trial: 2\n"
    assert seen == [date(2021, 5, 7)]


def test_an_unknown_job_is_named_an_error(app):
    said = app.test_cli_runner().invoke(args=["jobs", "run", "no-such-job"])

    assert said.exit_code == 2
    assert "seal-audit" in said.output


@pytest.mark.slow
def test_every_job_of_ours_may_run_twice_on_a_day(app, inside, cast):
    for each in jobs.jobs():
        run_job(each.name, local_day())
        db.session.rollback()
        assert run_job(each.name, local_day()) >= 0
