"""The two databases on which every test runs: each keeps prepared contents and returns to one of them before a test."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import psycopg
from psycopg import sql
from sqlalchemy import NullPool, create_engine, make_url, text

CAST = "cast"


class TestDatabase(Protocol):
    """A database that can be put back as it was at certain moments."""

    url: str

    def keep(self, name: str = CAST) -> bool:
        """Remember the content of this moment; False where that is not possible. No connection may be open."""

    def restore(self, name: str = CAST) -> None:
        """Return to a content that was kept; no connection may be open."""

    def is_untouched(self) -> bool:
        """Whether nothing was written since the last `keep` or `restore`."""

    def leave(self) -> None:
        """The last test is over."""


class SqliteFile:
    """A file, kept as bytes."""

    def __init__(self, directory: Path) -> None:
        self.path = directory / "portal.db"
        self.url = f"sqlite:///{self.path}"
        self._contents: dict[str, bytes] = {}
        self._current = b""

    def keep(self, name: str = CAST) -> bool:
        with sqlite3.connect(self.path) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._contents[name] = self._current = connection.serialize()
        return True

    def restore(self, name: str = CAST) -> None:
        # A new file each time: a connection that somebody forgot to close goes on writing into the old one.
        for ending in ("", "-wal", "-shm"):
            self._beside(ending).unlink(missing_ok=True)
        self._current = self._contents[name]
        self.path.write_bytes(self._current)

    def is_untouched(self) -> bool:
        log = self._beside("-wal")
        return not (log.exists() and log.stat().st_size) and self.path.read_bytes() == self._current

    def leave(self) -> None:
        self._contents.clear()

    def _beside(self, ending: str) -> Path:
        return self.path.with_name(self.path.name + ending)


# Notes which tables were written, and that something else than rows was (0). A row each time: nobody waits for another.
WATCH = """
CREATE SCHEMA watch;
CREATE UNLOGGED TABLE watch.touched (relation oid NOT NULL);
CREATE FUNCTION watch.touch() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS
    $$ BEGIN INSERT INTO watch.touched VALUES (TG_RELID); RETURN NULL; END $$;
CREATE FUNCTION watch.change() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER AS
    $$ BEGIN INSERT INTO watch.touched VALUES (0); END $$;
