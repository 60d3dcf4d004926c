"""S2: declarations that come two hundred a second whatever happens, while officers look at their desks."""

import multiprocessing
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

from sqlalchemy import func, select

from app.access.scope import unscoped
from app.db import db
from app.visits.models import Visit
from bench.client import Waits, send_steadily
from bench.declaring import DOORS, Sender
from bench.figures import Figure
from bench.rounds import Rounds
from bench.servers import Server, granian
from bench.world import World, make_world
from script.postgresql import Cluster
from tests.cast import PASSWORD

GOAL_MS = 50
PER_SECOND, CONNECTIONS = 200, 24
OFFICERS, PAGES, LOOK_EVERY_SECONDS = ("chau", "an", "anh"), ("/desk", "/monitor"), 2
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
_fork = multiprocessing.get_context("fork")


def measure(rounds: Rounds) -> list[Figure]:
    """One long round: the 95th percentile of how long people wait, from the moment at which they tap."""
    with Cluster(fsync=True) as cluster, tempfile.TemporaryDirectory() as directory:
        world = make_world(cluster.url, Path(directory), door_count=DOORS)
        with granian("wsgi:app", world.environ) as server:
            sender = Sender(world)
            sender.send(server, PER_SECOND)
            with _officers_look(server) as looked:
                waits = _come(sender, server, rounds.seconds * PER_SECOND)
            return [_figure(world, waits, looked.value, PER_SECOND + len(waits.seconds))]


def _come(sender: Sender, server: Server, count: int) -> Waits:
    return send_steadily(
        server.port, sender.prepare(server.port, count), per_second=PER_SECOND, connections=CONNECTIONS
    )


def _figure(world: World, waits: Waits, pages: int, sent: int) -> Figure:
    stored = _count_visits(world)
    details = {
        "median, ms": waits.percentile(0.5) * 1000,
        "99th percentile, ms": waits.percentile(0.99) * 1000,
        "longest, ms": max(waits.seconds) * 1000,
        "answers other than 303": float(len(waits.seconds) - waits.statuses[303]),
        "sent but not stored, or stored twice": float(abs(sent - stored)),
        "officers' pages answered meanwhile": float(pages),
    }
    subject = f"declarations at {PER_SECOND}/s beside officers' desks: 95th percentile of the wait"
    return Figure("S2", subject, [waits.percentile(0.95) * 1000], GOAL_MS, False, unit="ms", details=details)


def _count_visits(world: World) -> int:
    with world.app().app_context():
        stmt = unscoped(select(func.count()).select_from(Visit), because="a benchmark counts what it sent")
        found = db.session.scalar(stmt) or 0
        db.session.remove()
        db.engine.dispose()
        return int(found)


@contextmanager
def _officers_look(server: Server) -> Iterator["Synchronized[int]"]:
    """Officers who are signed in open their pages every two seconds; how many were answered."""
    looked = _fork.Value("i", 0)
    officers = [signed_in(server, name) for name in OFFICERS]
    watching = _fork.Process(target=_look, args=(server, officers, looked), daemon=True)
    watching.start()
    try:
        yield looked
    finally:
        watching.terminate()
        watching.join()


def _look(server: Server, officers: list[OpenerDirector], looked: "Synchronized[int]") -> None:
    while True:
        began = time.monotonic()
        for officer in officers:
            for page in PAGES:
                with officer.open(f"http://127.0.0.1:{server.port}{page}") as answer:
                    looked.value += answer.status == 200
        time.sleep(max(0.0, began + LOOK_EVERY_SECONDS - time.monotonic()))


def signed_in(server: Server, name: str) -> OpenerDirector:
    """A browser in which a person of the tests' password is signed in."""
    opener, address = build_opener(HTTPCookieProcessor(CookieJar())), f"http://127.0.0.1:{server.port}/login"
    with opener.open(address) as page:
        token = TOKEN.search(page.read().decode())
    fields = {"username": name, "password": PASSWORD, "csrf_token": token[1] if token else ""}
    origin = address.removesuffix("/login")
    opener.open(Request(address, urlencode(fields).encode(), {"Origin": origin, "Referer": address})).close()
    return opener
