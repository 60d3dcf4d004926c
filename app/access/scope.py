"""Whose rows? The one function through which every query of scoped rows passes, and the hook that refuses others."""

from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Delete,
    Executable,
    Insert,
    Select,
    Table,
    Update,
    event,
    false,
    inspect,
    or_,
    select,
    true,
)
from sqlalchemy.orm import ORMExecuteState
from sqlalchemy.sql import visitors

from app.db import Base, db
from app.door import Viewer

COVERED = "scope_covered"
BECAUSE = "unscoped_because"
Statement = TypeVar("Statement", bound=Executable)
Rows = Select[*tuple[Any, ...]]


class UnscopedQuery(Exception):
    """A statement touches rows that belong to somebody without saying on whose behalf."""


@dataclass(frozen=True)
class Scope:
    """Which columns of a table say whose its rows are; names of mapped columns, absent where a chain does not apply."""

    organisation: str | None = None
    area: str | None = None
    unit: str | None = None


@dataclass(frozen=True)
class ScopeVia:
    """Rows that belong to whoever their parent row belongs to: the foreign-key column and the parent's class."""

    column: str
    parent: type[Base]


def within(viewer: Viewer, model: type[Base], *also: type[Base]) -> Select[Any]:
    """A select of `model` limited to the viewer's rows: owned below his body, or located in his area, or his units.

    `also` names further scoped models that the caller will join; their rows are limited in the same way.
    """
    models = (model, *also)
    limits = [limit for limit in (criterion(viewer, each) for each in models) if limit is not None]
    covered = frozenset(name for each in models for name in _tables_of(each))
    return select(model).where(*limits).execution_options(**{COVERED: covered})


def unscoped(statement: Statement, *, because: str) -> Statement:
    """Let a statement pass without a viewer, for the reason given; every use stands in a list that a test compares."""
    return statement.execution_options(**{BECAUSE: because})


def covered_by(statement: Rows, *parts: Rows) -> Rows:
    """A statement over subqueries that came from `within`, or say why they are `unscoped`, may read what they may."""
    return statement.execution_options(**{COVERED: frozenset[str]().union(*map(_covered, parts))})


def _covered(part: Rows) -> frozenset[str]:
    options = part.get_execution_options()
    named: frozenset[str] = options.get(COVERED, frozenset())
    return named | _read_tables(part) if BECAUSE in options else named


def criterion(viewer: Viewer, model: type[Base]) -> ColumnElement[bool] | None:
    """The condition that limits `model` to the viewer's rows; None when he sees all of them."""
    if viewer.sees_all:
        return None
    rule = getattr(model, "__scope__", None)
    match rule:
        case Scope():
            return _own_columns(viewer, model, rule)
        case ScopeVia(column, parent):
            limit = criterion(viewer, parent)
            assert limit is not None  # noqa: S101 - who sees all was answered above
            parents = select(_primary_key(parent)).where(limit)
            return getattr(model, column).in_(parents)  # type: ignore[no-any-return]
        case _:
            return true()


def _own_columns(viewer: Viewer, model: type[Base], scope: Scope) -> ColumnElement[bool]:
    chains = (
        (scope.organisation, viewer.organisation_ids),
        (scope.area, viewer.area_ids),
        (scope.unit, viewer.unit_ids),
    )
    conditions = [getattr(model, column).in_(sorted(ids)) for column, ids in chains if column and ids]
    return or_(*conditions) if conditions else false()


def _primary_key(model: type[Base]) -> Any:
    return inspect(model).primary_key[0]


def _tables_of(model: type[Base]) -> list[str]:
    rule = getattr(model, "__scope__", None)
    return [model.__tablename__, *(_tables_of(rule.parent) if isinstance(rule, ScopeVia) else [])]


def scoped_tables() -> frozenset[str]:
    """Names of the tables whose rows belong to somebody."""
    mappers = Base.registry.mappers
    return frozenset(mapper.class_.__tablename__ for mapper in mappers if hasattr(mapper.class_, "__scope__"))


def install() -> None:
    """Make every session refuse a scoped table that came neither through `within` nor through `unscoped`."""
    if not event.contains(db.session, "do_orm_execute", _refuse_unscoped):
        event.listen(db.session, "do_orm_execute", _refuse_unscoped)


def _refuse_unscoped(execution: ORMExecuteState) -> None:
    options = execution.execution_options
    if BECAUSE in options or execution.is_column_load or execution.is_relationship_load:
        return
    strangers = (_read_tables(execution.statement) & scoped_tables()) - options.get(COVERED, frozenset())
    if strangers:
        raise UnscopedQuery(f"{', '.join(sorted(strangers))}: use within(viewer, …) or unscoped(…, because=…)")


def _read_tables(statement: Executable) -> set[str]:
    """Names of all tables that a statement reads or changes, in joins and subqueries too; not an INSERT's target."""
    found = {part.name for part in visitors.iterate(statement) if isinstance(part, Table)}  # type: ignore[arg-type]
    match statement:
        case Update() | Delete():
            found.add(statement.table.name)  # type: ignore[union-attr]
        case Insert():
            found.discard(statement.table.name)
    return found
