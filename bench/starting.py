"""S12: how long a start takes, of `script/server` the second time and of the application alone."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from app.config import ROOT
from bench.figures import Figure
from bench.rounds import Rounds
from bench.servers import free_port
from bench.world import settings

START_GOAL_SECONDS = 5
IMPORT_GOAL_SECONDS = 1
FIRST_START_SECONDS = 300
POLL_SECONDS = 0.02
IMPORT = "import time; began = time.perf_counter(); import wsgi; print(time.perf_counter() - began)"


def measure(rounds: Rounds) -> list[Figure]:
    """In a directory of its own: the first start makes the demo, the others find it there."""
    with tempfile.TemporaryDirectory() as directory:
        environ = settings(f"sqlite:///{directory}/portal.db", Path(directory))
        first = _seconds_to_first_answer(environ)
        starts = [_seconds_to_first_answer(environ) for _ in range(rounds.starts)]
        imports = [_import_seconds(environ) for _ in range(rounds.starts)]
    details = {"the first start, which makes the demo": first}
    return [
        Figure("S12", "script/server: second start to first answer", starts, START_GOAL_SECONDS, False, "s", details),
        Figure("S12", "import of the app", imports, IMPORT_GOAL_SECONDS, False, "s"),
    ]


def _seconds_to_first_answer(environ: Mapping[str, str]) -> float:
    port = free_port()
    began = time.monotonic()
    with _running_server({**environ, "PORT": str(port)}) as server:
        while not _answers(port):
            if server.poll() is not None or time.monotonic() - began > FIRST_START_SECONDS:
                raise RuntimeError("script/server did not start")
            time.sleep(POLL_SECONDS)
        return time.monotonic() - began


@contextmanager
def _running_server(environ: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    command = [str(ROOT / "script/server")]
    server = subprocess.Popen(command, env={**os.environ, **environ}, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        yield server
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(60)


def _answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=FIRST_START_SECONDS)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _import_seconds(environ: Mapping[str, str]) -> float:
    command = [sys.executable, "-c", IMPORT]
    done = subprocess.run(command, env={**os.environ, **environ}, cwd=ROOT, check=True, capture_output=True, text=True)
    return float(done.stdout)
