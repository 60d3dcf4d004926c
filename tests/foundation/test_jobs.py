"""Work on the clock: told the day, done in one transaction, its outcome noted, failures not hidden."""

from datetime import UTC, date, datetime, timedelta
from time import sleep

import pytest
import time_machine

from app import jobs
from app.areas.models import Area
from app.clock import local_day
from app.db import db
from app.jobs import Job, raise_alarms, run_job

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


@pytest.fixture
def alarm(app, inside, monkeypatch):
    """How often an alarm was raised; no other is known until the end of the test."""
    raised = []
    monkeypatch.setattr(jobs, "_jobs", {})
    jobs.job("trial", every="minute", is_alarm=True)(lambda today: raised.append(today) or 1)
    jobs.job("other", every="minute")(lambda _today: pytest.fail("no alarm"))
    return raised


def test_the_web_server_raises_an_alarm_that_no_worker_raises(alarm):
    start = datetime(2021, 5, 7, 12, tzinfo=UTC)
    for minutes, by_worker, expected in ((0, False, 1), (5, True, 2), (14, False, 2), (16, False, 3), (17, False, 3)):
        with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
            if by_worker:
                run_job("trial")
            else:
                raise_alarms()
        assert len(alarm) == expected, minutes


def test_an_alarm_that_fails_is_tried_again_and_does_not_end_the_thread(app, alarm, monkeypatch):
    tried = []
    monkeypatch.setattr(jobs, "LOOK_SECONDS", 0.001)
    monkeypatch.setattr(jobs, "raise_alarms", lambda: tried.append(1) or len(tried) < 2 or 1 / 0)
    ended = jobs.stand_in(app)

    for _ in range(500):
        if len(tried) > 3:
            break
        sleep(0.01)
    ended.set()
    assert len(tried) > 3


def test_a_report_that_is_missing_is_told_without_a_worker(app):
    assert [each.name for each in jobs.jobs() if each.is_alarm] == ["alert-missed-reports"]
