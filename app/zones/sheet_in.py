"""Households that come as a table: head, phone, address, how many people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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
    try:
        read.lines.append(_listed(cells))
    except _Wrong as error:
        read.problems.append(Problem(number, str(error)))


def _listed(cells: Mapping[str, str]) -> Listed:
    head = _text(cells["head_name"], NAME_CHARACTERS, _("Thiếu chủ hộ, hoặc họ tên quá dài."))
    address = _text(cells["address"], ADDRESS_CHARACTERS, _("Thiếu địa chỉ, hoặc địa chỉ quá dài."))
    return Listed(Details(head, _phone(cells["phone"]), address), _people(cells["people"]))


def _text(text: str, most: int, sentence: str) -> str:
    kept = nfc(text)
    if not 0 < len(kept) <= most:
        raise _Wrong(sentence)
    return kept


def _phone(text: str) -> str:
    try:
        return normalise_phone(text) if text else ""
    except InvalidPhone as error:
        raise _Wrong(_("Số điện thoại phải có 10 chữ số, bắt đầu bằng số 0.")) from error


def _people(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:4]) <= MOST_PEOPLE):
        raise _Wrong(_("Số người phải là số từ 1 đến 99."))
    return int(text)
