"""Whose rows? The one function through which every query of scoped rows passes, and the hook that refuses others."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from sqlalchemy import (
    CTE,
    ColumnElement,
    Delete,
    Executable,
    Insert,
    Select,
    Table,
    Update,
    and_,
    event,
    false,
    func,
    inspect,
    not_,
    or_,
    select,
    true,
    union,
)
from sqlalchemy.orm import ORMExecuteState, aliased
from sqlalchemy.sql import visitors

from app.db import Base, db
from app.door import Viewer

COVERED = "scope_covered"
BECAUSE = "unscoped_because"
Statement = TypeVar("Statement", bound=Executable)
Rows = Select[*tuple[Any, ...]]
MOST_KNOWN = 4096
# Of statements by their cache key: the scoped tables that they read.
_known: dict[Any, frozenset[str]] = {}
# Of models and scopes: the condition on the rows.
_limits: dict[Any, Any] = {}


class UnscopedQuery(Exception):
    """A statement touches rows that belong to somebody without saying on whose behalf."""


@dataclass(frozen=True)
class Scope:
    """Which columns of a table say whose its rows are; names of mapped columns, absent where a chain does not apply.

    A row whose column `restricted` holds something is withheld from those who would see it for its place alone.
    """

    organisation: str | None = None
    area: str | None = None
    unit: str | None = None
    restricted: str | None = None
    team: str | None = None
    # Whose row, at the key in `unit`, withholds this one with itself; its class has a scope with `restricted`.
    withheld_with: type[Base] | None = None


@dataclass(frozen=True)
class ScopeVia:
    """Rows that belong to whoever their parent row belongs to: the foreign-key column and the parent's class.

    They belong besides to the body in their own column `organisation`, if one is named.
    """

    column: str
    parent: type[Base]
    organisation: str | None = None


@dataclass(frozen=True)
class ScopeEither:
    """Rows that hang on one of several parents, the other columns being empty: they are whose that parent's row is."""

    parents: tuple[ScopeVia, ...]


@dataclass(frozen=True)
class ScopeDated:
    """Rows that say which body their parent row belonged to when: theirs is that body instead of the parent's own."""

    organisation: str
    column: str
    parent: type[Base]


@dataclass(frozen=True)
class OwnKeys:
    """Bodies and places of which one is enough."""

    organisation_ids: frozenset[int]
    area_ids: frozenset[int]


@dataclass(frozen=True)
class Owner:
    """What `within` goes by as columns: who answers, where it is, whether that place alone does not show it."""

    organisation: Any
    area: Any
    is_withheld: Any = None


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


def counting(viewer: Viewer) -> Viewer:
    """The same viewer when rows are counted and none is named: what is withheld from him is counted all the same."""
    return replace(viewer, sees_restricted=True)


def own_keys(viewer: Viewer) -> OwnKeys | None:
    """What limits sums that are kept by body and place as `within` limits rows; None when he sees all of them.

    To whom single units or teams belong, for him no sum of bodies and places is right: it has to be counted.
    """
    return None if viewer.sees_all else OwnKeys(viewer.organisation_ids, viewer.area_ids)


def owner_of(model: type[Base]) -> Owner:
    """Whose the rows of a model with columns of its own are, for who counts them for everybody."""
    scope = _own_scope(model)
    organisation, area = (getattr(model, name or "") for name in (scope.organisation, scope.area))
    if scope.restricted:
        return Owner(organisation, area, getattr(model, scope.restricted).is_not(None))
    if scope.withheld_with is not None and scope.unit:
        return Owner(
            organisation, area, func.coalesce(getattr(model, scope.unit).in_(_withheld(scope.withheld_with)), false())
        )
    return Owner(organisation, area)


def withheld_from(viewer: Viewer, model: type[Base]) -> ColumnElement[bool]:
    """The condition of those rows that `counting(viewer)` counts and the viewer is not shown."""
    mine = criterion(viewer, model)
    hidden = getattr(model, _own_scope(model).restricted or "").is_not(None)
    return false() if mine is None else and_(hidden, not_(mine))


