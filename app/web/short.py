"""The short form of a list, for a chat: which of it may be told there, and its first rows.

A message leaves the portal, so a list of persons, or one with their names in it, is never told row by row.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from app.web.filters import number

Cells = Sequence[str]
# Room of a picture; a message has less.
ROWS = 15
# As many rows are counted as the first page of a file has, and one fewer: the second need not be read.
COUNTED = 1999
NOTHING = "–"


@dataclass(frozen=True)
class Short:
    """Columns and first rows; `total` there are in all, or more than that."""

    header: Cells
    rows: Sequence[Cells]
    total: int
    is_more: bool = False


class Columns:
    """Of a list of bodies, places, units or papers: some columns of its first rows; the first names the row."""

    def __init__(self, *numbers: int) -> None:
        self.numbers = numbers

    def of(self, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Short:
        """The first rows, and how many there are."""
        rest = iter(rows)
        shown = [[_words(row, column) for column in self.numbers] for row in islice(rest, ROWS)]
        beyond = sum(1 for _ in islice(rest, COUNTED - len(shown))) if len(shown) == ROWS else 0
        is_more = len(shown) + beyond == COUNTED and next(rest, None) is not None
        return Short([header[column] for column in self.numbers], shown, len(shown) + beyond, is_more)


class Counted:
    """Of a list of persons: how many rows have each value of one column, most first; all of them are counted."""

    def __init__(self, by: int, *, label: str) -> None:
        self.by, self.label = by, label

    def of(self, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Short:
        """The values with their numbers; a row without one is counted too."""
        found = Counter(_words(row, self.by) or NOTHING for row in rows)
        shown = [(value, number(count)) for value, count in found.most_common()]
        return Short([header[self.by], self.label], shown[:ROWS], len(shown))


def _words(row: Sequence[object], column: int) -> str:
    """A cell in words; the last line of some lists is one sentence."""
    cell = row[column] if column < len(row) else ""
    if cell is None:
        return ""
    return number(cell) if isinstance(cell, int) else str(cell)
