"""What a later chapter tells of a unit on the page behind its code, read with the door in one statement."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup
from sqlalchemy import ColumnElement


@dataclass(frozen=True)
class Beside:
    """Columns over `Unit` as plain text, which may use the instant `:at`, and their words in a language of the page."""

    columns: Sequence[ColumnElement[Any]]
    words: Callable[[Sequence[Any], datetime, str], Markup]


_told: list[Beside] = []


def tell_at_doors(beside: Beside) -> None:
    """Let the pages behind codes tell this too; one chapter does."""
    _told[:] = [beside]


def told_columns() -> Sequence[ColumnElement[Any]]:
    """What is read with a door."""
    return [column for each in _told for column in each.columns]


def told_words(row: Sequence[Any], at: datetime, in_language: str) -> Markup:
    """What a page says of the row of those columns; nothing when no chapter tells anything."""
    return _told[0].words(row, at, in_language) if _told else Markup("")
