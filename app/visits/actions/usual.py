"""The usual arrival as one statement of PostgreSQL: a new form, nobody's stay left open, the door as it was seen.

It stores all the rows of the arrival or, if anything is not as usual, none. Sent as six statements between BEGIN and
COMMIT the same rows cost the server 1.8 times as much and this process twice: each statement has its own way there and
back through both, and the look for open stays was planned anew each time.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple

from sqlalchemy import CTE, ColumnElement, Executable, Select, Table, bindparam, exists, literal_column, not_, select
from sqlalchemy.dialects.postgresql import Insert, insert

from app.access.scope import unscoped
from app.tallies.actions import bumping_for
from app.tallies.hot_path import Call
from app.visits.gates import Gate, seen, stands_as_seen
from app.visits.models import Visit

# Of the same value in every row of an arrival: they go to the server once.
_SHARED = frozenset({"day", "id", "unit_id", "poster_id"})
_ONE: ColumnElement[int] = literal_column("1")


class Shape(NamedTuple):
    """The columns of a table that a row of it names."""

    table: Table
    columns: tuple[str, ...]


class Found(NamedTuple):
    """By what a person is found who is inside somewhere already."""

    index_today: bytes
    index_yesterday: bytes | None


def storing_usual(
    gate: Gate, day: date, found: Found, *, submission: Call, visit: Call, beside: Sequence[Call], bump: Call
) -> Call:
    """What stores these rows if the arrival is the usual one; it touches one row then, none otherwise.

    `beside` are rows that stand beside the visit: the declaration, the place on a trip. Raises IntegrityError when the
    same person enters by another form at this moment.
    """
    rows = (submission, visit, *beside, bump)
    statement, names = _storing_all(day, tuple([Shape(row.statement.table, tuple(row.values)) for row in rows]))  # type: ignore[attr-defined]
    values: dict[str, Any] = {**seen(gate), "index_today": found.index_today, "index_yesterday": found.index_yesterday}
    values.update(zip(names, chain.from_iterable([row.values.values() for row in rows]), strict=True))
    return Call(statement, values)


@lru_cache(maxsize=32)
def _storing_all(day: date, shapes: tuple[Shape, ...]) -> tuple[Executable, Sequence[str]]:
    """The statement, and what it calls the values of the rows, in their order."""
    return _statement(day, shapes), [name for shape in shapes for name in _names(shape)]


def _names(shape: Shape) -> Sequence[str]:
    return [name if name in _SHARED else f"{shape.table.name}_{name}" for name in shape.columns]


def _statement(day: date, shapes: tuple[Shape, ...]) -> Executable:
    submission, visit, *beside, bump = shapes
    usual = select(*_values(submission)).where(
        stands_as_seen(),
        not_(_is_inside(day, "index_today")),
        not_(_is_inside(day - timedelta(1), "index_yesterday")),
    )
    # Waits for who stores the same form at this moment.
    new = _storing(submission, usual).on_conflict_do_nothing(index_elements=["id"]).returning(_ONE).cte("new")
    entered = _storing(visit, _with(new, visit)).returning(_ONE).cte("entered")
    others = [_storing(shape, _with(new, shape)).cte(f"beside_{n}") for n, shape in enumerate(beside)]
    # The unit's day last, as everywhere: who holds it waits for nobody.
    counted = bumping_for(_with(entered, bump)).add_cte(*others)
    return unscoped(counted, because="a citizen adds his own rows by the code on the wall")


def _storing(shape: Shape, source: Select[Any]) -> Insert:
    stored: Insert = insert(shape.table).from_select(shape.columns, source, include_defaults=False)
    return stored


def _with(stored: CTE, shape: Shape) -> Select[Any]:
    """The row of this shape, if `stored` has one."""
    return select(*_values(shape)).select_from(stored)


def _values(shape: Shape) -> list[ColumnElement[Any]]:
    named = zip(_names(shape), shape.columns, strict=True)
    return [bindparam(name, type_=shape.table.c[column].type) for name, column in named]


def _is_inside(day: date, index: str) -> ColumnElement[bool]:
    # The day is written into the statement: planned once a connection, it must say whose partition it is.
    on_day = Visit.day == literal_column(f"DATE '{day}'")
    return exists(_ONE).where(on_day, Visit.person_index == bindparam(index), Visit.checked_out_at.is_(None))