DO $$
    DECLARE name regclass;
    BEGIN
        FOR name IN SELECT oid FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace LOOP
            EXECUTE format('CREATE TRIGGER watch AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON %s
                            FOR EACH STATEMENT EXECUTE FUNCTION watch.touch()', name);
        END LOOP;
    END
$$;
CREATE EVENT TRIGGER watch_changes ON ddl_command_end EXECUTE FUNCTION watch.change();
"""
TABLES = """
SELECT oid, relname FROM pg_class
WHERE relkind IN ('r', 'p') AND NOT relispartition AND relnamespace = 'public'::regnamespace
"""
PARENT = "SELECT coalesce((SELECT inhparent FROM pg_inherits WHERE inhrelid = relation), relation) FROM watch.touched"
# Whoever forgot to close a connection loses it, as he would with the database; answers when the last one is gone.
LEAVE = """
SELECT count(pg_terminate_backend(pid, 20000)) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""
SEQUENCES = "SELECT sequencename, coalesce(last_value, start_value), last_value IS NOT NULL FROM pg_sequences"
Sequences = dict[str, tuple[int, bool]]
Connection = psycopg.Connection[tuple[Any, ...]]


class Content:
    """What stood in the tables that are not empty, and where the sequences stood."""

    def __init__(self, rows: dict[int, bytes], sequences: Sequences) -> None:
        self.rows, self.sequences = rows, sequences


class PostgresqlDatabase:
    """A database of the cluster that script/test started.

    Making it anew from a template copies two thousand files. So the tables that a test wrote are emptied and filled
    again, and only after a test that did more than write rows, or that wrote very many, is it made anew; and every now
    and then, so that the rows that are gone do not pile up.
    """

    MANY_BYTES = 1_000_000
    ANEW_AFTER = 100

    def __init__(self, purpose: str = "") -> None:
        self.name = f"portal_{os.getpid()}{purpose}"
        server = make_url(os.environ["TEST_POSTGRESQL_URL"])
        self.url = server.set(database=self.name).render_as_string(hide_password=False)
        self._server = create_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        self._inside: Connection | None = None
        self._run(f"CREATE DATABASE {self.name} TEMPLATE template0 LOCALE 'C' ENCODING 'UTF8'")
        self._contents: dict[str, Content] = {}
        self._current = Content({}, {})
        self._times = 0

    def keep(self, name: str = CAST) -> bool:
        if not self._contents:
            return self._keep_first(name)
        with self._looking() as connection:
            touched = self._touched(connection)
            if 0 in touched:
                return False
            rows = {**self._current.rows, **self._copy_out(connection, touched)}
            self._contents[name] = self._current = Content(rows, self._sequences(connection))
            connection.execute("DELETE FROM watch.touched")
        return True

    def _keep_first(self, name: str) -> bool:
        with self._looking() as connection:
            connection.execute(WATCH)
            self._names = dict(connection.execute(TABLES).fetchall())
            rows = self._copy_out(connection, set(self._names))
            connection.execute("DELETE FROM watch.touched")
            self._contents[name] = self._current = self._first = Content(rows, self._sequences(connection))
        self._run(f"CREATE DATABASE {self.name}_kept TEMPLATE {self.name}")
        return True

    def restore(self, name: str = CAST) -> None:
        target = self._contents[name]
        self._times += 1
        if self._times % self.ANEW_AFTER == 0 or not self._undo(target):
            self._make_anew()
            if not self._undo(target):
                raise RuntimeError(f"the content {name} cannot be reached from the first one")

    def is_untouched(self) -> bool:
        with self._looking() as connection:
            return not self._touched(connection)

    def leave(self) -> None:
        if self._inside is not None:
            self._inside.close()

    def _make_anew(self) -> None:
        # Files are copied a third faster than they are written through the log, which nobody needs here.
        self._run(
            f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)",
            f"CREATE DATABASE {self.name} TEMPLATE {self.name}_kept STRATEGY file_copy",
        )
        self._current = self._first

    def _undo(self, target: Content) -> bool:
        """Bring every table that was written since, or that differs in the content wanted, to this content."""
        with self._looking() as connection:
            touched = self._touched(connection)
            changed = touched | {
                table
                for table in self._current.rows.keys() | target.rows.keys()
                if self._current.rows.get(table) != target.rows.get(table)
            }
            if 0 in touched or sum(len(target.rows.get(table, b"")) for table in changed) > self.MANY_BYTES:
                return False
            # Neither foreign keys nor what watches the tables is asked.
            connection.execute("SET LOCAL session_replication_role = replica")
            for table in changed:
                self._fill(connection, table, target.rows.get(table, b""))
            self._set_sequences(connection, target.sequences)
            connection.execute("DELETE FROM watch.touched")
        self._current = target
        return True

    def _fill(self, connection: Connection, table: int, rows: bytes) -> None:
        name = sql.Identifier(self._names[table])
        connection.execute(sql.SQL("DELETE FROM {}").format(name))
        if rows:
            with connection.cursor().copy(sql.SQL("COPY {} FROM STDIN").format(name)) as copy:
                copy.write(rows)

    def _copy_out(self, connection: Connection, tables: set[int]) -> dict[int, bytes]:
        found = {}
        for table in tables:
            # A partitioned table has rows for a query only.
            stmt = sql.SQL("COPY (SELECT * FROM {}) TO STDOUT").format(sql.Identifier(self._names[table]))
            with connection.cursor().copy(stmt) as copy:
                found[table] = b"".join(bytes(part) for part in copy)
        return found

    def _touched(self, connection: Connection) -> set[int]:
        connection.execute(LEAVE)
        return {relation for (relation,) in connection.execute(PARENT)}

    def _sequences(self, connection: Connection) -> Sequences:
        return {name: (value, used) for name, value, used in connection.execute(SEQUENCES)}

    def _set_sequences(self, connection: Connection, wanted: Sequences) -> None:
        standing = self._sequences(connection)
        moved = [(name, *wanted[name]) for name in wanted if standing[name] != wanted[name]]
        connection.cursor().executemany("SELECT setval(quote_ident(%s), %s, %s)", moved)

    @contextmanager
    def _looking(self) -> Iterator[Connection]:
        """A transaction of our own connection, which stays open: it knows the tables already."""
        if self._inside is None or self._inside.closed:
            self._inside = psycopg.connect(self.url.replace("+psycopg", ""))
        with self._inside.transaction():
            yield self._inside

    def _run(self, *statements: str) -> None:
        self.leave()
        with self._server.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))
