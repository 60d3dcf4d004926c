"""A file of accounts as rows: columns known by their Vietnamese headings, in any order."""

from collections.abc import Mapping, Sequence

from app.admin.judging import Written
from app.text import nfc, search_key

MOST_ROWS = 500
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "full_name": ("Họ và tên", "Họ tên"),
    "username": ("Tên đăng nhập",),
    "role": ("Vai trò",),
    "body": ("Mã cơ quan", "Cơ quan"),
}
COLUMNS = tuple(HEADINGS)
TITLES = tuple(names[0] for names in HEADINGS.values())
CELL_CHARACTERS = 200


class WrongColumns(Exception):
    """Headings are missing; names them."""

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


class TooManyRows(Exception):
    """One file opens 500 accounts at most."""


def rows_of(table: Sequence[Sequence[str]]) -> list[Written]:
    """The rows below the headings, numbered as the spreadsheet does. Raises WrongColumns, TooManyRows."""
    places = _places(table[0])
    filled = [(number, row) for number, row in enumerate(table[1:], start=2) if any(row)]
    if len(filled) > MOST_ROWS:
        raise TooManyRows
    return [_written(number, {name: _cell(row, place) for name, place in places.items()}) for number, row in filled]


def _written(number: int, cells: Mapping[str, str]) -> Written:
    return Written(number, cells["full_name"], cells["username"], cells["role"], cells["body"])


def _places(header: Sequence[str]) -> dict[str, int]:
    keys = [search_key(cell) for cell in header]
    found = {
        name: next((keys.index(key) for key in map(search_key, headings) if key in keys), -1)
        for name, headings in HEADINGS.items()
    }
    if missing := [HEADINGS[name][0] for name, place in found.items() if place < 0]:
        raise WrongColumns(missing)
    return found


def _cell(row: Sequence[str], place: int) -> str:
    return nfc(row[place])[:CELL_CHARACTERS] if place < len(row) else ""
