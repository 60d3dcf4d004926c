"""The database: base class, types, and the one way in which a transaction begins and ends."""

import enum
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any

from flask import Flask, g, has_app_context
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    ARRAY,
    JSON,
    ColumnElement,
    Connection,
    Date,
    DateTime,
    Dialect,
    Engine,
    Enum,
    LargeBinary,
    MetaData,
    String,
    any_,
    cast,
    event,
    func,
    insert,
    literal,
    select,
)
from sqlalchemy.dialects.postgresql import REGCLASS
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import DeclarativeBase, registry
from sqlalchemy.types import TypeDecorator

from app.copying import copy_rows

BUSY_TIMEOUT_MS = 5000
NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


# What each database is asked before production starts, and the answers under which it loses nothing acknowledged.
DURABLE = {
    "postgresql": {
        "SHOW fsync": ("on",),
        "SHOW full_page_writes": ("on",),
        "SHOW synchronous_commit": ("on", "local", "remote_write", "remote_apply"),
    },
    "sqlite": {"PRAGMA synchronous": ("2", "3"), "PRAGMA journal_mode": ("wal",)},
}


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware and in UTC on both databases; refuses naive values."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant must be aware")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        # SQLite forgets the zone; all that is stored there is UTC.
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _by_value(members: type[enum.Enum]) -> list[str]:
    return [member.value for member in members]


class Base(DeclarativeBase):
    """What every table's class inherits; enums are stored by value, instants in UTC."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={
            datetime: UtcDateTime,
            date: Date,
            bytes: LargeBinary,
            str: String(200),
            enum.Enum: Enum(enum.Enum, native_enum=False, length=32, values_callable=_by_value, validate_strings=True),
            dict[str, Any]: JSON,
            list[Any]: JSON,
        },
    )


db = SQLAlchemy(model_class=Base, disable_autonaming=True)
migrate = Migrate(db=db, render_as_batch=True)


class Mode(enum.Enum):
    READ = "read"
    WRITE = "write"


class ReadsOnly(Exception):
    """A request that only reads wanted to write."""


# Reading is the default: a write outside a transaction fails loudly instead of being lost. What was chosen lives in the
# app context, as the session does, so that nothing done next in the same thread inherits it.
_CHOSEN = "transaction_mode"


def _mode() -> Mode:
    return g.get(_CHOSEN, Mode.READ) if has_app_context() else Mode.READ


def set_mode(mode: Mode) -> None:
    """How the next transactions of this app context begin."""
    setattr(g, _CHOSEN, mode)


@contextmanager
def mode(chosen: Mode) -> Iterator[None]:
    """Transactions that begin inside are of this mode."""
    before = _mode()
    set_mode(chosen)
    try:
        yield
    finally:
        set_mode(before)


@contextmanager
def transaction(begins: Mode = Mode.WRITE) -> Iterator[None]:
    """One writing transaction for jobs, commands and ledgers: committed at the end, rolled back on any error.

    Whatever the session was reading before is given up, so call it before loading what will be changed. One that
    `begins` with reading is told by `begin_write()` when it goes on to write.
    """
    roll_back()
    with mode(begins):
        try:
            yield
            commit()
        except BaseException:
            roll_back()
            raise


def add_rows(
    model: type[Base], rows: Sequence[Mapping[str, Any]], same: Mapping[str, Any] = MappingProxyType({})
) -> None:
    """Insert many rows with one statement, past the unit of work: columns by name, nothing is loaded or returned.

    Each row names the same columns; `same` holds what all rows share, the others have the model's plain defaults.
    """
    if not rows:
        return
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        copy_rows(connection, model.metadata.tables[model.__tablename__], rows, same)
    else:
        db.session.execute(insert(model.__table__), [{**same, **row} for row in rows])  # type: ignore[arg-type]


def reserve_ids(model: type[Base], count: int) -> list[int]:
    """Ids for rows that this transaction adds next: cheaper than asking afterwards which ids they were given."""
    table, connection = model.metadata.tables[model.__tablename__], db.session.connection()
    if connection.dialect.name == "postgresql":
        sequence = select(func.pg_get_serial_sequence(table.name, "id")).scalar_subquery()
        stmt = select(func.nextval(cast(sequence, REGCLASS))).select_from(func.generate_series(1, count))
        return list(connection.scalars(stmt))
    # SQLite has one writer, who counts on from the highest id.
    first = connection.scalar(select(func.coalesce(func.max(table.c.id), 0) + 1)) or 1
    return list(range(first, first + count))


def one_at_a_time(what: str) -> None:
    """Nobody else goes on from here with the same thing until this transaction ends; SQLite has one writer anyway."""
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(what))))


def among(column: Any, values: Iterable[Any]) -> ColumnElement[bool]:
    """`column IN values` for very many values: to PostgreSQL one array, not thousands of parameters."""
    listed = list(values)
    if db.engine.dialect.name == "postgresql":
        return column == any_(literal(listed, ARRAY(column.type)))  # type: ignore[no-any-return]
    return column.in_(listed)  # type: ignore[no-any-return]


def commit() -> None:
    """Commit what this request wrote."""
    if db.session.registry.has():
        db.session.commit()


def roll_back() -> None:
    """Give up what this request wrote or read."""
    if db.session.registry.has():
        db.session.rollback()


def begin_write() -> None:
    """Leave the reading transaction of a request and let the next statement begin the writing one.

    For views that think before they write (forms, passwords, encryption), so that SQLite's single writer
    is held only while rows are stored. Rows loaded before are expired.
    """
    roll_back()
    set_mode(Mode.WRITE)


def write_now() -> None:
    """Begin to write, unless this transaction does already."""
    if _mode() is Mode.READ:
        begin_write()


def refuse_while_reading() -> None:
    """For who writes where the session's transaction would not refuse it: a page that only reads cannot write."""
    if _mode() is Mode.READ:
        raise ReadsOnly


