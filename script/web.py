"""Granian, but that a reload leaves nobody before a closed door, and that a killed worker is replaced at once.

By itself it gives a new worker some seconds before it lets the old one go. A busy machine needs more to load the
program: every old worker was gone before the first new one listened, and whoever came was refused. And who asked over
a connection that he had kept was cut off when its worker went; now the last answers of a worker say that they are.

    python -m script.web [options of granian] wsgi:app
"""

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from multiprocessing.connection import wait
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

from granian import cli
from granian.server import mp

Loader = Callable[[], Any]
LEAVE = signal.SIGUSR1
LOADING_SECONDS = 120
# The state of a socket that takes connections, in /proc/net/tcp.
LISTENING = "0A"
# In which who keeps a connection gets an answer that ends it.
LEAVING_SECONDS = 1.5
# How long it may take until the thread that waits for a process has noticed that it ended.
NOTICING_SECONDS = 5
LOOK_SECONDS = 0.1


class Worker(mp.WorkerProcess):
    loaded: Event

    def terminate(self) -> None:
        """Who has a successor goes when that one can take over."""
        successor = self.parent.wrks[self.idx]
        if successor is not self and self.is_alive():
            deadline = time.monotonic() + LOADING_SECONDS
            while not successor.listens() and successor.is_alive() and time.monotonic() < deadline:
                time.sleep(LOOK_SECONDS)
            os.kill(self.inner.pid, LEAVE)
            time.sleep(LEAVING_SECONDS)
        super().terminate()

    def listens(self) -> bool:
        """Whether it takes connections by now."""
        return self.loaded.is_set() and takes_connections(self.inner.pid or 0)

    def join(self, timeout: float | None = None) -> None:
        """Else what has ended would look alive for a moment, and be killed once more."""
        super().join(timeout)
        if wait([self.inner.sentinel], 0):
            self.watcher.join(NOTICING_SECONDS)

    def _watch(self) -> None:
        self.watcher = threading.Thread(target=self._watcher)
        self.watcher.start()

    def _watcher(self) -> None:
        """Granian gives up when a worker dies twice within seconds; one that was killed shows no fault of ours."""
        self.inner.join()
        if self.inner.exitcode == -signal.SIGKILL:
            self.parent.respawned_wrks.pop(self.idx, None)
        super()._watcher()


class Server(mp.MPServer):
    def _spawn_worker(self, idx: int, target: Callable[..., None], callback_loader: Loader) -> Worker:
        loaded = multiprocessing.Event()
        worker: Worker = super()._spawn_worker(idx, target, partial(_load, callback_loader, loaded))
        worker.loaded = loaded
        return worker


def takes_connections(pid: int) -> bool:
    """Whether a process, or one that shares the socket with it, waits for connections."""
    rows = [line.split() for table in ("tcp", "tcp6") for line in _lines(Path(f"/proc/net/{table}"))]
    listening = {f"socket:[{row[9]}]" for row in rows if row[3] == LISTENING}
    with suppress(OSError):
        return any(str(opened.readlink()) in listening for opened in Path(f"/proc/{pid}/fd").iterdir())
    return False


def _lines(table: Path) -> list[str]:
    return table.read_text().splitlines()[1:] if table.exists() else []


def _load(callback_loader: Loader, loaded: Event) -> Any:
    """In the worker: the program, which ends each connection once the worker is told to leave."""
    program, leaving = callback_loader(), threading.Event()
    # Loaded with the program, and not in the process that only watches over the workers.
    from app.jobs import stand_in

    signal.signal(LEAVE, lambda *_: leaving.set())

    def answer(environ: Any, start_response: Any) -> Any:
        return program(environ, partial(_start_last, start_response) if leaving.is_set() else start_response)

    stand_in(program)
    loaded.set()
    return answer


def _start_last(start_response: Any, status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
    return start_response(status, [*headers, ("Connection", "close")], *error)


if __name__ == "__main__":
    mp.WorkerProcess, cli.Server = Worker, Server  # type: ignore[misc]
    sys.exit(cli.entrypoint())
