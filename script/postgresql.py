#!/usr/bin/env python3
"""A PostgreSQL of one's own, thrown away afterwards.

    script/postgresql.py [--fsync] COMMAND…     runs COMMAND with TEST_POSTGRESQL_URL set
    script/postgresql.py --find                 says where the server's program is, fails where there is none

    from script.postgresql import Cluster
    with Cluster(fsync=True) as cluster:        # a fresh cluster, a superuser, an empty database
        connect(cluster.url)
        cluster.kill(); cluster.start()         # as after kill -9 and a restart by the system

PostgreSQL refuses to run as root: root starts it as the user `postgres`, made if need be. It listens on a socket in
its own directory only, so that any number of clusters live side by side. Without fsync it is fast and forgets on a
power cut; what measures speed or durability asks for fsync.
"""

import argparse
import ctypes
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Self

OLDEST_VERSION = 15
SYSTEM_USER = "postgres"
DATABASE_USER = "portal"
START_SECONDS = 30
MEMORY = Path("/dev/shm")  # noqa: S108 - the directory itself has a random name
ROOM_BYTES = 4_000_000_000
LIBC = ctypes.CDLL(None)
PR_SET_PDEATHSIG = 1


class PostgreSQLMissing(Exception):
    """The server's programs are not on this machine, or too old."""


def memory() -> Path | None:
    """Where files live in memory, with room for a test run's databases: nothing there survives a power cut anyway."""
    try:
        return MEMORY if shutil.disk_usage(MEMORY).free > ROOM_BYTES else None
    except OSError:
        return None


class Cluster:
    """One running server in a temporary directory. `url` is for SQLAlchemy, `socket_dir` for other clients."""

    def __init__(self, *, fsync: bool = False, settings: dict[str, str] | None = None) -> None:
        durability = "on" if fsync else "off"
        self.settings = {
            "fsync": durability,
            "synchronous_commit": durability,
            "full_page_writes": durability,
            # What is thrown away soon is not tidied, and no plan changes while somebody looks at it.
            "autovacuum": durability,
            "listen_addresses": "",
            "max_connections": "200",
            "timezone": "UTC",
            **(settings or {}),
        }
        self.directory = Path(tempfile.mkdtemp(prefix="portal-pg-", dir=None if fsync else memory()))
        self.socket_dir = self.directory
        self.log = self.directory / "server.log"
        self.url = f"postgresql+psycopg://{DATABASE_USER}@/postgres?host={self.socket_dir}"
        self._server: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        try:
            self._initialise()
            self.start()
        except BaseException:
            self.remove()
            raise
        return self

    def __exit__(self, *exception: object) -> None:
        self.remove()

    @property
    def pid(self) -> int:
        """Of the postmaster."""
        if self._server is None:
            raise RuntimeError("the server is not running")
        return self._server.pid

    def start(self) -> None:
        """Start and wait until it answers; recovery after `kill` is part of the wait."""
        options = [part for name, value in self.settings.items() for part in ("-c", f"{name}={value}")]
        command = [program("postgres"), "-D", self._data, "-k", self.socket_dir, *options]
        with self.log.open("ab") as log:
            self._server = subprocess.Popen(
                command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, preexec_fn=die_with_parent, **as_user()
            )
        self._wait_until_ready()

    def stop(self) -> None:
        """An orderly end, as on shutdown."""
        self._end(signal.SIGINT)

    def kill(self) -> None:
        """Kill -9, all of it: the server has no chance to write anything more."""
        if self._server is None:
            return
        self._server.kill()
        self._server.wait()
        self._server = None
        # The backends notice that their parent is gone only at their next step; the new server waits for them.
        kill_group_of(self._data)

    def remove(self) -> None:
        self._end(signal.SIGQUIT)
        shutil.rmtree(self.directory, ignore_errors=True)

    @property
    def _data(self) -> Path:
        return self.directory / "data"

    def _initialise(self) -> None:
        if user := system_user():
            os.chown(self.directory, user.pw_uid, user.pw_gid)
        flags = ["-U", DATABASE_USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        command = [program("initdb"), "-D", self._data, *flags]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=self.directory, **as_user())
        if done.returncode:
            raise RuntimeError(f"initdb failed: {done.stderr.strip()}")

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        command = [program("pg_isready"), "-q", "-h", self.socket_dir, "-U", DATABASE_USER, "-d", "postgres"]
        while subprocess.run(command, check=False).returncode:
            if self._server is None or self._server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL did not start:\n{self.log.read_text(errors='replace')[-2000:]}")
            time.sleep(0.02)

    def _end(self, kind: signal.Signals) -> None:
        if self._server is None:
            return
        self._server.send_signal(kind)
        try:
            self._server.wait(timeout=START_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
        self._server = None


def program(name: str) -> str:
    """The newest installed; Debian keeps them off the PATH. Raises PostgreSQLMissing."""
    homes = [Path(found).resolve().parent] if (found := shutil.which("initdb")) else []
    homes += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=major_version, reverse=True)
    for home in homes:
        if (home / "initdb").exists() and (home / name).exists() and major_version(home) >= OLDEST_VERSION:
            return str(home / name)
    raise PostgreSQLMissing(
        f"PostgreSQL {OLDEST_VERSION} or newer is not installed (Debian: apt-get install postgresql)"
    )


def major_version(home: Path) -> int:
    if home.parent.name.isdecimal():
        return int(home.parent.name)
    answer = subprocess.run([home / "initdb", "--version"], capture_output=True, text=True, check=True).stdout
    return int(re.findall(r"\d+", answer)[0])


def system_user() -> pwd.struct_passwd | None:
    """Whom root runs it as; nobody else needs another."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        subprocess.run(["useradd", "--system", "--shell", "/usr/sbin/nologin", SYSTEM_USER], check=True)
        return pwd.getpwnam(SYSTEM_USER)


def as_user() -> dict[str, object]:
    user = system_user()
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}


def die_with_parent() -> None:
    """In the child: the kernel ends it should its starter be killed, so that no server stays behind."""
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGQUIT)


def kill_group_of(data: Path) -> None:
    """Kill every process that still works in this data directory."""
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if (entry / "cwd").readlink() == data:
                os.kill(int(entry.name), signal.SIGKILL)
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue


def run(command: Sequence[str], *, fsync: bool) -> int:
    """The command's exit code. A signal to us ends it, then the server."""
    for kind in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(kind, partial(leave))
    with Cluster(fsync=fsync) as cluster:
        child = subprocess.Popen(command, env={**os.environ, "TEST_POSTGRESQL_URL": cluster.url})
        try:
            return child.wait()
        except BaseException:
            child.terminate()
            child.wait()
            raise


def leave(kind: int, _frame: object) -> None:
    raise SystemExit(128 + kind)


def main() -> int:
    parser = argparse.ArgumentParser(description="Run a command beside a PostgreSQL of its own.")
    parser.add_argument("--fsync", action="store_true", help="durable, as in production")
    parser.add_argument("--find", action="store_true", help="print where the server's program is, and end")
    parser.add_argument("command", nargs=argparse.REMAINDER, help="what to run with TEST_POSTGRESQL_URL set")
    asked = parser.parse_args()
    command = asked.command[1:] if asked.command[:1] == ["--"] else asked.command
    if not (command or asked.find):
        parser.error("no command to run")
    try:
        if asked.find:
            print(program("postgres"))
            return 0
        return run(command, fsync=asked.fsync)
    except PostgreSQLMissing as missing:
        sys.exit(f"script/postgresql.py: {missing}")
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
