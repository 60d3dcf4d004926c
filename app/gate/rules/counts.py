"""The file of a national system's counts: a row a day, with entries and exits, and the app where there are several."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum

from app.tallies.rules import NationalApp
from app.text import search_key

MOST_COUNTED = 100_000
MOST_ROWS = 400
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
_ISO_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[ T].*)?", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}(?:[.,\s]\d{3})+", re.ASCII)
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "day": ("ngay", "day", "date", "thoi gian"),
    "entries": ("luot vao", "entries", "vao", "den", "khach den", "so luot vao", "checkin", "check-in"),
    "exits": ("luot ra", "exits", "ra", "di", "khach di", "so luot ra", "checkout", "check-out"),
    "app": ("ung dung", "he thong", "app"),
}
_APPS: Mapping[str, NationalApp] = {
    "": NationalApp.TOKHAIYTE,
    "tokhaiyte": NationalApp.TOKHAIYTE,
    "to khai y te": NationalApp.TOKHAIYTE,
    "tokhaiyte.vn": NationalApp.TOKHAIYTE,
    "ncovi": NationalApp.NCOVI,
    "bluezone": NationalApp.BLUEZONE,
}

Counted = tuple[date, NationalApp, int, int]


class Problem(StrEnum):
    """What is wrong with a row."""

    NO_COLUMNS = "no_columns"
    NO_ROWS = "no_rows"
    BAD_DAY = "bad_day"
    BAD_NUMBER = "bad_number"
    BAD_APP = "bad_app"
    TWICE = "twice"


def read_counts(
    table: Sequence[Sequence[str]], *, first: date, today: date
) -> tuple[Sequence[Counted], Sequence[tuple[int, Problem]]]:
    """The rows of the file, and what is wrong by number of row; days lie between `first` and `today`."""
    columns = _columns(table[0]) if table else {}
    if not {"day", "entries", "exits"} <= columns.keys():
        return (), [(1, Problem.NO_COLUMNS)]
    counted: dict[tuple[date, NationalApp], Counted] = {}
    problems: list[tuple[int, Problem]] = []
    for number, row in enumerate(table[1 : MOST_ROWS + 1], start=2):
        if not any(row):
            continue
        read = _read(row, columns, first, today)
        if isinstance(read, Problem):
            problems.append((number, read))
        elif read[:2] in counted:
            problems.append((number, Problem.TWICE))
        else:
            counted[read[:2]] = read
    if not counted and not problems:
        problems.append((1, Problem.NO_ROWS))
    return list(counted.values()), problems


def _columns(heading: Sequence[str]) -> dict[str, int]:
    names = [search_key(cell) for cell in heading]
    places = {key: [place for place, name in enumerate(names) if name in known] for key, known in _COLUMNS.items()}
    return {key: found[0] for key, found in places.items() if found}


def _read(row: Sequence[str], columns: Mapping[str, int], first: date, today: date) -> Counted | Problem:
    day = _day(row[columns["day"]])
    if day is None or not first <= day <= today:
        return Problem.BAD_DAY
    app = _APPS.get(search_key(row[columns["app"]]) if "app" in columns else "")
    if app is None:
        return Problem.BAD_APP
    numbers = [_number(row[columns[name]]) for name in ("entries", "exits")]
    if any(number is None for number in numbers):
        return Problem.BAD_NUMBER
    return day, app, numbers[0] or 0, numbers[1] or 0


def _day(text: str) -> date | None:
    text = text.strip()
    try:
        if found := _ISO_DAY.fullmatch(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
        found = _DAY.fullmatch(text)
        return date(int(found[3]), int(found[2]), int(found[1])) if found else None
    except ValueError:
        return None


def _number(text: str) -> int | None:
    text = text.strip()
    digits = re.sub(r"\D", "", text) if _GROUPED.fullmatch(text) else text
    if not digits.isascii() or not digits.isdecimal() or len(digits) > 6:
        return None
    return int(digits) if int(digits) <= MOST_COUNTED else None
