"""S4, page by page: what each officer's page costs the first who asks after a count, and who asks again, beside an
empty page and beside counting visits.

A cost is the CPU time that server and database spend: other work on the machine changes that little.
"""

import secrets
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from urllib.error import HTTPError
from urllib.request import OpenerDirector

from flask import Flask
from sqlalchemy import func, text, update

from app.access.ahead.models import CountedSheet
from app.clock import local_day, now
from app.db import db, transaction
from app.monitoring.models import RolledPeriod
from bench.figures import Figure
from bench.followed import COMMUNE, COMMUNE_OFFICER, DISTRICT
from bench.later import LATER
from bench.province import CHAIRMAN, PEOPLE
from bench.rounds import Rounds
from bench.servers import Server, busy_by_process, busy_since
from bench.steady import signed_in

OF_AN_EMPTY_PAGE, OF_THE_CHAIRMANS = 3, 1
EMPTY, DRILL_DOWN, PROVINCE = "/inbox", "/monitor", "91"
PERIODS = {"day": 1, "week": 7, "month": 28, "typed": 16}
# A range that somebody typed ends some days ago.
TYPED_ENDED = 5
PAGES = (
    "/desk",
    DRILL_DOWN,
    *(f"{DRILL_DOWN}/areas/{code}" for code in (PROVINCE, DISTRICT, COMMUNE)),
    f"{DRILL_DOWN}/areas/{COMMUNE}/units",
    f"{DRILL_DOWN}/results",
    f"{DRILL_DOWN}/late",
    *(f"{DRILL_DOWN}/rows/{name}" for name in ("lead", "entry", "qr", "safety", "isolation", "zones", "publicise")),
    f"{DRILL_DOWN}/trend/entry",
    f"{DRILL_DOWN}/isolation",
    f"{DRILL_DOWN}/isolation/silent",
)
# What the same numbers cost who has nothing but visits: on how many days of a period did somebody enter, by body.
NAIVE = """
    SELECT unit.organisation_id, count(*)
    FROM (SELECT unit_id, day FROM visit WHERE day BETWEEN :first AND :last AND NOT suspect
          GROUP BY unit_id, day) AS open
    JOIN unit ON unit.id = open.unit_id GROUP BY unit.organisation_id"""
WARM = 2


@dataclass(frozen=True)
class Cost:
    """CPU milliseconds of one page: to the first reader, to the next, and of an empty page right before."""

    first: float
    again: float
    empty: float

    @property
    def times(self) -> float:
        return self.first / self.empty


@dataclass(frozen=True)
class Meter:
    """A server and its database, whose work is measured."""

    app: Flask
    server: Server
    database_pid: int

    def cost(self, reader: OpenerDirector, path: str) -> Cost:
        """Of one page, after everything that changes was counted anew."""
        empty = self._cost(reader, EMPTY)
        count_anew(self.app)
        self._get(reader, LATER)
        return Cost(self._cost(reader, path), self._cost(reader, path), empty)

    def opens(self, reader: OpenerDirector, path: str) -> bool:
        """Whether the reader may see the page; once more, for all that is remembered for long."""
        try:
            for _ in range(WARM):
                self._get(reader, path)
        except HTTPError:
            return False
        return True

    def counting(self, first: int, last: int) -> float:
        """CPU milliseconds of counting visits from so many days ago until so many."""
        today = local_day()
        with self.app.app_context():
            # Who works along in parallel is gone before it is asked how long he worked.
            db.session.execute(text("SET max_parallel_workers_per_gather = 0"))
            before = self._busy()
            days = {"first": today - timedelta(first), "last": today - timedelta(last)}
            db.session.execute(text(NAIVE), days).all()
            spent = self._since(before)
            _let_go()
        return spent * 1000

    def _cost(self, reader: OpenerDirector, path: str) -> float:
        before = self._busy()
        self._get(reader, path)
        return self._since(before) * 1000

    def _get(self, reader: OpenerDirector, path: str) -> None:
        with reader.open(f"http://127.0.0.1:{self.server.port}{path}") as answer:
            answer.read()

    def _busy(self) -> Mapping[int, float]:
        return busy_by_process(self.server.pid, self.database_pid)

    def _since(self, before: Mapping[int, float]) -> float:
        return busy_since(before, self.server.pid, self.database_pid)


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


def pages(meter: Meter, rounds: Rounds, count_ahead: Callable[[Flask], None]) -> list[Figure]:
    """Every page of every reader and period in turn, round by round; the worker goes on counting in between."""
    readers = {name: signed_in(meter.server, name) for name, _role, _body in PEOPLE}
    addresses = {(page, period): f"{page}?{_days(period)}" for page in PAGES for period in PERIODS}
    count_ahead(meter.app)
    asked = [
        (name, page)
        for name, reader in readers.items()
        for page in PAGES
        if all(meter.opens(reader, addresses[page, period]) for period in PERIODS)
    ]
    taken: defaultdict[tuple[str, str], defaultdict[str, list[Cost]]] = defaultdict(lambda: defaultdict(list))
    for _ in range(rounds.count):
        for name, page in asked:
            count_ahead(meter.app)
            for period in PERIODS:
                taken[name, page][period].append(meter.cost(readers[name], addresses[page, period]))
    naive = {period: meter.counting(*_ago(period)) for period in PERIODS}
    figures = [_figure(name, page, taken[name, page], naive) for name, page in asked]
    own, whole = (taken[name, DRILL_DOWN] for name in (COMMUNE_OFFICER, CHAIRMAN))
    ratios = [
        mine.first / all_.first for period in PERIODS for mine, all_ in zip(own[period], whole[period], strict=True)
    ]
    near = Figure("S4", "drill-down of a commune officer: times the chairman's", ratios, OF_THE_CHAIRMANS, False)
    return [*figures, near]


def _figure(name: str, page: str, costs: Mapping[str, list[Cost]], naive: Mapping[str, float]) -> Figure:
    """Held against the goal: the dearest of the periods, as its first reader pays for it."""
    first = {period: median(cost.times for cost in each) for period, each in costs.items()}
    dearest = max(first, key=lambda period: first[period])
    parts = []
    for period, each in costs.items():
        again = median(cost.again / cost.empty for cost in each)
        cheaper = naive[period] / median(cost.first for cost in each)
        parts.append(f"{period} {first[period]:.1f}, again {again:.1f}, counting visits {cheaper:.0f} ×")
    rounds = [cost.times for cost in costs[dearest]]
    return Figure("S4", f"{page}, {name}: times an empty page", rounds, OF_AN_EMPTY_PAGE, False, note="; ".join(parts))


def _ago(period: str) -> tuple[int, int]:
    """From how many days ago until how many a period lasts."""
    last = TYPED_ENDED if period == "typed" else 1
    return last + PERIODS[period] - 1, last


def _days(period: str) -> str:
    today = local_day()
    first, last = (today - timedelta(ago) for ago in _ago(period))
    return f"from={first}&to={last}"


def _let_go() -> None:
    db.session.remove()
    db.engine.dispose()
