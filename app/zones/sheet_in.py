"""Households that come as a table: head, phone, address, how many people."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from flask_babel import gettext as _

from app.documents.tables_in import Table
from app.text import InvalidPhone, nfc, normalise_phone, search_key
from app.zones.rules import MOST_PEOPLE
from app.zones.written import Details, Listed

MOST_LINES = 500
NAME_CHARACTERS, ADDRESS_CHARACTERS = 120, 200
COLUMNS = ("head_name", "phone", "address", "people")


def column_names() -> Sequence[str]:
    """The headings, in the reader's language."""
    return (_("Chủ hộ"), _("Số điện thoại"), _("Địa chỉ"), _("Số người"))


@dataclass(frozen=True)
class Problem:
    """What is wrong in which row of the file (counted as its program counts them)."""

    row: int
    sentence: str


@dataclass(frozen=True)
class Read:
    """The households of a file, and what is wrong with it."""

    lines: list[Listed]
    problems: list[Problem]


class _Wrong(Exception):
    """A cell that cannot be used; its sentence says why."""


Cell = TypeVar("Cell")


def read_households(table: Table) -> Read:
    """Every row as a household, or what is wrong with it; the first row are the headings."""
    places = _places(table[0]) if table else {}
    missing = [name for name, key in zip(column_names(), COLUMNS, strict=True) if key not in places]
    if missing:
        return Read([], [Problem(1, _("Không thấy cột: %(names)s.", names=", ".join(missing)))])
    if len(table) - 1 > MOST_LINES:
        return Read([], [Problem(1, _("Mỗi tệp được đến %(n)s dòng.", n=MOST_LINES))])
    read = Read([], [])
    for number, row in enumerate(table[1:], start=2):
        if any(row):
            _add(read, number, {key: row[place] for key, place in places.items()})
    return read


def _places(header: Sequence[str]) -> dict[str, int]:
    known = {search_key(name): key for name, key in zip(column_names(), COLUMNS, strict=True)}
    found = ((known.get(search_key(name)), place) for place, name in enumerate(header))
    return {key: place for key, place in found if key}


def _add(read: Read, number: int, cells: Mapping[str, str]) -> None:
    wrong: list[str] = []

    def taken(take: Callable[[str], Cell], key: str) -> Cell | None:
        """What a cell says; what is wrong with it is kept, and the next one is looked at."""
        try:
            return take(cells[key])
        except _Wrong as error:
            wrong.append(str(error))
            return None

    head, phone, address, people = (
        taken(_head, "head_name"),
        taken(_phone, "phone"),
        taken(_address, "address"),
        taken(_people, "people"),
    )
    if wrong:
        read.problems.append(Problem(number, " ".join(wrong)))
    else:
        read.lines.append(Listed(Details(head or "", phone or "", address or ""), people or 1))


def _head(text: str) -> str:
    return _text(text, NAME_CHARACTERS, _("Thiếu chủ hộ, hoặc họ tên quá dài."))


def _address(text: str) -> str:
    return _text(text, ADDRESS_CHARACTERS, _("Thiếu địa chỉ, hoặc địa chỉ quá dài."))


def _text(text: str, most: int, sentence: str) -> str:
    kept = nfc(text)
    if not 0 < len(kept) <= most:
        raise _Wrong(sentence)
    return kept


def _phone(text: str) -> str:
    # A spreadsheet takes the zero off a number.
    typed = f"0{text}" if text.isdecimal() and len(text) == 9 else text
    try:
        return normalise_phone(typed) if typed else ""
    except InvalidPhone as error:
        raise _Wrong(_("Số điện thoại phải có 10 chữ số, bắt đầu bằng số 0.")) from error


def _people(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:4]) <= MOST_PEOPLE):
        raise _Wrong(_("Số người phải là số từ 1 đến 99."))
    return int(text)
