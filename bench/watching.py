"""S4: desks and drill-down over a province's four weeks, against counting visits and against an empty page: as the
first reader after a count pays for them.
"""

import secrets
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from urllib.request import OpenerDirector

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import func, text, update

from app import create_app
from app.access.ahead.models import CountedSheet
from app.access.passwords import use_cheap_hashes
from app.clock import local_day, now
from app.db import db, transaction
from app.directives.measures import Cut, Limits
from app.directives.rules import MeasureKey, Period
from app.door import office_viewer
from app.monitoring import memory, rolling
from app.monitoring.keeping import keep_figures
from app.monitoring.models import RolledPeriod
from app.monitoring.queries import figures
from bench.figures import Figure
from bench.province import CHAIRMAN, COMMUNE_OFFICER, make_province
from bench.rounds import Rounds
from bench.servers import Server, granian
from bench.steady import signed_in
from bench.world import settings
from script.postgresql import Cluster

FASTER_THAN_COUNTING, OF_AN_EMPTY_PAGE, OF_THE_CHAIRMANS = 100, 3, 1
EMPTY, DRILL_DOWN = "/inbox", "/monitor"
PERIODS = {"day": 1, "week": 7, "month": 28}
PAGES = (
    "/desk",
    *(f"{DRILL_DOWN}?{{{name}}}" for name in PERIODS),
    "/monitor/areas/91",
    "/monitor/areas/911",
    "/monitor/results",
    "/monitor/rows/entry",
    "/monitor/rows/safety",
    "/monitor/late",
)
# What the same numbers cost who has nothing but visits: on how many days of a period did somebody enter, by body.
NAIVE = """
    SELECT unit.organisation_id, count(*)
    FROM (SELECT unit_id, day FROM visit WHERE day BETWEEN :first AND :last AND NOT suspect
          GROUP BY unit_id, day) AS open
    JOIN unit ON unit.id = open.unit_id GROUP BY unit.organisation_id"""
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
            with transaction():
                keep_figures(local_day())
            _let_go()
        with granian("wsgi:app", environ) as server:
            return _figures(app, server, rounds)


def _figures(app: Flask, server: Server, rounds: Rounds) -> list[Figure]:
    chairman, officer = (signed_in(server, name) for name in (CHAIRMAN, COMMUNE_OFFICER))
    count_ahead(app)
    taken: dict[str, list[float]] = {}
    commune: list[float] = []
    for _ in range(rounds.count):
        count_ahead(app)
        empty = seconds(chairman, server, EMPTY)
        for page in PAGES:
            taken.setdefault(page, []).append(_first(app, chairman, server, _address(page)) / empty)
        own, whole = (_first(app, who, server, DRILL_DOWN) for who in (officer, chairman))
        commune.append(own / whole)
    pages = [
        Figure("S4", f"{_named(page)}: times an empty page", ratios, OF_AN_EMPTY_PAGE, False)
        for page, ratios in taken.items()
    ]
    near = Figure("S4", "drill-down of a commune officer: times the chairman's", commune, OF_THE_CHAIRMANS, False)
    return [*_against_counting(app, rounds), *pages, near]


def _against_counting(app: Flask, rounds: Rounds) -> list[Figure]:
    """The figures of a period with their reading against counting visits. Raises AssertionError where they differ."""
    found = []
    with app.app_context():
        for name, days in PERIODS.items():
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
                    raise AssertionError(f"the figures of {name} differ from counted visits: bodies {differing}")
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


def _named(page: str) -> str:
    return page.format(**{name: f"{days} days" for name, days in PERIODS.items()})


def _address(page: str) -> str:
    today = local_day()
    days = {name: f"from={today - timedelta(count)}&to={today - timedelta(1)}" for name, count in PERIODS.items()}
    return page.format(**days)


def _first(app: Flask, reader: OpenerDirector, server: Server, path: str) -> float:
    """As `seconds`, each time after a count that changed today and yesterday."""
    taken = []
    for _ in range(2):
        count_anew(app)
        taken.append(_once(reader, server, path))
    return min(taken)


def count_anew(app: Flask) -> None:
    """As if the worker had just counted, and found every number of today, yesterday and all desks to be another."""
    with app.app_context():
        with transaction():
            newest = RolledPeriod.last_on >= local_day() - timedelta(1)
            db.session.execute(update(RolledPeriod).where(newest).values(version=secrets.token_hex(8)))
            row = CountedSheet
            another = func.substr(row.name, 1, 11).concat(secrets.token_hex(2))
            db.session.execute(update(row).values(version=another, counted_at=now()))
        _let_go()


def seconds(reader: OpenerDirector, server: Server, path: str) -> float:
    """The better of two: what is measured is the page, not what else the machine does."""
    return min(_once(reader, server, path) for _ in range(2))


def _once(reader: OpenerDirector, server: Server, path: str) -> float:
    began = time.perf_counter()
    with reader.open(f"http://127.0.0.1:{server.port}{path}") as answer:
        answer.read()
    return time.perf_counter() - began
