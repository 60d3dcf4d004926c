"""The two databases on which every test runs: each keeps a prepared copy and returns to it before a test."""

import os
import sqlite3
from pathlib import Path
from typing import Protocol

from sqlalchemy import NullPool, create_engine, make_url, text


class TestDatabase(Protocol):
    """A database that can be put back as it was when it was prepared."""

    url: str

    def keep(self) -> None:
        """Remember the content of this moment."""

    def restore(self) -> None:
        """Return to the content that was kept; no connection may be open."""


class SqliteFile:
    """A file, kept as bytes."""

    def __init__(self, directory: Path) -> None:
        self.path = directory / "portal.db"
        self.url = f"sqlite:///{self.path}"

    def keep(self) -> None:
        with sqlite3.connect(self.path) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._content = connection.serialize()

    def restore(self) -> None:
        # A new file each time: a connection that somebody forgot to close goes on writing into the old one.
        for ending in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)
        self.path.write_bytes(self._content)


class PostgresqlDatabase:
    """A database of the cluster that script/test started, kept as a template."""

    def __init__(self, purpose: str = "") -> None:
        self.name = f"portal_{os.getpid()}{purpose}"
        server = make_url(os.environ["TEST_POSTGRESQL_URL"])
        self.url = server.set(database=self.name).render_as_string(hide_password=False)
        self._server = create_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        self._run(f"CREATE DATABASE {self.name} TEMPLATE template0 LOCALE 'C' ENCODING 'UTF8'")

    def keep(self) -> None:
        self._run(f"CREATE DATABASE {self.name}_kept TEMPLATE {self.name}")

    def restore(self) -> None:
        # Files are copied a third faster than they are written through the log, which nobody needs here.
        self._run(
            f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)",
            f"CREATE DATABASE {self.name} TEMPLATE {self.name}_kept STRATEGY file_copy",
        )

    def _run(self, *statements: str) -> None:
        with self._server.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))
