"""A table that was filled in and sent back, in the columns in which the portal hands it out: its lines, its mistakes.

Nothing here says what a cell must be; a chapter gives the columns and reads one row, this keeps the count of rows and
tells everything that is wrong with a row at once.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from flask_babel import gettext as _

from app.documents.tables_in import Table
from app.text import search_key

Line = TypeVar("Line")
Value = TypeVar("Value")


@dataclass(frozen=True)
class Problem:
    """What is wrong in which row of the file (counted as its program counts them)."""

    row: int
    sentence: str


@dataclass(frozen=True)
class Read(Generic[Line]):
    """The lines of a file, and what is wrong with it."""

    lines: list[Line]
    problems: list[Problem]


class WrongCell(Exception):
    """A cell that cannot be used; its sentence says why."""


class Cells:
    """A row by its columns; `wrong` gathers what cannot be used of it."""

    def __init__(self, typed: Mapping[str, str]) -> None:
        self.typed = typed
        self.wrong: list[str] = []

    def take(self, key: str, reader: Callable[[str], Value]) -> Value | None:
        """What a cell says; None for one that cannot be used, and the next one is looked at all the same."""
        try:
            return reader(self.typed[key])
        except WrongCell as error:
            self.wrong.append(str(error))
            return None


def read_rows(
    table: Table,
    columns: Mapping[str, str],
    read_row: Callable[[Cells], Line | None],
    *,
    most: int,
    optional: Collection[str] = (),
) -> Read[Line]:
    """Every row as a line, or what is wrong with it.

    The first row are the headings, in any order, as `columns` (key: heading) has them; a file may lack those that are
    `optional`, and has nothing to say there. At most `most` rows are taken.
    """
    places = _places(table[0], columns) if table else {}
    missing = [heading for key, heading in columns.items() if key not in places and key not in optional]
    if missing:
        return Read([], [Problem(1, _("Không thấy cột: %(names)s.", names=", ".join(missing)))])
    if len(table) - 1 > most:
        return Read([], [Problem(1, _("Mỗi tệp được đến %(n)s dòng.", n=most))])
    read: Read[Line] = Read([], [])
    for number, row in enumerate(table[1:], start=2):
        if any(row):
            cells = Cells(dict.fromkeys(optional, "") | {key: row[place] for key, place in places.items()})
            line = read_row(cells)
            if line is None or cells.wrong:
                read.problems.append(Problem(number, " ".join(cells.wrong)))
            else:
                read.lines.append(line)
    return read


def _places(header: Sequence[str], columns: Mapping[str, str]) -> dict[str, int]:
    known = {search_key(heading): key for key, heading in columns.items()}
    found = ((known.get(search_key(name)), place) for place, name in enumerate(header))
    return {key: place for key, place in found if key}
