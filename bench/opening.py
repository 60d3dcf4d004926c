"""S3: CPU for the form behind a code, against an app that answers two bytes behind the same server."""

import random
import tempfile
from itertools import count
from pathlib import Path
from statistics import median

from bench.client import send_all
from bench.figures import Figure
from bench.people import address_of, get
from bench.rounds import Rounds
from bench.servers import Server, busy_seconds, granian
from bench.world import World, make_world
from script.postgresql import Cluster

GOAL = 10
# Gates at which people queue: there the portal has to be quick, and there the same form is opened every few seconds.
BUSY_DOORS = 40
WARM_UPS = 6


def measure(rounds: Rounds) -> list[Figure]:
    with Cluster(fsync=True) as cluster, tempfile.TemporaryDirectory() as directory:
        world = make_world(cluster.url, Path(directory), door_count=BUSY_DOORS)
        with granian("wsgi:app", world.environ) as ours, granian("bench.floor:null_app", world.environ) as floor:
            return _figures(_Readers(world), ours, floor, rounds)


def _figures(readers: "_Readers", ours: Server, floor: Server, rounds: Rounds) -> list[Figure]:
    readers.cost(ours, WARM_UPS * readers.door_count)
    readers.cost(floor, readers.door_count)
    costs = [
        (readers.cost(ours, rounds.gets), readers.cost(floor, rounds.gets), readers.cost(ours, rounds.gets, alone=True))
        for _ in range(rounds.count)
    ]
    details = {
        "ours, CPU µs a request": median(mine for mine, _, _ in costs),
        "null app, CPU µs a request": median(bare for _, bare, _ in costs),
    }
    busy = [mine / bare for mine, bare, _ in costs]
    alone = [single / bare for _, bare, single in costs]
    detail = {"ours, CPU µs a request": median(single for _, _, single in costs)}
    return [
        Figure("S3", "form behind a busy code: CPU of the null app", busy, GOAL, False, details=details),
        Figure("S3", "form that nobody else opened just now: the same", alone, GOAL, False, details=detail),
    ]


class _Readers:
    """Phones that open the forms of all doors, in no order."""

    def __init__(self, world: World) -> None:
        self._codes = [door.code for door in world.doors]
        self._numbers = count(1)
        self.door_count = len(self._codes)

    def cost(self, server: Server, request_count: int, *, alone: bool = False) -> float:
        """Microseconds of CPU that the server used for a request, the compressed page received."""
        requests = [self._request(server.port, alone=alone) for _ in range(request_count)]
        before = busy_seconds(server.pid)
        send_all(server.port, requests, status=200)
        return (busy_seconds(server.pid) - before) / request_count * 1e6

    def _request(self, port: int, *, alone: bool) -> bytes:
        number = next(self._numbers)
        # No two browsers ask alike: no answer to another one is good for them, the door has to be read.
        languages = f"vi, x-{number}" if alone else "vi"
        return get(f"/q/{random.choice(self._codes)}", port=port, caller=address_of(number), languages=languages)
