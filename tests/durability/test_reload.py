"""A reload refuses nobody, however long the program takes to load; a worker killed twice does not end the server."""

import http.client
import os
import signal
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from bench.servers import children, free_port
from script.serve import ROOT, end_with_supervisor, web_server

pytestmark = [pytest.mark.durability, pytest.mark.slow]
WORKERS = 2
CALLERS = 8
SECONDS = 60


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def server(port: int) -> Iterator[subprocess.Popen[bytes]]:
    *options, _ = web_server(port, WORKERS)
    command = [*options, "tests.durability.slow_start:app"]
    process = subprocess.Popen(command, cwd=ROOT, preexec_fn=end_with_supervisor)
    _wait_until(lambda: _ask(port) == "200")
    yield process
    process.terminate()
    process.wait(30)


def _wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _ask(port: int, kept: http.client.HTTPConnection | None = None) -> str:
    connection = kept or http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    try:
        connection.request("GET", "/")
        answer = connection.getresponse()
        answer.read()
        return str(answer.status)
    except (OSError, http.client.HTTPException) as error:
        connection.close()
        return type(error).__name__
    finally:
        if kept is None:
            connection.close()


@contextmanager
def _people_come(port: int) -> Iterator[Counter[str]]:
    """What they were answered: every other one over a connection that he keeps, the rest over a new one each time."""
    answers, stopping = Counter[str](), threading.Event()

    def come(kept: http.client.HTTPConnection | None) -> None:
        while not stopping.is_set():
            answers[_ask(port, kept)] += 1
            time.sleep(0.005)
        if kept:
            kept.close()

    connections = [http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS) for _ in range(CALLERS // 2)]
    threads = [threading.Thread(target=come, args=(kept,)) for kept in (*connections, *[None] * (CALLERS // 2))]
    for thread in threads:
        thread.start()
    try:
        yield answers
    finally:
        stopping.set()
        for thread in threads:
            thread.join()


def _reload(port: int, server: subprocess.Popen[bytes]) -> Counter[str]:
    """Replace the workers while people come; what these were answered."""
    old = set(children(server.pid))
    with _people_come(port) as answers:
        server.send_signal(signal.SIGHUP)
        _wait_until(lambda: old.isdisjoint(children(server.pid)))
    assert len(old) == len(children(server.pid)) == WORKERS
    return answers


def test_nobody_is_refused_while_workers_are_replaced(port: int, server: subprocess.Popen[bytes]) -> None:
    answers = _reload(port, server)
    if set(answers) != {"200"}:
        # A machine that stands still just when an old worker shuts its door cuts who waited there; not twice running.
        assert "ConnectionRefusedError" not in answers
        answers = _reload(port, server)

    assert set(answers) == {"200"}


def test_a_worker_killed_again_and_again_is_replaced(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(3):
        newest = max(children(server.pid))
        os.kill(newest, signal.SIGKILL)
        _wait_until(lambda: _is_replaced(server.pid, newest))  # noqa: B023 - waited for at once

    _wait_until(lambda: _ask(port) == "200")
    assert server.poll() is None


def _is_replaced(server_pid: int, dead: int) -> bool:
    living = children(server_pid)
    return dead not in living and len(living) == WORKERS
