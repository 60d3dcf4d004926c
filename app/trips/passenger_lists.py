"""A carrier's passenger list as a file: which column is what, and what is wrong with which row."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask_babel import gettext as _

from app.documents.tables_in import UnreadableTable, read_table
from app.text import InvalidPhone, nfc, normalise_phone, search_key
from app.trips.rules import MOST_PASSENGERS, Person

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "seat": ("so ghe", "ghe", "cho ngoi", "so cho", "vi tri", "seat"),
    "full_name": ("ho va ten", "full name", "ho ten", "ten hanh khach", "hanh khach", "ten", "name"),
    "phone": ("so dien thoai", "dien thoai", "sdt", "dt", "phone"),
}
# Titles of the carrier stand above the headings.
LOOKED_AT_ROWS = 15
LONGEST_SEAT, LONGEST_NAME = 8, 120
SHOWN_MISTAKES = 20
# Excel takes a phone for a number and drops its zero.
_LOST_ZERO = re.compile(r"[1-9]\d{8}", re.ASCII)


@dataclass
class ReadList:
    """What a file says; with `mistakes`, sentences that name rows and nobody, it is not to be kept."""

    people: list[Person] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)


def read_list(content: bytes, filename: str) -> ReadList:
    """The people of a file, or what is wrong with it."""
    try:
        rows = read_table(content, filename)
    except UnreadableTable as error:
        return ReadList(mistakes=[str(error.sentence)])
    for number, row in enumerate(rows[:LOOKED_AT_ROWS]):
        columns = _columns(row)
        if "full_name" in columns:
            return _read(rows, number + 1, columns)
    return ReadList(mistakes=[_("Không tìm thấy cột “Họ và tên”. Tệp cần các cột: Số ghế, Họ và tên, Điện thoại.")])


def _columns(row: Sequence[str]) -> dict[str, int]:
    """Which column holds what, by its heading."""
    headings = [search_key(cell).strip(" .:*") for cell in row]
    found = {}
    for name, words in HEADINGS.items():
        at = [headings.index(word) for word in words if word in headings]
        if at:
            found[name] = at[0]
    return found


def _read(rows: Sequence[Sequence[str]], first: int, columns: Mapping[str, int]) -> ReadList:
    found = ReadList()
    for number, row in enumerate(rows[first:], start=first + 1):
        cells = {name: nfc(row[at]) if at < len(row) else "" for name, at in columns.items()}
        if any(cells.values()):
            _take(found, number, cells)
    if not found.people and not found.mistakes:
        found.mistakes.append(_("Tệp không có hành khách nào."))
    if len(found.people) > MOST_PASSENGERS:
        found.mistakes.append(_("Danh sách dài quá %(most)s hành khách.", most=MOST_PASSENGERS))
    del found.mistakes[SHOWN_MISTAKES:]
    return found


def _take(found: ReadList, number: int, cells: Mapping[str, str]) -> None:
    name, seat = cells["full_name"], cells.get("seat", "")
    phone = _phone(cells.get("phone", ""))
    if not any(char.isalpha() for char in name) or len(name) > LONGEST_NAME:
        found.mistakes.append(_("Dòng %(row)s: thiếu họ và tên, hoặc họ tên không hợp lệ.", row=number))
    if len(seat) > LONGEST_SEAT:
        found.mistakes.append(_("Dòng %(row)s: số ghế dài quá %(most)s ký tự.", row=number, most=LONGEST_SEAT))
    if phone is None:
        found.mistakes.append(_("Dòng %(row)s: số điện thoại không hợp lệ; không có thì bỏ trống.", row=number))
    else:
        found.people.append(Person(seat, name, phone))


def _phone(typed: str) -> str | None:
    """The stored form of a number, empty for none; None when it is no number."""
    if not typed:
        return ""
    try:
        return normalise_phone(f"0{typed}" if _LOST_ZERO.fullmatch(typed) else typed)
    except InvalidPhone:
        return None