def belonging_to(parents: Rows, key: Any, model: type[Base], *also: type[Base]) -> Select[Any]:
    """A select of `model` limited to the rows of `parents`, which came from `within`, whoever owns these today.

    `key` is the parents' key: a column of the statement around it, or a select of all of them. `also` is as in
    `within`; its rows hang on those of `model`.
    """
    column = _column_to(parents, model)
    limit = _among(column, key) if isinstance(key, Select) else column == key
    covered = frozenset(name for each in (model, *also) for name in _tables_of(each))
    options = {COVERED: covered | parents.get_execution_options().get(COVERED, frozenset())}
    return select(model).where(limit).execution_options(**options)


def _column_to(parents: Rows, model: type[Base]) -> Any:
    rule = model.__scope__  # type: ignore[attr-defined]
    if isinstance(rule, ScopeEither):
        parent = parents.column_descriptions[0]["entity"]
        rule = next(each for each in rule.parents if each.parent is parent)
    return getattr(model, rule.column)


def _among(column: Any, keys: Select[Any]) -> ColumnElement[bool]:
    # No row is without its parent: where all parents are meant, looking them up would only cost time.
    return true() if _are_all(keys) else column.in_(keys)


def _are_all(keys: Select[Any]) -> bool:
    """Whether nothing limits the keys; what is asked once under a name is limited there."""
    return keys.whereclause is None and not any(isinstance(each, CTE) for each in keys.columns_clause_froms)


def covered_by(statement: Statement, *parts: Rows) -> Statement:
    """A statement over subqueries that came from `within`, or say why they are `unscoped`, may read what they may."""
    return statement.execution_options(**{COVERED: frozenset[str]().union(*map(_covered, parts))})


def _covered(part: Rows) -> frozenset[str]:
    options = part.get_execution_options()
    named: frozenset[str] = options.get(COVERED, frozenset())
    return named | _read_tables(part) if BECAUSE in options else named


def criterion(viewer: Viewer, model: type[Base]) -> ColumnElement[bool] | None:
    """The condition that limits `model` to the viewer's rows; None when he sees all of them.

    Every statement asks, and a viewer's scope is hardly ever another: a condition is made once, and every statement of
    that scope hands the same values over once.
    """
    seen = (viewer.sees_all, viewer.sees_restricted)
    key = (model, *seen, viewer.organisation_ids, viewer.area_ids, viewer.unit_ids, viewer.team_ids)
    found = _limits.get(key, ...)
    if found is ...:
        if len(_limits) >= MOST_KNOWN:
            _limits.clear()
        found = _limits[key] = _made_criterion(viewer, model)
    return found  # type: ignore[no-any-return]


def _made_criterion(viewer: Viewer, model: type[Base]) -> ColumnElement[bool] | None:
    match getattr(model, "__scope__", None):
        case Scope() as rule:
            return _own_columns(viewer, model, rule)
        case ScopeVia(column, parent, organisation):
            return _by_parent(viewer, model, column, parent, criterion(viewer, parent), organisation)
        case ScopeEither(parents):
            return _by_either(viewer, model, parents)
        case ScopeDated(organisation, column, parent):
            limit = _own_columns(viewer, parent, replace(_own_scope(parent), organisation=None))
            return _by_parent(viewer, model, column, parent, limit, organisation)
        case _:
            return None if viewer.sees_all else true()


def _own_columns(viewer: Viewer, model: type[Base], scope: Scope) -> ColumnElement[bool] | None:
    own = _chain(model, scope.organisation, viewer.organisation_ids) + _chain(model, scope.unit, viewer.unit_ids)
    own += _chain(model, scope.team, viewer.team_ids)
    place = [true()] if viewer.sees_all else _chain(model, scope.area, viewer.area_ids)
    if scope.restricted and not viewer.sees_restricted:
        shown = getattr(model, scope.restricted).is_(None)
        place = [and_(shown, each) for each in place]
    elif scope.withheld_with is not None and scope.unit and not viewer.sees_restricted:
        shown = getattr(model, scope.unit).not_in(_withheld(scope.withheld_with))
        place = [and_(or_(getattr(model, scope.unit).is_(None), shown), each) for each in place]
    elif viewer.sees_all:
        return None
    return or_(false(), *own, *place)


