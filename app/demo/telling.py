"""How far the story has been told, and telling it on."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select

from app import clock, partitions
from app.access.scope import unscoped
from app.db import db
from app.demo.cluster import plan_cluster
from app.demo.days import Stay, plan_day
from app.demo.doors import BECAUSE, Door, list_doors
from app.demo.gates import tell_gates
from app.demo.isolation_days import follow_on
from app.demo.story import Story
from app.demo.trips import tell_trips
from app.demo.visits import Window, tell_day
from app.demo.zones import walk_on
from app.jobs import JobRun
from app.posters.models import Poster

# Where the story stands is kept among the runs of jobs, with the visits that a unit has on a day as the count: the same
# number must tell the day again to know who leaves. `demo-advance` itself runs far more often than it tells.
TOLD = "demo-told"
# Whoever comes back after months finds two weeks to look at, and does not wait for the months.
LONGEST_GAP = timedelta(days=14)


def tell_story(story: Story) -> int:
    """Tell the days of a new story. Returns how many people entered somewhere."""
    doors, salt = list_doors(), _salt()
    window = Window(clock.day_start(story.first_day), story.told_until)
    more = plan_cluster(story, doors, salt)
    days = clock.days(story.first_day, story.last_day)
    entered = _tell(doors, days, window, mean=story.visits_per_day, salt=salt, more=more)
    # Whoever looks finds the plan of his day.
    tell_trips(doors, story.until, story.told_until)
    return entered


def tell_on(now: datetime) -> int:
    """Tell what has happened since the story was told last; nothing when no story was. Returns how many entered."""
    run = db.session.get(JobRun, TOLD)
    if run is None or run.started_at >= now:
        return 0
    since = max(run.started_at, now - LONGEST_GAP)
    # The day before has guests who leave in the morning.
    days = clock.days(clock.local_day(since) - timedelta(1), clock.local_day(now))
    partitions.ensure_days(days[0], days[-1])
    walk_on(since, now)
    follow_on(since, now)
    return _tell(list_doors(), days, Window(since, now), mean=run.count, salt=_salt(), more={})


def told_until() -> datetime | None:
    """Up to which instant the story has been told; None where there is no demo."""
    run = db.session.get(JobRun, TOLD)
    return run.started_at if run else None


def _tell(
    doors: Sequence[Door],
    days: Sequence[date],
    window: Window,
    *,
    mean: int,
    salt: str,
    more: Mapping[date, Sequence[Stay]],
) -> int:
    entered = 0
    for day in days:
        plan = plan_day(doors, day, mean=mean, salt=salt, more=more.get(day, ()))
        entered += tell_day(plan, window, tell_trips(doors, day, window.until))
        tell_gates(doors, day, plan.stays, window)
    _note(window.until, mean)
    return entered


def _note(told: datetime, mean: int) -> None:
    run = db.session.get(JobRun, TOLD) or JobRun(name=TOLD)
    run.started_at = run.succeeded_at = told
    run.count = mean
    db.session.add(run)


def _salt() -> str:
    """The first code of all: it differs from demo to demo and stays where it is."""
    stmt = select(Poster.code).order_by(Poster.id).limit(1)
    return db.session.scalars(unscoped(stmt, because=BECAUSE)).one()