def durability_problems() -> list[str]:
    """Which settings of the database may lose acknowledged rows, and what they say; nothing when all is well."""
    connection = db.session.connection()
    asked = DURABLE[connection.dialect.name]
    answers = {question: str(connection.exec_driver_sql(question).scalar()).lower() for question in asked}
    lossy = [question for question, good in asked.items() if answers[question] not in good]
    return [f"the database may lose acknowledged rows: {question} says {answers[question]}" for question in lossy]


def init_app(app: Flask) -> None:
    # What was typed must not turn up in the text of an error.
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", {"hide_parameters": True, "pool_reset_on_return": None})
    db.init_app(app)
    migrate.init_app(app, directory=str(app.config["MIGRATIONS"]))
    with app.app_context():
        listen(db.engine)


def listen(engine: Engine) -> None:
    """Make an engine keep the house's transaction rules."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        event.listen(engine, "reset", _reset_sqlite)
    else:
        event.listen(engine, "connect", _prepare_postgresql)
        event.listen(engine, "begin", _begin_postgresql)
        event.listen(engine, "reset", _reset_postgresql)


def _prepare_postgresql(connection: DBAPIConnection, _record: object) -> None:
    cursor = connection.cursor()
    # Figures are asked in long statements that run for less time than it takes to compile them.
    cursor.execute("SET jit = off")
    # No disk turns any more: who asks for the rows of one commune must not have the province's read through.
    cursor.execute("SET random_page_cost = 1.1")
    cursor.close()
    connection.commit()


def _prepare_sqlite(connection: DBAPIConnection, _record: object) -> None:
    # The driver must not begin transactions by itself: `_begin_sqlite` does.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout = {BUSY_TIMEOUT_MS}",
        "journal_mode = WAL",
        # NORMAL lost acknowledged rows in a power cut, FULL none (quality.md, section 2).
        "synchronous = FULL",
        "foreign_keys = ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    reading = _mode() is Mode.READ
    connection.exec_driver_sql(f"PRAGMA query_only = {'ON' if reading else 'OFF'}")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _reset_sqlite(connection: DBAPIConnection, _record: object, _state: object) -> None:
    connection.rollback()


def _reset_postgresql(connection: DBAPIConnection, _record: object, _state: object) -> None:
    # What came back committed has nothing to roll back; the driver would take its lock and look all the same.
    driver: Any = connection
    if driver.pgconn.transaction_status:
        driver.rollback()


def _begin_postgresql(connection: Connection) -> None:
    driver: Any = connection.connection.dbapi_connection
    reading = _mode() is Mode.READ
    if driver.read_only is not reading:
        driver.read_only = reading
