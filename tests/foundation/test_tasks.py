"""Long work: found by the worker, done once, gone on with after a kill, given up when it is hopeless."""

from datetime import timedelta

import pytest
import time_machine

from app import loops, tasks
from app.clock import now
from app.db import db, transaction
from app.door import office_viewer
from app.tasks import Task, ask_for, find_task, run_all, run_next


@pytest.fixture
def work(app, inside, monkeypatch):
    """`work(function)` registers it as the kind `trial` until the end of the test."""
    return lambda function: monkeypatch.setitem(tasks._kinds, "trial", function)


def ask(subject_id=7):
    with transaction():
        ask_for("trial", subject_id, by=office_viewer())


def state():
    db.session.rollback()
    return find_task("trial", 7)


def test_what_was_asked_for_is_done_once_and_its_numbers_stay(work):
    seen = []

    def count_up(subject_id, progress):
        seen.append(subject_id)
        with transaction():
            progress.tell(30, 30)

    work(count_up)
    ask()

    assert (run_next(), run_next()) == (True, False)
    assert seen == [7]
    assert (state().done_count, state().total_count, state().is_over) == (30, 30, True)


def test_asked_for_twice_it_is_one_task_and_after_its_end_it_begins_anew(work):
    seen = []
    work(lambda subject_id, progress: seen.append(subject_id))
    ask()
    ask()
    run_all()
    ask()
    run_all()

    assert seen == [7, 7]


def test_without_a_commit_nothing_was_asked_for(work):
    work(lambda subject_id, progress: pytest.fail("never asked for"))
    with transaction():
        ask_for("trial", 7, by=office_viewer())
        db.session.rollback()

    assert not run_next()


def test_while_one_worker_is_at_it_another_leaves_it_alone(work):
    asked_within = []
    work(lambda subject_id, progress: asked_within.append(run_next()))
    ask()
    run_all()

    assert asked_within == [False]


def test_work_whose_worker_was_killed_is_taken_up_again(work):
    def be_killed(subject_id, progress):
        raise KeyboardInterrupt

    work(be_killed)
    ask()
    with pytest.raises(KeyboardInterrupt):
        run_next()
    done = []
    work(lambda subject_id, progress: done.append(subject_id))
    at_once = run_next()
    with time_machine.travel(now() + tasks.LEASE + timedelta(seconds=1)):
        later = run_next()

    assert (at_once, later) == (False, True)
    assert done == [7]


def test_work_that_tells_how_far_it_is_stays_its_workers(work):
    def slow(subject_id, progress):
        with time_machine.travel(now() + tasks.LEASE - timedelta(seconds=5)):
            with transaction():
                progress.tell(1, 2)
        with time_machine.travel(now() + tasks.LEASE + timedelta(seconds=5)):
            assert not run_next()

    work(slow)
    ask()
    run_all()

    assert state().finished_at is not None


def test_what_fails_each_time_is_given_up_and_its_text_is_not_logged(work, caplog):
    def fail(subject_id, progress):
        int("Văn A, 0912345678")

    work(fail)
    ask()
    with time_machine.travel(now(), tick=False) as clock:
        for _again in range(tasks.MOST_ATTEMPTS + 1):
            run_next()
            clock.shift(tasks.RETRY_AFTER + timedelta(seconds=1))

    assert state().failed_at is not None
    assert state().finished_at is None
    assert "task trial 7 failed: ValueError" in caplog.text
    assert "invalid literal" not in caplog.text


def test_the_oldest_is_done_first(work):
    seen = []
    work(lambda subject_id, progress: seen.append(subject_id))
    with time_machine.travel("2021-05-07T08:00:00Z"):
        ask(9)
    with time_machine.travel("2021-05-07T07:00:00Z"):
        ask(8)
    with time_machine.travel("2021-05-07T09:00:00Z"):
        run_all()

    assert seen == [8, 9]


def test_the_worker_does_tasks_beside_its_jobs_and_outlives_a_failure(app, work, monkeypatch):
    monkeypatch.setattr(tasks, "run_all", lambda: 1 / 0)

    assert loops.look_safely(app, "tasks", lambda: tasks.run_all()) is False
    assert loops._looks["tasks"] is tasks.run_next
    assert db.session.query(Task).count() == 0
