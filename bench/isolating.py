"""S4, S5 of isolation: desks, lists, grid, alerts and rounds with twenty thousand followed, against an empty page."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from flask_migrate import upgrade

from app import create_app
from app.access.passwords import use_cheap_hashes
from app.db import db
from bench.figures import Figure
from bench.followed import COMMUNE_OFFICER, DISTRICT_OFFICER, HEALTH, MEMBER, STAFF, make_followed
from bench.rounds import Rounds
from bench.servers import Server, granian
from bench.steady import signed_in
from bench.watching import EMPTY, HURRY, seconds
from bench.world import settings
from script.postgresql import Cluster

OF_AN_EMPTY_PAGE, OF_THE_FIRST = 3, 1.5
FAR = 100
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
            return _figures(server, rounds, {"site": site, "team": team})


def _figures(server: Server, rounds: Rounds, ids: Mapping[str, int]) -> list[Figure]:
    readers = {name: signed_in(server, name) for name in dict.fromkeys(name for name, _page in PAGES)}
    taken: dict[tuple[str, str], list[float]] = {}
    far = []
    for _ in range(rounds.count):
        empty = {name: seconds(reader, server, EMPTY) for name, reader in readers.items()}
        for name, page in PAGES:
            taken.setdefault((name, page), []).append(seconds(readers[name], server, page.format(**ids)) / empty[name])
        last = min(FAR, max(1, rounds.people // 50))
        pages = [seconds(readers[HEALTH], server, f"{LIST}?page={page}") for page in (1, last)]
        far.append(pages[1] / pages[0])
    subject = f"of {rounds.people:,} followed"
    return [
        *(
            Figure("S4", f"{page} {subject}, {name}: times an empty page", ratios, OF_AN_EMPTY_PAGE, False)
            for (name, page), ratios in taken.items()
        ),
        Figure("S5", f"the list {subject}, page {FAR}: seconds of page 1", far, OF_THE_FIRST, False),
    ]
