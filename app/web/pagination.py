"""Lists in pages: the number of rows, the rows of one page, and the links between pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import request
from sqlalchemy import Select, func, select

from app.db import db

SIZES = (25, 50, 100)


@dataclass(frozen=True)
class Page:
    """One page of a list; `number` counts from 1."""

    rows: Sequence[Any]
    number: int
    size: int
    total: int

    @property
    def page_count(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        return min((self.number - 1) * self.size + 1, self.total)

    @property
    def last(self) -> int:
        return min(self.number * self.size, self.total)


@dataclass(frozen=True)
class Wish:
    """Which page of which size the address asks for."""

    number: int = 1
    size: int = SIZES[0]


def wished_page() -> Wish:
    """`?page=` and `?size=` of the request; anything unreadable is the first page of the usual size."""
    number = request.args.get("page", 1, type=int)
    size = request.args.get("size", SIZES[0], type=int)
    return Wish(min(max(number, 1), 1_000_000), size if size in SIZES else SIZES[0])


def paginate(statement: Select[Any], wish: Wish) -> Page:
    """The wished page of the statement's first entities, in the statement's order, with the number of all rows."""
    options = statement.get_execution_options()
    counted = select(func.count()).select_from(statement.order_by(None).subquery()).execution_options(**options)
    rows = db.session.scalars(statement.limit(wish.size).offset((wish.number - 1) * wish.size)).all()
    return Page(rows, wish.number, wish.size, db.session.scalar(counted) or 0)
