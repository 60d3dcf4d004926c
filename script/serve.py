"""Keep the portal running: the web server and the worker of jobs, each restarted when it dies.

In development the database is brought up to date first and an empty one gets the demo (`flask prepare`); in
production that is the operator's doing, and `flask check` refuses to start on anything amiss.
SIGTERM and SIGINT end both in order; SIGHUP takes in new code and settings without dropping a request.
"""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from dotenv import load_dotenv

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv/bin"
FLASK = [str(BIN / "flask"), "--app", "wsgi"]
HOST = "127.0.0.1"
LOOK_SECONDS = 0.1
GRACE_SECONDS = 20
THREADS_A_WORKER = 4
# A service that lived this long starts again at once; one that dies sooner waits, longer each time.
STEADY_SECONDS = 10
LONGEST_WAIT_SECONDS = 5
# Room for a quarter of a million counts of rate limits: pages opened within ten minutes, and their addresses.
COUNTS_BYTES = 2 * 1024 * 1024
PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None)


class Service:
    """One child with its own process group, so that what it leaves behind can be swept away with it."""

    def __init__(self, name: str, command: list[str]) -> None:
        self.name = name
        self.command = command
        self.quick_deaths = 0
        self.start()

    def start(self) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(self.command, cwd=ROOT, start_new_session=True, preexec_fn=end_with_supervisor)
        self.start_again_at: float | None = None

    def keep_alive(self) -> None:
        if self.start_again_at is not None:
            if time.monotonic() >= self.start_again_at:
                self.start()
        elif self.process.poll() is not None:
            self._plan_restart()

    def tell(self, kind: signal.Signals) -> None:
        if self.process.poll() is None:
            self.process.send_signal(kind)

    def end(self, deadline: float) -> None:
        try:
            self.process.wait(timeout=max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            say(f"{self.name} did not end in {GRACE_SECONDS} s and is killed")
        self.sweep()

    def sweep(self) -> None:
        """Kill what is left of the group: workers whose parent was killed would keep the port."""
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()

    def _plan_restart(self) -> None:
        self.sweep()
        # Who was killed would have lived on.
        steady = time.monotonic() - self.started >= STEADY_SECONDS or self.process.returncode == -signal.SIGKILL
        self.quick_deaths = 0 if steady else self.quick_deaths + 1
        wait = min(LONGEST_WAIT_SECONDS, 0.25 * 2**self.quick_deaths) if self.quick_deaths > 1 else 0.0
        self.start_again_at = time.monotonic() + wait
        say(f"{self.name} ended with {self.process.returncode} and is started again")


class Supervisor:
    def __init__(self, commands: dict[str, list[str]]) -> None:
        self.stopping = False
        self.reloading = False
        for kind in (signal.SIGTERM, signal.SIGINT):
            signal.signal(kind, self._stop)
        signal.signal(signal.SIGHUP, self._reload)
        self.services = {name: Service(name, command) for name, command in commands.items()}

    def watch(self) -> None:
        """Return when told to stop, with every child ended."""
        try:
            while not self.stopping:
                self._look()
                time.sleep(LOOK_SECONDS)
        finally:
            self._end_all()

    def _look(self) -> None:
        if self.reloading:
            self.reloading = False
            self.services["web server"].tell(signal.SIGHUP)
            self.services["worker"].tell(signal.SIGTERM)
        for service in self.services.values():
            service.keep_alive()

    def _end_all(self) -> None:
        deadline = time.monotonic() + GRACE_SECONDS
        for service in self.services.values():
            service.tell(signal.SIGTERM)
        for service in self.services.values():
            service.end(deadline)

    def _stop(self, _kind: int, _frame: object) -> None:
        self.stopping = True

    def _reload(self, _kind: int, _frame: object) -> None:
        self.reloading = True


def main() -> int:
    os.chdir(ROOT)
    load_dotenv(ROOT / ".env")
    port = whole_number("PORT", 8000)
    workers = whole_number("WORKERS", 2)
    refuse_taken(port)
    step = "check" if os.environ.get("PORTAL_ENV") == "production" else "prepare"
    if failed := subprocess.run([*FLASK, step], check=False).returncode:
        return failed
    os.environ["SHARED_COUNTS"] = memory_for_counts()
    Supervisor({"web server": web_server(port, workers), "worker": [*FLASK, "jobs", "work"]}).watch()
    return 0


def memory_for_counts() -> str:
    """Memory in which the workers count together (`app/web/shared_counters.py`), and which goes when we go."""
    memory = os.memfd_create("counts")
    os.posix_fallocate(memory, 0, COUNTS_BYTES)
    return f"/proc/{os.getpid()}/fd/{memory}"


def web_server(port: int, workers: int) -> list[str]:
    options = {
        "--interface": "wsgi",
        "--host": HOST,
        "--port": str(port),
        "--workers": str(workers),
        # An entry waits for the disk, an officer's page computes: whoever has one thread queues behind either.
        "--blocking-threads": str(THREADS_A_WORKER),
        "--workers-kill-timeout": "10",
        # A worker is let go when its successor has loaded the program (`script/web.py`).
        "--respawn-interval": "0",
        "--http1-header-read-timeout": "10000",
        "--log-level": "warning",
    }
    flags = ["--no-ws", "--respawn-failed-workers"]
    server = [str(BIN / "python"), "-m", "script.web"]
    return [*server, *(part for pair in options.items() for part in pair), *flags, "wsgi:app"]


def whole_number(name: str, default: int) -> int:
    value = os.environ.get(name) or str(default)
    if not value.isdecimal() or int(value) < 1:
        sys.exit(f"script/server: {name} must be a whole number above 0")
    return int(value)


def refuse_taken(port: int) -> None:
    """Rather one clear line than a server that restarts for ever."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            sys.exit(f"script/server: port {port}: {error.strerror}. Choose another:  PORT=8001 script/server")


def end_with_supervisor() -> None:
    """In the child: the kernel ends it should we be killed, so that nothing is left on the port."""
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def say(text: str) -> None:
    print(f"script/server: {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
