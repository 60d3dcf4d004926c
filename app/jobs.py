"""Work on the clock: what is to be done each minute or at an hour of the province's day, and the worker that does it.

A job is idempotent and told the day; `flask jobs work` is the process that runs them by itself. An alarm must be heard
also when that process is what is missing: then the web server raises it.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import click
from flask import Flask
from flask.cli import AppGroup
from huey import MemoryHuey, crontab
from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from app import loops
from app.clock import PROVINCE, local_day, now
from app.db import Base, Mode, db, transaction, write_now
from app.logs import place_of

log = logging.getLogger(__name__)
cli = AppGroup("jobs", help="Work on the clock.")
Work = Callable[[date], int]
# An alarm that no worker raised for so long is raised by whoever sees it.
UNATTENDED = timedelta(minutes=10)
LOOK_SECONDS = 60.0


@dataclass(frozen=True)
class Job:
    """A piece of work, its name, and when it is due: `minute`, or `day HH:MM` by the province's clocks.

    One that `thinks_first` reads for long and calls `begin_write()` when it is ready, as such views do. An alarm is
    due `minute` by minute.
    """

    name: str
    every: str
    work: Work
    thinks_first: bool = False
    is_alarm: bool = False


class JobRun(Base):
    """When a job last began, last succeeded, and how many things it did; `failed_at` is later when it is failing."""

    __tablename__ = "job_run"
    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    started_at: Mapped[datetime]
    succeeded_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    count: Mapped[int] = mapped_column(default=0)


_jobs: dict[str, Job] = {}


def job(name: str, *, every: str, thinks_first: bool = False, is_alarm: bool = False) -> Callable[[Work], Work]:
    """Register a function of the day as a job."""

    def register(work: Work) -> Work:
        _jobs[name] = Job(name, every, work, thinks_first, is_alarm)
        return work

    return register


def jobs() -> Sequence[Job]:
    """All jobs by name."""
    return [_jobs[name] for name in sorted(_jobs)]


def runs() -> dict[str, JobRun]:
    """How each job went last, by name; a job that never ran is absent."""
    return {run.name: run for run in db.session.scalars(select(JobRun))}


def run_job(name: str, day: date | None = None) -> int:
    """Do a job now, for `day` (default today), in its own transaction; returns the number of things done."""
    found, started_at = _jobs[name], now()
    try:
        with transaction(Mode.READ if found.thinks_first else Mode.WRITE):
            count = found.work(day or local_day())
            write_now()
            _note(name, started_at, succeeded_at=now(), count=count)
    except Exception:
        with transaction():
            _note(name, started_at, failed_at=now())
        raise
    return count


def raise_alarms() -> int:
    """Run the alarms that nobody has run lately; how many these were. Two who do so at once tell nothing twice."""
    known, since = runs(), now() - UNATTENDED
    late = [
        each for each in jobs() if each.is_alarm and (each.name not in known or known[each.name].started_at < since)
    ]
    db.session.rollback()
    for each in late:
        log.warning("job %s was not run by a worker: did %s", each.name, run_job(each.name))
    return len(late)


def stand_in(app: Flask) -> threading.Event:
    """Let this process of the web server raise the alarms while no worker does; who sets the event ends that."""
    ended = threading.Event()

    def go_on() -> None:
        while not ended.wait(LOOK_SECONDS):
            loops.look_safely(app, "alarms", lambda: raise_alarms() > 0)

    threading.Thread(target=go_on, name="alarms", daemon=True).start()
    return ended


def _note(name: str, started_at: datetime, **outcome: object) -> None:
    run = db.session.get(JobRun, name) or JobRun(name=name)
    run.started_at = started_at
    for column, value in outcome.items():
        setattr(run, column, value)
    db.session.add(run)


def _schedule(every: str) -> Callable[[datetime], bool]:
    if every == "minute":
        return crontab()  # type: ignore[no-any-return]
    hour, minute = every.removeprefix("day ").split(":")
    return crontab(hour=hour, minute=minute)  # type: ignore[no-any-return]


class _ProvinceClock(MemoryHuey):  # type: ignore[misc]
    """Periodic tasks are asked whether they are due by the province's clocks."""

    def read_periodic(self, timestamp: datetime) -> list[object]:
        return super().read_periodic(now().astimezone(PROVINCE).replace(tzinfo=None))  # type: ignore[no-any-return]


def _worker(app: Flask) -> MemoryHuey:
    huey = _ProvinceClock("portal")
    for each in jobs():
        huey.periodic_task(_schedule(each.every), name=each.name)(_safely(app, each))
    return huey


def _safely(app: Flask, each: Job) -> Callable[[], None]:
    def run() -> None:
        with app.app_context():
            try:
                log.info("job %s did %s", each.name, run_job(each.name))
            except Exception as error:
                log.error("job %s failed: %s", each.name, place_of(error))

    return run


@cli.command("work")
def work_command() -> None:
    """Run every job when it is due, every task that somebody asks for, and send messages, until stopped."""
    from flask import current_app

    app = current_app._get_current_object()  # type: ignore[attr-defined]
    loops.begin(app)
    _worker(app).create_consumer(workers=1, periodic=True).run()


@cli.command("run")
@click.argument("name")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="The day to do it for; default today.")
def run_command(name: str, day: datetime | None) -> None:
    """Do one job now."""
    if name not in _jobs:
        raise click.BadParameter(f"one of: {', '.join(sorted(_jobs))}")
    click.echo(f"{name}: {run_job(name, day.date() if day else None)}")


def init_app(app: Flask) -> None:
    app.cli.add_command(cli)
