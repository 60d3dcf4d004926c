"""Which column of a file holds what: by its heading, whatever the order, spelling of marks and words around it."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from app.text import search_key
from app.units.intake.rules import NEEDED, Column

# Folded, as headings are compared; the first that fits a heading as a whole, else as its beginning.
HEADINGS: Mapping[Column, tuple[str, ...]] = {
    Column.CODE: ("ma qr", "ma diem", "ma", "ma don vi", "ma so diem", "code"),
    Column.NAME: (
        "ten don vi",
        "ten co so",
        "ten diem",
        "ten",
        "don vi",
        "co so",
        "ten doanh nghiep",
        "ten ho kinh doanh",
    ),
    Column.KIND: ("loai hinh", "loai", "loai hinh co so", "loai co so", "loai don vi", "linh vuc", "nganh nghe"),
    Column.COMMUNE: (
        "xa phuong thi tran",
        "xa phuong",
        "phuong xa",
        "xa",
        "phuong",
        "phuong xa thi tran",
        "xa phuong tt",
    ),
    Column.DISTRICT: ("huyen thanh pho", "huyen", "quan huyen", "thanh pho", "huyen tp", "huyen thi xa thanh pho"),
    Column.ADDRESS: ("dia chi", "so nha duong", "so nha", "dia chi co so", "dia chi chi tiet", "duong ap khu pho"),
    Column.ORGANISATION: ("co quan quan ly", "don vi quan ly", "cq quan ly", "co quan phu trach", "cap quan ly"),
    Column.MANAGER_NAME: (
        *("nguoi dung dau don vi", "nguoi dung dau", "ho va ten nguoi dung dau", "ho ten nguoi dung dau", "chu co so"),
        *("ho ten chu co so", "nguoi dai dien", "nguoi phu trach", "ho va ten", "ho ten", "ten chu ho", "chu ho"),
        *("nguoi quan ly", "dai dien phap luat", "thu truong", "giam doc", "hieu truong"),
    ),
    Column.MANAGER_PHONE: (
        *("dien thoai nguoi dung dau", "sdt nguoi dung dau", "dien thoai chu co so", "so dien thoai", "sdt"),
        *("dien thoai", "dien thoai nguoi dai dien", "dien thoai nguoi phu trach", "di dong", "dt di dong", "dtdd"),
    ),
    Column.PHONE: ("dien thoai cua don vi", "dien thoai don vi", "dien thoai co so", "sdt don vi", "dien thoai ban"),
    Column.TAX_CODE: ("ma so thue", "mst", "ma so doanh nghiep", "ma so dn"),
    Column.HOUSEHOLD: ("ho kinh doanh", "la ho kinh doanh", "hkd", "ho ca the"),
}
# The heading stands below a title at most this far down.
LOOKED_AT_ROWS = 15
_WORD = re.compile(r"\w+")


def folded(heading: str) -> str:
    """A heading as it is compared: "Xã, phường (*)" → "xa phuong"."""
    return " ".join(_WORD.findall(search_key(heading)))


def find_heading_row(table: Sequence[Sequence[str]], known: Mapping[Any, tuple[str, ...]] = HEADINGS) -> int:
    """The row, of the first ones, that names most columns; where none names any, the first below the titles."""
    first = range(min(LOOKED_AT_ROWS, len(table)))
    # A title fills a cell or two. Rows of the table may be fuller than its headings.
    least = max(_filled(table[number]) for number in first) / 2
    fitting = {number: (len(recognise(table[number], known)), _filled(table[number]) >= least) for number in first}
    return max(first, key=lambda number: (*fitting[number], -number))


def _filled(row: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in row)


def recognise(headings: Sequence[str], known: Mapping[Any, tuple[str, ...]] = HEADINGS) -> dict[str, int]:
    """Where each thing stands whose heading is known; exact words go before beginnings, the left before the right.

    `known`: for each thing, by its member of an enum, the folded words of its headings.
    """
    names = [folded(heading) for heading in headings]
    found: dict[str, int] = {}
    for fits in (_is_exactly, _begins_with):
        for column, words in known.items():
            places = (
                n for word in words for n, name in enumerate(names) if fits(name, word) and n not in found.values()
            )
            if column.value not in found and (place := next(places, None)) is not None:
                found[column.value] = place
    return found


def _is_exactly(name: str, word: str) -> bool:
    return name == word


def _begins_with(name: str, word: str) -> bool:
    # One short word begins too much: "Mã" also "Mã bưu điện", "Tên" also "Tên đường".
    return " " in word and name.startswith(f"{word} ")


def missing(mapping: Mapping[str, int]) -> list[Column]:
    """The needed columns that nobody has found yet."""
    return [column for column in NEEDED if column.value not in mapping]
