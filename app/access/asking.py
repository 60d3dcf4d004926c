"""Counts of several chapters in one statement: each statement costs more than most of what a desk counts."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, cast, literal, null, union_all

from app.access.scope import Rows, covered_by
from app.db import db

Found = TypeVar("Found")
Answer = Sequence[Any]
Slot = tuple[type, int]


@dataclass(frozen=True)
class Question(Generic[Found]):
    """Statements that came from `within` and find one row each, and what is made of their rows."""

    statements: Sequence[Rows]
    read: Callable[[Sequence[Answer]], Found]

    def ask(self) -> Found:
        """The answer, asked for alone."""
        found: Found = ask_all([self])[0]
        return found


def ask_all(questions: Sequence[Question[Any]]) -> list[Any]:
    """The answer to each of these questions, in one statement."""
    rows = iter(_rows([stmt for each in questions for stmt in each.statements]))
    return [each.read(list(islice(rows, len(each.statements)))) for each in questions]


def _rows(statements: Sequence[Rows]) -> Sequence[Answer]:
    """The row of each of these: one below the other, in columns of the same kind, what one has not left empty."""
    if not statements:
        return ()
    asked = [_by_slot(stmt) for stmt in statements]
    kinds = {slot: column.type for columns in asked for slot, column in columns.items()}
    parts = []
    for number, (stmt, columns) in enumerate(zip(statements, asked, strict=True)):
        cells = [columns[slot] if slot in columns else cast(null(), kind) for slot, kind in kinds.items()]
        parts.append(stmt.with_only_columns(literal(number), *cells))
    rows = db.session.execute(covered_by(union_all(*parts), *statements))
    found = {number: dict(zip(kinds, cells, strict=True)) for number, *cells in rows}
    return [[found[number][slot] for slot in columns] for number, columns in enumerate(asked)]


def _by_slot(stmt: Rows) -> Mapping[Slot, ColumnElement[Any]]:
    """The columns of a statement in their order, each by its kind and the how-manieth of its kind it is."""
    seen: Counter[type] = Counter()
    found: dict[Slot, ColumnElement[Any]] = {}
    for column in stmt.selected_columns:
        kind = column.type.python_type
        found[kind, seen[kind]] = column
        seen[kind] += 1
    return found
