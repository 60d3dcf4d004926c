"""Granian in front of a WSGI app, as `script/server` runs it, and what CPU time it has used."""

import os
import random
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from script.serve import end_with_supervisor, web_server

WORKERS = 2
START_SECONDS = 60
PORTS = range(20_000, 32_000)
IDLE_SECONDS = 0.5
TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Server:
    """A running server: its port and its processes."""

    port: int
    pid: int

    def cpu_seconds(self) -> float:
        """User and system time of the server and its workers so far."""
        return sum(_cpu_seconds(pid) for pid in [self.pid, *_descendants(self.pid)])


@contextmanager
def granian(target: str, environ: Mapping[str, str], *, workers: int = WORKERS) -> Iterator[Server]:
    """Serve `target` (`module:app`) until the block ends."""
    port = free_port()
    *command, _ = web_server(port, workers)
    process = subprocess.Popen([*command, target], env={**os.environ, **environ}, preexec_fn=end_with_supervisor)
    try:
        wait_for(port, process)
        server = Server(port, process.pid)
        _wait_until_idle(server)
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def free_port() -> int:
    """A port of the loopback that nobody listens on, and that no outgoing connection will be given."""
    while True:
        port = random.choice(PORTS)
        with socket.socket() as sock, suppress(OSError):
            sock.bind(("127.0.0.1", port))
            return port


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Return when somebody listens on the port. Raises RuntimeError when the process ends, TimeoutError."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        with socket.socket() as sock:
            if sock.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"no answer on port {port}")


def _wait_until_idle(server: Server) -> None:
    """Until every worker has loaded the app: the port is open before that."""
    used, deadline = -1.0, time.monotonic() + START_SECONDS
    while used != (used := server.cpu_seconds()) and time.monotonic() < deadline:
        time.sleep(IDLE_SECONDS)


def children(pid: int) -> list[int]:
    """The processes that this one started and that live."""
    found = []
    # It may be gone before it is asked, and each of its threads.
    with suppress(FileNotFoundError):
        for task in Path(f"/proc/{pid}/task").glob("*"):
            with suppress(FileNotFoundError, ProcessLookupError):
                found += [int(child) for child in (task / "children").read_text().split()]
    return found


def _descendants(pid: int) -> list[int]:
    return [each for child in children(pid) for each in (child, *_descendants(child))]


def busy_seconds(pid: int) -> float:
    """How long a process, those that it started and all their threads have run so far, exact to less than a tick."""
    return sum(busy_by_process(pid).values())


def busy_by_process(*pids: int) -> dict[int, float]:
    """The same of several, each process by itself."""
    return {each: _nanoseconds(each) / 1e9 for pid in pids for each in (pid, *_descendants(pid))}


def busy_since(before: Mapping[int, float], *pids: int) -> float:
    """How long they have run since then; what somebody else's connection took that is gone meanwhile is not counted."""
    return sum(max(0.0, now - before.get(pid, 0.0)) for pid, now in busy_by_process(*pids).items())


def _nanoseconds(pid: int) -> int:
    found = 0
    with suppress(FileNotFoundError, ProcessLookupError):
        for task in Path(f"/proc/{pid}/task").glob("*/schedstat"):
            with suppress(FileNotFoundError, ProcessLookupError):
                found += int(task.read_text().split()[0])
    return found


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_PER_SECOND
