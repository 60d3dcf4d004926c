"""A running portal that can be hurt: kill -9 of a worker, of the web server, of all of it."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from bench.servers import START_SECONDS, children, free_port, wait_for
from script.serve import end_with_supervisor

ROOT = Path(__file__).resolve().parents[2]
GONE_SECONDS = 5


class Site:
    """Supervisor, web server and workers over one world; `with` starts and ends them."""

    def __init__(self, environ: Mapping[str, str], log: Path, target: str = "wsgi:app") -> None:
        self.port = free_port()
        self._log = log
        self._environ = {**os.environ, **environ}
        self._target = target

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._supervisor.terminate()
        self._supervisor.wait(30)

    def start(self) -> None:
        command = [sys.executable, "-m", "tests.durability.serving", str(self.port), self._target]
        with self._log.open("ab") as log:
            self._supervisor = subprocess.Popen(
                command, cwd=ROOT, env=self._environ, stdout=log, stderr=log, preexec_fn=end_with_supervisor
            )
        wait_for(self.port, self._supervisor)

    def kill_worker(self) -> float:
        """One of the two; the web server puts another in its place."""
        _, workers = self._server_and_workers()
        return _kill(random.choice(workers))

    def kill_server(self) -> float:
        """The web server with its workers, all in one moment; the supervisor starts it again."""
        server, workers = self._server_and_workers()
        return _kill(*workers, server)

    def kill_everything(self) -> float:
        """The supervisor too, as when the machine's memory runs out; started again as the system would."""
        server, workers = self._server_and_workers()
        gone_at = _kill(*workers, server, self._supervisor.pid)
        self._supervisor.wait()
        self.start()
        return gone_at

    def _server_and_workers(self) -> tuple[int, list[int]]:
        """Waits for them: an earlier fault may just be being repaired."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            for server in children(self._supervisor.pid):
                if workers := children(server):
                    return server, workers
            time.sleep(0.02)
        raise TimeoutError("the web server has no workers")


def _kill(*pids: int) -> float:
    """The moment at which they were gone."""
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    deadline = time.monotonic() + GONE_SECONDS
    while any(_is_running(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.01)
    return time.monotonic()


def _is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
