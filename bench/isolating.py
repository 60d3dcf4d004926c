"""S4, S5 of isolation: desks, lists, grid, alerts and rounds with twenty thousand followed, against an empty page.

What a page costs is the CPU time that server and database spend on it: other work on the machine changes that little.
"""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from urllib.request import OpenerDirector

from flask import Flask
from flask_migrate import upgrade

from app import create_app
from app.access.passwords import use_cheap_hashes
from app.db import db
from app.web.pagination import SIZES
from bench.figures import Figure
from bench.followed import COMMUNE_OFFICER, DISTRICT_OFFICER, HEALTH, MEMBER, STAFF, make_followed
from bench.reading import EMPTY, count_anew
from bench.rounds import Rounds
from bench.servers import Server, busy_by_process, busy_since, granian
from bench.steady import signed_in
from bench.watching import HURRY, count_ahead
from bench.world import settings
from script.postgresql import Cluster

OF_AN_EMPTY_PAGE, OF_THE_FIRST = 3, 1.5
FAR = 100
# How often a page is asked for in a round, and before the first of them.
ASKED, WARM = 4, 8
LIST = "/isolation"
# Whose page, and which; {site} and {team} are his.
PAGES = (
    (HEALTH, "/desk"),
    (HEALTH, LIST),
    (HEALTH, f"{LIST}?need=session"),
    (HEALTH, "/isolation/alerts"),
    (HEALTH, "/isolation/tests"),
    (HEALTH, "/isolation/needs"),
    (HEALTH, "/isolation/sites"),
    (HEALTH, "/zones"),
    (HEALTH, "/zones/teams"),
    (HEALTH, "/zones/missing"),
    (DISTRICT_OFFICER, "/desk"),
    (DISTRICT_OFFICER, LIST),
    (COMMUNE_OFFICER, LIST),
    (COMMUNE_OFFICER, "/rounds"),
    (STAFF, "/desk"),
    (STAFF, "/isolation/grid"),
    (STAFF, "/isolation/sites/{site}"),
    (MEMBER, "/rounds/{team}"),
)


def measure(rounds: Rounds) -> list[Figure]:
    """Every page in turn, round by round, beside an empty one of the same reader."""
    use_cheap_hashes()
    with Cluster(fsync=True, settings=HURRY) as cluster, tempfile.TemporaryDirectory() as directory:
        environ = settings(cluster.url, Path(directory))
        app = create_app(environ)
        with app.app_context():
            upgrade()
            site, team = make_followed(rounds.people, unit_count=min(rounds.units, rounds.people))
            db.session.remove()
            db.engine.dispose()
        with granian("wsgi:app", environ) as server:
            return _figures(app, Meter(server, cluster.pid, app), rounds, {"site": site, "team": team})


@dataclass(frozen=True)
class Meter:
    """A server and its database, whose work for a page is measured."""

    server: Server
    database_pid: int

    app: Flask

    def cost(self, reader: OpenerDirector, path: str, times: int = ASKED) -> float:
        """CPU milliseconds of one answer as the first reader after a count pays for it, on the average of some."""
        spent = 0.0
        for _ in range(times):
            count_anew(self.app)
            before = busy_by_process(*self.pids)
            with reader.open(f"http://127.0.0.1:{self.server.port}{path}") as answer:
                answer.read()
            spent += busy_since(before, *self.pids)
        return spent * 1000 / times

    @property
    def pids(self) -> tuple[int, int]:
        """The server's and the database's first process."""
        return self.server.pid, self.database_pid


def _figures(app: Flask, meter: Meter, rounds: Rounds, ids: Mapping[str, int]) -> list[Figure]:
    """Each page right after an empty one of the same reader, round by round; the worker counts ahead before each."""
    readers = {name: signed_in(meter.server, name) for name in dict.fromkeys(name for name, _page in PAGES)}
    last = min(FAR, max(1, rounds.people // SIZES[0]))
    taken: dict[tuple[str, str], list[tuple[float, float]]] = {}
    far: list[float] = []
    for name, page in PAGES:
        for path in (EMPTY, page.format(**ids)):
            meter.cost(readers[name], path, WARM)
    for _ in range(rounds.count):
        count_ahead(app)
        for name, page in PAGES:
            pair = [meter.cost(readers[name], path) for path in (EMPTY, page.format(**ids))]
            taken.setdefault((name, page), []).append((pair[0], pair[1]))
        first, there = (meter.cost(readers[HEALTH], f"{LIST}?page={page}") for page in (1, last))
        far.append(there / first)
    subject = f"of {rounds.people:,} followed"
    return [
        *(_figure(f"{page} {subject}, {name}: times an empty page", pairs) for (name, page), pairs in taken.items()),
        Figure("S5", f"the list {subject}, page {last}: times page 1", far, OF_THE_FIRST, False),
    ]


def _figure(subject: str, pairs: Sequence[tuple[float, float]]) -> Figure:
    details = {
        "CPU ms": median(page for _empty, page in pairs),
        "an empty page": median(empty for empty, _page in pairs),
    }
    return Figure("S4", subject, [page / empty for empty, page in pairs], OF_AN_EMPTY_PAGE, False, details=details)
