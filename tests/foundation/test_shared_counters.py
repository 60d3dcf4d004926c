"""Rate limits counted in memory that processes share."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context

import pytest
import time_machine
from flask import Flask
from limits import parse
from limits.strategies import FixedWindowRateLimiter

from app.web.limits import storage_of
from app.web.shared_counters import SharedMemory, holds_counts

NOON = datetime(2021, 5, 7, 12, tzinfo=UTC)
ROW_BYTES = 64


def _memory(size: int) -> Iterator[str]:
    memory = os.memfd_create("test")
    os.ftruncate(memory, size)
    yield f"/proc/{os.getpid()}/fd/{memory}"
    os.close(memory)


@pytest.fixture
def path() -> Iterator[str]:
    yield from _memory(1024 * ROW_BYTES)


@pytest.fixture
def row() -> Iterator[str]:
    """Memory in which all keys have to do with eight places."""
    yield from _memory(ROW_BYTES)


def _open(path: str) -> SharedMemory:
    return SharedMemory(f"shared-memory://{path}")


def _hit(path: str, times: int) -> None:
    counts = _open(path)
    for _ in range(times):
        counts.incr("a", 600)


def test_what_one_process_counts_another_sees(path: str) -> None:
    worker = get_context("spawn").Process(target=_hit, args=(path, 7))
    worker.start()
    worker.join(60)
    counts = _open(path)

    assert (worker.exitcode, counts.get("a"), counts.incr("a", 600)) == (0, 7, 8)


def test_a_script_that_turns_to_the_other_worker_gets_no_more(path: str) -> None:
    limit = parse("30/10 minutes")
    workers = [FixedWindowRateLimiter(_open(path)) for _ in range(2)]

    taken = [workers[n % 2].hit(limit, "page", "one") for n in range(60)]
    neighbour = workers[0].hit(limit, "page", "another")

    assert taken == [True] * 30 + [False] * 30
    assert neighbour


def test_a_window_begins_with_its_first_and_ends_after_its_seconds(path: str) -> None:
    counts = _open(path)
    with time_machine.travel(NOON, tick=False) as clock:
        seen = [counts.incr("a", 60)]
        clock.move_to(NOON + timedelta(seconds=59))
        seen.append(counts.incr("a", 60))
        assert counts.get_expiry("a") == (NOON + timedelta(seconds=60)).timestamp()
        assert counts.get_expiry("b") == (NOON + timedelta(seconds=59)).timestamp()
        clock.move_to(NOON + timedelta(seconds=60))
        seen += [counts.get("a"), counts.incr("a", 60)]

    assert seen == [1, 2, 0, 1]


def test_each_key_has_a_count_of_its_own(path: str) -> None:
    counts = _open(path)
    for number in range(3000):
        assert counts.incr(f"page {number}", 600) == 1
        assert counts.incr(f"page {number}", 600) == 2


def test_counts_end_at_what_fits(path: str) -> None:
    counts = _open(path)
    counts.incr("a", 60, amount=4000)

    assert (counts.incr("a", 60, amount=4000), counts.get("a")) == (4095, 4095)


def test_where_there_is_no_room_whoever_counted_least_begins_anew(row: str) -> None:
    counts = _open(row)
    with time_machine.travel(NOON, tick=False) as clock:
        for number in range(8):
            counts.incr(str(number), 60, amount=10 - number)
        assert counts.incr("new", 60) == 1
        assert [counts.get(str(number)) for number in range(8)] == [10, 9, 8, 7, 6, 5, 4, 0]
        clock.move_to(NOON + timedelta(seconds=61))

        assert [counts.incr(str(number), 60) for number in range(8)] == [1] * 8


def test_counts_can_be_forgotten(path: str) -> None:
    counts = _open(path)
    for key in ("a", "b", "c"):
        counts.incr(key, 60)
    counts.clear("a")
    counts.clear("of nobody")

    assert (counts.get("a"), counts.get("b"), counts.reset(), counts.get("b")) == (0, 1, 2, 0)


@pytest.mark.parametrize("wrong", ["", "/nowhere/at/all", "/proc/self/fd", "/dev/null"])
def test_where_there_is_no_memory_nothing_is_counted(wrong: str, path: str, row: str) -> None:
    assert not holds_counts(wrong)
    assert holds_counts(path)
    assert holds_counts(row)


def test_all_servers_count_together_else_the_workers_of_one_else_each_process_for_itself(path: str) -> None:
    def counted_in(**config: str | None) -> str:
        app = Flask("portal")
        app.config.from_mapping({"REDIS_URL": None, "SHARED_COUNTS": None, **config})
        return storage_of(app)

    assert counted_in() == counted_in(SHARED_COUNTS="/nowhere/at/all") == "process-memory://"
    assert counted_in(SHARED_COUNTS=path) == f"shared-memory://{path}"
    assert counted_in(SHARED_COUNTS=path, REDIS_URL="redis://cache") == "redis://cache"
