"""S4: desks and drill-down over a province's four weeks, against counting visits and against an empty page: as the
first reader after a count pays for them.
"""

import tempfile
import time
from datetime import timedelta
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import text

from app import create_app
from app.access.passwords import use_cheap_hashes
from app.clock import local_day
from app.db import db, transaction
from app.directives.measures import Cut, Limits
from app.directives.rules import MeasureKey, Period
from app.door import office_viewer
from app.monitoring import memory, rolling
from app.monitoring.keeping import keep_figures
from app.monitoring.queries import figures
from bench.figures import Figure
from bench.followed import follow
from bench.province import make_province
from bench.reading import NAIVE, Meter, pages
from bench.rounds import Rounds
from bench.servers import granian
from bench.world import settings
from script.postgresql import Cluster

FASTER_THAN_COUNTING = 100
# Not waited for by a machine that only measures: a database that may forget on a power cut reads as fast.
HURRY = {"synchronous_commit": "off", "fsync": "off", "full_page_writes": "off", "max_wal_size": "4GB"}


def measure(rounds: Rounds) -> list[Figure]:
    """Every page in turn, round by round, beside an empty one; the worker goes on counting ahead before each round."""
    use_cheap_hashes()
    with Cluster(fsync=True, settings=HURRY) as cluster, tempfile.TemporaryDirectory() as directory:
        environ = settings(cluster.url, Path(directory))
        app = create_app(environ)
        with app.app_context():
            upgrade()
            make_province(rounds.units, busy=rounds.busy)
            follow(rounds.people)
            with transaction():
                keep_figures(local_day())
            _let_go()
        count_ahead(app)
        found = _against_counting(app, rounds)
        # One worker: what it remembers every request finds.
        with granian("bench.later:app", environ, workers=1) as server:
            return [*found, *pages(Meter(app, server, cluster.pid), rounds, count_ahead)]


def _against_counting(app: Flask, rounds: Rounds) -> list[Figure]:
    """The figures of a period with their reading against counting visits. Raises AssertionError where they differ."""
    found = []
    with app.app_context():
        for days in (1, 7, 28):
            # Of yesterday nothing is due before its door has closed, at ten in the morning.
            last_on = local_day() - timedelta(2)
            period, ratios = Period(last_on - timedelta(days - 1), last_on), []
            for _ in range(rounds.count):
                _count_ahead_here()
                # As the first reader pays for them.
                memory.init_app(app)
                mine, ours = _timed_figures(period)
                naive, theirs = _timed_naive(period)
                if ours != theirs:
                    _let_go()
                    differing = sorted(body for body, _ in ours.items() ^ theirs.items())
                    raise AssertionError(f"the figures of {days} days differ from counted visits: bodies {differing}")
                ratios.append(naive / mine)
            subject = f"figures of {days} days: faster than counting visits"
            found.append(Figure("S4", subject, ratios, FASTER_THAN_COUNTING, True))
        _let_go()
    return found


def _timed_figures(period: Period) -> tuple[float, dict[int, int]]:
    db.session.remove()
    began = time.perf_counter()
    leaves = figures(office_viewer(), Cut.OWNER, (MeasureKey.ENTRY,), period, Limits())
    seconds = time.perf_counter() - began
    entries = {body: leaf[MeasureKey.ENTRY].split["entries"] for body, leaf in leaves.items()}
    return seconds, {body: count for body, count in entries.items() if count}


def _timed_naive(period: Period) -> tuple[float, dict[int, int]]:
    began = time.perf_counter()
    rows = db.session.execute(text(NAIVE), {"first": period.first_on, "last": period.last_on}).all()
    return time.perf_counter() - began, {row[0]: row[1] for row in rows}


def count_ahead(app: Flask) -> None:
    """What the worker of a large installation does all the time."""
    with app.app_context():
        _count_ahead_here()
        _let_go()


def _count_ahead_here() -> None:
    while rolling.roll_next():
        pass
    rolling.count_next()


def _let_go() -> None:
    db.session.remove()
    db.engine.dispose()