def dated_ways(viewer: Viewer, model: type[Base]) -> Sequence[ColumnElement[bool]]:
    """Conditions of which `within` asks one of rows dated against a parent that the statement joins.

    Each is answered by an index of its own: all of them at once by none.
    """
    rule = model.__scope__  # type: ignore[attr-defined]
    assert isinstance(rule, ScopeDated)  # noqa: S101 - others have no two ways
    theirs = _own_columns(viewer, rule.parent, replace(_own_scope(rule.parent), organisation=None))
    if theirs is None:
        return [true()]
    if not viewer.organisation_ids:
        return [theirs]
    own = getattr(model, rule.organisation).in_(sorted(viewer.organisation_ids))
    # Who sees all places lacks but the few rows that are withheld.
    return [theirs, and_(own, not_(theirs)) if viewer.sees_all else own]


def _withheld(parent: type[Base]) -> Select[Any]:
    return select(_primary_key(parent)).where(getattr(parent, _own_scope(parent).restricted or "").is_not(None))


def _by_parent(
    viewer: Viewer,
    model: type[Base],
    column: str,
    parent: type[Base],
    limit: ColumnElement[bool] | None,
    organisation: str | None,
) -> ColumnElement[bool] | None:
    if limit is None:
        return None
    parents = select(_primary_key(parent)).where(limit)
    if not (organisation and viewer.organisation_ids):
        return getattr(model, column).in_(parents)  # type: ignore[no-any-return]
    # One statement an index each: how many rows such an OR leaves no database can tell.
    theirs, own = aliased(model), aliased(model)
    both = union(
        select(_primary_key(model, theirs)).where(getattr(theirs, column).in_(parents)),
        select(_primary_key(model, own)).where(getattr(own, organisation).in_(sorted(viewer.organisation_ids))),
    )
    return _primary_key(model).in_(both)  # type: ignore[no-any-return]


def _by_either(viewer: Viewer, model: type[Base], parents: tuple[ScopeVia, ...]) -> ColumnElement[bool] | None:
    limits = [(each, criterion(viewer, each.parent)) for each in parents]
    if all(limit is None for _each, limit in limits):
        return None
    # Who sees all rows of a parent sees all that hang on it, and no others.
    found = [_by_parent(viewer, model, each.column, each.parent, limit, each.organisation) for each, limit in limits]
    own = (getattr(model, each.column).is_not(None) for each in parents)
    return or_(*(every if limit is None else limit for limit, every in zip(found, own, strict=True)))


def _chain(model: type[Base], column: str | None, ids: frozenset[int]) -> list[ColumnElement[bool]]:
    return [getattr(model, column).in_(sorted(ids))] if column and ids else []


def _own_scope(model: type[Base]) -> Scope:
    scope = model.__scope__  # type: ignore[attr-defined]
    assert isinstance(scope, Scope)  # noqa: S101 - a row is dated against a parent with columns of its own
    return scope


def _primary_key(model: type[Base], alias: Any = None) -> Any:
    return getattr(alias or model, str(inspect(model).primary_key[0].key))


def _tables_of(model: type[Base]) -> list[str]:
    match getattr(model, "__scope__", None):
        case ScopeVia(parent=parent) | ScopeDated(parent=parent):
            return [model.__tablename__, *_tables_of(parent)]
        case ScopeEither(parents):
            return [model.__tablename__, *(name for each in parents for name in _tables_of(each.parent))]
        case Scope(withheld_with=parent) if parent is not None:
            return [model.__tablename__, parent.__tablename__]
        case _:
            return [model.__tablename__]


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
    strangers = _scoped_tables_read_by(execution.statement) - options.get(COVERED, frozenset())
    if strangers:
        raise UnscopedQuery(f"{', '.join(sorted(strangers))}: use within(viewer, …) or unscoped(…, because=…)")


def _scoped_tables_read_by(statement: Executable) -> frozenset[str]:
    """Remembered for statements that differ in their values only: walking through one costs more than running it."""
    key = statement._generate_cache_key()  # type: ignore[attr-defined]
    if key is None:
        return frozenset(_read_tables(statement) & scoped_tables())
    found = _known.get(key.key)
    if found is None:
        if len(_known) >= MOST_KNOWN:
            _known.clear()
        found = _known[key.key] = frozenset(_read_tables(statement) & scoped_tables())
    return found


def _read_tables(statement: Executable) -> set[str]:
    """Names of all tables that a statement reads or changes, in joins and subqueries too; not an INSERT's target."""
    found = {part.name for part in visitors.iterate(statement) if isinstance(part, Table)}  # type: ignore[arg-type]
    match statement:
        case Update() | Delete():
            found.add(statement.table.name)  # type: ignore[union-attr]
        case Insert():
            found.discard(statement.table.name)
    return found
