"""A file of cases as rows: columns known by their Vietnamese headings, in any order; cells as the form takes them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.follow_ups.rules.cases import CaseClass, Place
from app.text import nfc, search_key

MOST_ROWS = 1000
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "full_name": ("Họ và tên", "Họ tên"),
    "birth_year": ("Năm sinh", "Ngày sinh"),
    "gender": ("Giới tính", "Giới"),
    "phone": ("Điện thoại", "Số điện thoại", "SĐT"),
    "id_number": ("CCCD", "Số CCCD", "CMND", "Số giấy tờ"),
    "case_class": ("Phân loại", "Loại F", "Loại"),
    "reason": ("Lý do cách ly", "Lý do"),
    "site": ("Cơ sở cách ly", "Nơi cách ly"),
    "commune": ("Xã, phường, thị trấn", "Xã, phường", "Xã"),
    "district": ("Huyện, thành phố", "Huyện"),
    "address": ("Địa chỉ", "Số nhà, đường, ấp"),
    "room": ("Phòng",),
    "bed": ("Giường",),
    "order_number": ("Số quyết định", "Quyết định"),
    "started_on": ("Ngày bắt đầu", "Ngày bắt đầu cách ly"),
    "planned_end_on": ("Ngày kết thúc", "Ngày kết thúc dự kiến"),
    "head": ("Chủ hộ khai thay", "Chủ hộ", "Người khai thay"),
}
NEEDED = ("full_name", "birth_year", "case_class", "reason", "order_number", "started_on")
_GENDERS = {"nam": "male", "nu": "female", "khac": "other"}
_AT_HOME = ("", "tai nha", "nha", "o nha")


class WrongColumns(Exception):
    """Headings are missing; names them."""

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


class TooManyRows(Exception):
    """One file opens a thousand cases at most."""


@dataclass(frozen=True)
class CaseRow:
    """A row of the file, numbered as the spreadsheet does."""

    number: int
    cells: Mapping[str, str]


def rows_of(table: Sequence[Sequence[str]]) -> list[CaseRow]:
    """The rows below the headings. Raises WrongColumns, TooManyRows."""
    keys = [search_key(cell) for cell in table[0]]
    places = {
        name: next((keys.index(key) for key in map(search_key, headings) if key in keys), -1)
        for name, headings in HEADINGS.items()
    }
    if missing := [HEADINGS[name][0] for name in NEEDED if places[name] < 0]:
        raise WrongColumns(missing)
    filled = [(number, row) for number, row in enumerate(table[1:], start=2) if any(row)]
    if len(filled) > MOST_ROWS:
        raise TooManyRows
    return [CaseRow(number, {name: _cell(row, place) for name, place in places.items()}) for number, row in filled]


def form_values(row: CaseRow, sites: Iterable[Any], communes: Iterable[Any]) -> dict[str, str]:
    """The cells as the form's fields; a site or commune that is not among those given is left out."""
    cells, where = row.cells, search_key(row.cells["site"])
    at_home = where in _AT_HOME
    phone = cells["phone"]
    return {
        **{name: cells[name] for name in cells if name not in ("site", "commune", "district", "gender", "head")},
        "birth_year": cells["birth_year"][-4:],
        "gender": _GENDERS.get(search_key(cells["gender"]), ""),
        # A spreadsheet takes the zero off a number.
        "phone": f"0{phone}" if phone.isdecimal() and len(phone) == 9 else phone,
        "case_class": _case_class(cells["case_class"]),
        "place": (Place.HOME if at_home else Place.SITE).value,
        "site": "" if at_home else _id_of(sites, where),
        "commune": _commune(cells, communes) if at_home else "",
    }


class HeadProblem(StrEnum):
    """Why who is named cannot report for somebody."""

    UNKNOWN = "unknown"  # nobody of the file is called so
    SEVERAL = "several"  # more than one is
    MEMBER = "member"  # somebody else reports for him in turn


@dataclass(frozen=True)
class Heads:
    """By the place of a row in the file: whose row reports for it, the number of whose case does, what is wrong."""

    of_file: Mapping[int, int]
    by_number: Mapping[int, int]
    problems: Mapping[int, HeadProblem]


def heads_of(rows: Sequence[CaseRow]) -> Heads:
    """Who reports for whom: named as in the file, with the year where names repeat, or by the number of a case."""
    named: defaultdict[str, list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        name, year = search_key(row.cells["full_name"]), row.cells["birth_year"][-4:]
        named[name].append(index)
        named[f"{name} {year}"].append(index)
    of_file, by_number, problems = {}, {}, {}
    for index, row in enumerate(rows):
        typed = search_key(row.cells["head"])
        found = named.get(typed, [])
        if typed.isdecimal():
            by_number[index] = int(typed[:9])
        elif not typed or found == [index]:
            continue
        elif len(found) == 1:
            of_file[index] = found[0]
        else:
            problems[index] = HeadProblem.SEVERAL if found else HeadProblem.UNKNOWN
    for index, head in of_file.items():
        if head in of_file or head in by_number:
            problems[index] = HeadProblem.MEMBER
    return Heads(of_file, by_number, problems)


def _case_class(text: str) -> str:
    key = search_key(text)
    found = next((each.value for each in CaseClass if key.startswith(each.value)), "")
    return found or (CaseClass.RETURNING.value if " ve " in f" {key} " else "")


def _commune(cells: Mapping[str, str], communes: Iterable[Any]) -> str:
    district = search_key(cells["district"])
    here = [area for area in communes if not district or (area.parent and district in search_key(area.parent.name))]
    named = [area for area in here if search_key(cells["commune"]) in _names(area.name)]
    return str(named[0].id) if len(named) == 1 else ""


def _names(name: str) -> set[str]:
    """A place's name with and without its first word: "Phường Dương Đông", "Dương Đông"."""
    key = search_key(name)
    return {key, key.partition(" ")[2], key.removeprefix("thi tran ")}


def _id_of(rows: Iterable[Any], key: str) -> str:
    return next((str(row.id) for row in rows if search_key(row.name) == key), "")


def _cell(row: Sequence[str], place: int) -> str:
    return nfc(row[place])[:300] if 0 <= place < len(row) else ""
