"""S1: declarations with entry a second, against the same rows written by the bare driver behind the same server."""

import tempfile
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from statistics import median

from app.db import db
from app.visits.gates import Gate, find_gate
from app.visits.stamping import stamp_to_enter
from app.web.stamps import FIELD
from bench.client import send_all
from bench.figures import Figure
from bench.people import address_of, person, post
from bench.rounds import Rounds
from bench.servers import Server, granian
from bench.world import World, make_world
from script.postgresql import Cluster

GOAL = 0.6
# Rows of one door's day wait for each other, in the portal and in the floor alike: a province has many doors.
DOORS = 40
WARM_UP = 64


def measure(rounds: Rounds) -> list[Figure]:
    """Both servers stand side by side and take turns, so that whatever else the machine does hits both."""
    with Cluster(fsync=True) as cluster, tempfile.TemporaryDirectory() as directory:
        world = make_world(cluster.url, Path(directory), door_count=DOORS)
        with granian("wsgi:app", world.environ) as ours, granian("bench.floor:writing_app", world.environ) as floor:
            return _figures(Sender(world), ours, floor, rounds)


def _figures(sender: "Sender", ours: Server, floor: Server, rounds: Rounds) -> list[Figure]:
    for server in (ours, floor):
        sender.send(server, WARM_UP)
    pairs = [(sender.send(ours, rounds.posts), sender.send(floor, rounds.posts)) for _ in range(rounds.count)]
    details = {
        "ours, requests/s": median(mine for (mine, _), _ in pairs),
        "floor, requests/s": median(bare for _, (bare, _) in pairs),
        "ours, CPU µs a request without the database": median(cost for (_, cost), _ in pairs),
        "floor, CPU µs a request without the database": median(cost for _, (_, cost) in pairs),
    }
    ratios = [mine / bare for (mine, _), (bare, _) in pairs]
    return [Figure("S1", "declaration with entry: requests/s of the floor", ratios, GOAL, True, details=details)]


class Sender:
    """Sends declarations of people who have not been seen before, from addresses and through doors of their own."""

    def __init__(self, world: World) -> None:
        self._app = world.app()
        with self._app.app_context():
            self._gates = [_gate(door.code) for door in world.doors]
            db.session.remove()
            db.engine.dispose()
        self._numbers = count(1)

    def send(self, server: Server, request_count: int) -> tuple[float, float]:
        """Requests a second, and microseconds of CPU that the server used for each."""
        requests = self.prepare(server.port, request_count)
        before = server.cpu_seconds()
        load = send_all(server.port, requests, status=303)
        return load.per_second, (server.cpu_seconds() - before) / request_count * 1e6

    def prepare(self, port: int, request_count: int) -> Sequence[bytes]:
        """The requests of the next people."""
        with self._app.app_context():
            return [self._request(port, number) for number, _ in zip(self._numbers, range(request_count), strict=False)]

    def _request(self, port: int, number: int) -> bytes:
        gate = self._gates[number % len(self._gates)]
        fields = {**person(number), FIELD: stamp_to_enter(gate)}
        return post(f"/q/{gate.code}", fields, port=port, caller=address_of(number))


def _gate(code: str) -> Gate:
    gate = find_gate(code)
    assert gate is not None
    return gate
