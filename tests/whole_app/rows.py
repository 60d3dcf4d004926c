"""Rows for tests that ask of a table no more than that it holds something."""

import enum
from typing import Any

from sqlalchemy import Column, Enum, TypeDecorator

from app.clock import local_day, now
from app.db import db


def filled(table: str, **known: Any) -> dict[str, Any]:
    """Values for every column of the table that needs one; `known` are those that matter, foreign keys among them."""
    needed = [c for c in db.metadata.tables[table].columns if not c.nullable and c.name not in known]
    return {
        **{c.name: _something(c) for c in needed if not c.default and not c.server_default and not _counts(c)},
        **known,
    }


def _counts(column: Column[Any]) -> bool:
    return column.primary_key and column.type.python_type is int


def _something(column: Column[Any]) -> Any:
    if isinstance(column.type, Enum) and column.type.enum_class:
        members: type[enum.Enum] = column.type.enum_class
        return next(iter(members))
    kinds = {
        "datetime": now(),
        "date": local_day(),
        "int": 1,
        "float": 1.0,
        "str": "x",
        "object": {},
        "bytes": b"x",
    }
    kind = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
    return kinds[kind.python_type.__name__]
