"""What a row of a must-register list says: its columns, its cells, what makes two rows one place."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum

from app.text import InvalidPhone, normalise_phone, search_key
from app.units.intake.columns import HEADINGS as UNIT_HEADINGS
from app.units.intake.columns import recognise
from app.units.intake.rules import Column as UnitColumn
from app.units.rules import UnitKind

MOST_ENTRIES = 30_000
# What makes two rows the same: place, kind, tax code or folded name.
Key = tuple[int, str, str]


class Column(StrEnum):
    """What a list may say of a place."""

    NAME = "name"
    KIND = "kind"
    ADDRESS = "address"
    COMMUNE = "commune"
    DISTRICT = "district"
    TAX_CODE = "tax_code"
    LICENSE_NUMBER = "license_number"
    PHONE = "phone"
    SOURCE = "source"


# Folded, the usual one first, as those of units are; what a unit's file may be headed by, a list may be too.
HEADINGS: Mapping[Column, tuple[str, ...]] = {
    Column.NAME: (*UNIT_HEADINGS[UnitColumn.NAME], "ten nguoi nop thue"),
    Column.KIND: (*UNIT_HEADINGS[UnitColumn.KIND], "nganh nghe kinh doanh"),
    Column.ADDRESS: (*UNIT_HEADINGS[UnitColumn.ADDRESS], "dia chi kinh doanh"),
    Column.COMMUNE: UNIT_HEADINGS[UnitColumn.COMMUNE],
    Column.DISTRICT: UNIT_HEADINGS[UnitColumn.DISTRICT],
    Column.TAX_CODE: UNIT_HEADINGS[UnitColumn.TAX_CODE],
    Column.LICENSE_NUMBER: ("so giay phep", "giay phep", "so gcn", "so dkkd", "giay phep so"),
    Column.PHONE: (
        *UNIT_HEADINGS[UnitColumn.MANAGER_PHONE],
        *UNIT_HEADINGS[UnitColumn.PHONE],
        "dien thoai lien he",
    ),
    Column.SOURCE: ("nguon", "nguon danh sach", "co quan cap"),
}
NEEDED = (Column.NAME, Column.KIND, Column.COMMUNE)


class Wrong(StrEnum):
    """Why a row cannot be entered."""

    NO_NAME = "no_name"
    UNKNOWN_KIND = "unknown_kind"
    UNKNOWN_PLACE = "unknown_place"
    AMBIGUOUS_PLACE = "ambiguous_place"
    NOT_YOURS = "not_yours"
    WRONG_TAX_CODE = "wrong_tax_code"
    WRONG_PHONE = "wrong_phone"
    TWICE = "twice"


# In which column a row is mended that is wrong for this.
WRONG_COLUMNS: Mapping[Wrong, Column] = {
    Wrong.NO_NAME: Column.NAME,
    Wrong.UNKNOWN_KIND: Column.KIND,
    Wrong.UNKNOWN_PLACE: Column.COMMUNE,
    Wrong.AMBIGUOUS_PLACE: Column.COMMUNE,
    Wrong.NOT_YOURS: Column.COMMUNE,
    Wrong.WRONG_TAX_CODE: Column.TAX_CODE,
    Wrong.WRONG_PHONE: Column.PHONE,
    Wrong.TWICE: Column.NAME,
}


@dataclass(frozen=True)
class Details:
    """What a list says of a place, as it is stored; the place and kind stand apart."""

    name: str
    address: str = ""
    tax_code: str = ""
    license_number: str = ""
    phone: str = ""
    source: str = ""


@dataclass(frozen=True)
class Entry:
    """One legible row: its place's id, its kind, its details."""

    area_id: int
    kind: UnitKind
    details: Details

    @property
    def key(self) -> Key:
        """What makes two rows of one kind and place the same: the tax code, else the folded name."""
        return self.area_id, self.kind.value, self.details.tax_code or name_key(self.details.name)

    @property
    def named_key(self) -> Key:
        """The same by name alone, for a list that has no tax codes."""
        return self.area_id, self.kind.value, name_key(self.details.name)


