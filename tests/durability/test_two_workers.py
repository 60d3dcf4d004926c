"""What a script may do, it may do once, whichever worker it meets, also one that was started anew."""

import http.client
import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.visits.limits import MISSES
from bench.world import World
from tests.durability.serving import WORKERS
from tests.durability.site import Site

pytestmark = [pytest.mark.durability, pytest.mark.slow]
SCRIPT, PUPIL = "10.0.0.1", "10.0.0.2"
AT_ONCE = 4
TRIES = 20


def _get(port: int, path: str, caller: str = "") -> tuple[int, str]:
    """Over a connection of its own: another one may meet another worker."""
    for _again in range(TRIES):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request("GET", path, headers={"X-Forwarded-For": caller} if caller else {})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        except OSError:
            # Taken by the worker that was killed.
            continue
        finally:
            connection.close()
    raise AssertionError("nobody answers")


def _guess(port: int, times: int) -> Counter[int]:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return Counter(pool.map(lambda _: _get(port, "/q/0000-0000-0", SCRIPT)[0], range(times)))


def _which_answered(port: int) -> set[str]:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        pages = [page for _, page in pool.map(lambda _: _get(port, "/metrics"), range(40))]
    return {pid for page in pages for pid in re.findall(r'process="(\d+)",endpoint="entry.show"', page)}


def test_a_script_gets_its_share_once_and_a_school_behind_another_address_gets_in(world: World, tmp_path: Path) -> None:
    with Site(world.environ, tmp_path / "server.log") as site:
        statuses = _guess(site.port, 2 * MISSES.amount)
        answered = _which_answered(site.port)
        site.kill_worker()
        after_death = _guess(site.port, 10)
        pupil = _get(site.port, f"/q/{world.doors[0].code}", PUPIL)

    assert len(answered) == WORKERS
    assert set(statuses) == {404, 429}
    # Guesses in the same instant may count once; workers that count apart would let all of them pass.
    assert MISSES.amount <= statuses[404] <= 1.5 * MISSES.amount
    assert set(after_death) == {429}
    assert pupil[0] == 200
