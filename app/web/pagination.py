"""Lists in pages: the number of rows, the rows of one page, and the links between pages."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import request
from sqlalchemy import CTE, Case, Column, Select, UnaryExpression, func, select
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.orm.interfaces import ORMOption
from sqlalchemy.sql import visitors
from sqlalchemy.sql.util import ClauseAdapter

from app.db import db

SIZES = (25, 50, 100)
FILE_PAGE = 2000
Order = Sequence[Any]
Row = TypeVar("Row")


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


def paginate(statement: Select[Any], wish: Wish, *, few: bool = False) -> Page:
    """The wished page of the statement's first entities, in the statement's order, with the number of all rows.

    Where there are `few`, most often one page, that page says of how many it is the last, and nothing more is asked.
    """
    rows = db.session.scalars(statement.limit(wish.size).offset(_skipped(wish))).all()
    return Page(rows, wish.number, wish.size, _total(statement, wish, rows) if few else _count(statement))


def paginate_many(
    statement: Select[Any],
    row_id: InstrumentedAttribute[int],
    order: Order,
    wish: Wish,
    *,
    found_first: bool,
    options: Sequence[ORMOption] = (),
) -> Page:
    """The same of a list so long that only the page's rows may be loaded; `statement` has neither order nor options.

    Until then ids are enough: walked along the index of `order`, or with `found_first`, for conditions that another
    index answers, found all at once, counted and sorted. So page 100 costs hardly more than page 1.
    """
    if found_first:
        ids, total = _found_ids(statement, row_id, order, wish)
    else:
        walked = statement.with_only_columns(row_id).order_by(*order)
        ids = db.session.scalars(walked.limit(wish.size).offset(_skipped(wish))).all()
        total = _count(statement)
    rows = _load(row_id, ids, options, statement.get_execution_options())
    return Page([rows[each] for each in ids], wish.number, wish.size, total)


def each_page(find: Callable[[Wish], Page]) -> Iterator[Page]:
    """All of a list, for its file: in pages so large that few are needed and so small that memory holds them."""
    page = find(Wish(1, FILE_PAGE))
    yield page
    for number in range(2, page.page_count + 1):
        yield find(Wish(number, FILE_PAGE))


def each_row(rows_of: Callable[[Wish], Sequence[Row]]) -> Iterator[Row]:
    """The rows of pages of that size, one after the other, until a page has none; nothing is counted."""
    number = 1
    while rows := rows_of(Wish(number, FILE_PAGE)):
        yield from rows
        number += 1


def stream(statement: Select[Any]) -> Iterable[Any]:
    """The statement's first entities one after the other, without ever holding all of them."""
    return db.session.scalars(statement.execution_options(yield_per=FILE_PAGE))


def _found_ids(
    statement: Select[Any], row_id: InstrumentedAttribute[int], order: Order, wish: Wish
) -> tuple[Sequence[int], int]:
    keys: list[Any] = [
        each.__clause_element__() for each in (row_id, *order) if isinstance(each, InstrumentedAttribute)
    ]
    keys += [each.element for each in order if isinstance(each, UnaryExpression)]
    cases = [each for each in order if isinstance(each, Case)]
    keys += [part for each in cases for part in visitors.iterate(each) if isinstance(part, Column)]
    found = statement.with_only_columns(*keys).cte("found")
    total = select(func.count()).select_from(found).scalar_subquery()
    stmt = select(_in(found, row_id), total).order_by(*(_in(found, each) for each in order))
    stmt = stmt.limit(wish.size).offset(_skipped(wish)).execution_options(**statement.get_execution_options())
    rows = db.session.execute(stmt).all()
    if not rows:
        return [], _count(statement) if wish.number > 1 else 0
    return [row[0] for row in rows], rows[0][1]


def _in(found: CTE, key: Any) -> Any:
    """The column of `found` that holds a key, or the same order of it."""
    plain = key.__clause_element__() if isinstance(key, InstrumentedAttribute) else key
    return ClauseAdapter(found).traverse(plain)


def _load(
    row_id: InstrumentedAttribute[int], ids: Sequence[int], options: Sequence[ORMOption], settings: Mapping[str, Any]
) -> dict[int, Any]:
    """The rows of these ids by id. Whose they are was asked when the ids were found, so the same settings hold."""
    model = row_id.class_
    stmt = select(model).where(row_id.in_(ids)).options(*options).execution_options(**settings)
    return {row.id: row for row in db.session.scalars(stmt)}


def _total(statement: Select[Any], wish: Wish, rows: Sequence[Any]) -> int:
    """How many rows there are in all: a page that is not full is the last, and says so itself."""
    is_last = len(rows) < wish.size and (rows or wish.number == 1)
    return _skipped(wish) + len(rows) if is_last else _count(statement)


def _count(statement: Select[Any]) -> int:
    settings = statement.get_execution_options()
    counted = select(func.count()).select_from(statement.order_by(None).subquery()).execution_options(**settings)
    return db.session.scalar(counted) or 0


def _skipped(wish: Wish) -> int:
    return (wish.number - 1) * wish.size