def name_key(name: str) -> str:
    """A name as it is compared: folded, signs as blanks, the words that lists put before it left out."""
    words = re.findall(r"[^\W_]+", search_key(name))
    return " ".join(word for word in words if word not in _EMPTY_WORDS)[:200]


_EMPTY_WORDS = frozenset({"cong", "ty", "tnhh", "mtv", "cp", "co", "phan", "dntn", "hkd", "ho", "kinh", "doanh"})


def columns_of(header: Sequence[str]) -> dict[Column, int]:
    """Which column of the table holds what, by its heading, in any order."""
    return {Column(name): place for name, place in recognise(header, HEADINGS).items()}


def kind_named(text: str, labels: Mapping[UnitKind, str]) -> UnitKind | None:
    """The kind that a list names: its label or code folded, or a word of the trade."""
    wanted = search_key(text)
    by_name = {search_key(label): kind for kind, label in labels.items()} | {kind.value: kind for kind in UnitKind}
    if wanted in by_name:
        return by_name[wanted]
    return next((kind for word, kind in _TRADES if f" {word} " in f" {wanted} "), None)


# Words of trades as tax and licence lists use them; the first that occurs decides.
_TRADES: Sequence[tuple[str, UnitKind]] = (
    ("nha nghi", UnitKind.LODGING),
    ("nha tro", UnitKind.LODGING),
    ("homestay", UnitKind.LODGING),
    ("luu tru", UnitKind.LODGING),
    ("khach san", UnitKind.HOTEL),
    ("sieu thi", UnitKind.SUPERMARKET),
    ("nha hang", UnitKind.RESTAURANT),
    ("quan an", UnitKind.EATERY),
    ("an uong", UnitKind.EATERY),
    ("ca phe", UnitKind.CAFE),
    ("cafe", UnitKind.CAFE),
    ("giai khat", UnitKind.CAFE),
    ("van tai hanh khach", UnitKind.TRANSPORT),
    ("xe khach", UnitKind.TRANSPORT),
    ("tau khach", UnitKind.TRANSPORT),
    ("truong", UnitKind.SCHOOL),
    ("mam non", UnitKind.SCHOOL),
    ("benh vien", UnitKind.HOSPITAL),
    ("phong kham", UnitKind.HOSPITAL),
    ("tram y te", UnitKind.HOSPITAL),
    ("cua hang", UnitKind.SHOP),
    ("tap hoa", UnitKind.SHOP),
    ("nha thuoc", UnitKind.SHOP),
    ("cong ty", UnitKind.COMPANY),
)
_TAX_CODE = re.compile(r"(\d{10})-?(\d{3})?", re.ASCII)


def read_tax_code(text: str) -> str | None:
    """The stored form of a tax code, "" for none, None when it is no tax code. Excel drops a leading zero."""
    digits = re.sub(r"[\s.]", "", text)
    if not digits:
        return ""
    found = _TAX_CODE.fullmatch(digits.zfill(10) if len(digits) == 9 else digits)
    return "-".join(part for part in found.groups() if part) if found else None


def read_phone(text: str) -> str | None:
    """The stored form of a phone, "" for none, None when it is no phone. Excel drops a leading zero."""
    if not text.strip():
        return ""
    for typed in (text, f"0{text.strip()}"):
        try:
            return normalise_phone(typed)
        except InvalidPhone:
            continue
    return None


def changes(stored: Details, read: Details) -> list[str]:
    """Names of the details that a row gives anew; what a row leaves empty, or a name in other letters, stays."""
    given = [field.name for field in fields(Details) if getattr(read, field.name)]
    same_name = {"name"} if name_key(read.name) == name_key(stored.name) else set()
    return [name for name in given if name not in same_name and getattr(read, name) != getattr(stored, name)]
