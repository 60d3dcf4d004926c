"""Must-register lists: what a row says, what it means beside the rows of today, and which unit it is."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum

from app.text import InvalidPhone, normalise_phone, search_key
from app.units.intake.columns import HEADINGS as UNIT_HEADINGS
from app.units.intake.columns import recognise
from app.units.intake.rules import Column as UnitColumn
from app.units.rules import UnitKind

MOST_ENTRIES = 30_000


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


class Verdict(StrEnum):
    """What entering a row does."""

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"
    WRONG = "wrong"


class MatchedBy(StrEnum):
    """By what a place of a list was found in the register."""

    TAX_CODE = "tax_code"
    NAME = "name"
    PHONE = "phone"


class CallStatus(StrEnum):
    """How far officers came with a place that is missing from the register."""

    OPEN = "open"
    CALLED = "called"
    NOT_APPLICABLE = "not_applicable"


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
    def key(self) -> "Key":
        """What makes two rows of one kind and place the same: the tax code, else the folded name."""
        return self.area_id, self.kind.value, self.details.tax_code or name_key(self.details.name)

    @property
    def named_key(self) -> "Key":
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


@dataclass(frozen=True)
class Registered:
    """A unit as matching looks at it."""

    id: int
    area_id: int
    name_key: str
    tax_code: str
    phones: frozenset[str]


class Register:
    """Units by what they can be found by; of two that fit equally neither is taken, unless they are told apart."""

    def __init__(self, units: Iterable[Registered]) -> None:
        self._by_tax_code: dict[str, list[Registered]] = {}
        self._by_name: dict[tuple[int, str], list[Registered]] = {}
        self._by_phone: dict[str, list[Registered]] = {}
        for unit in units:
            if unit.tax_code:
                self._by_tax_code.setdefault(unit.tax_code, []).append(unit)
            self._by_name.setdefault((unit.area_id, unit.name_key), []).append(unit)
            for phone in unit.phones:
                self._by_phone.setdefault(phone, []).append(unit)

    def find(self, entry: Entry) -> tuple[int, MatchedBy] | None:
        """The unit that a row means: by tax code, else by name in the commune, else by phone."""
        details = entry.details
        name = name_key(details.name)
        named = self._by_name.get((entry.area_id, name), []) if name else []
        for units, by in (
            (self._by_tax_code.get(details.tax_code, []) if details.tax_code else [], MatchedBy.TAX_CODE),
            # Another tax code is another enterprise, whatever its name.
            ([unit for unit in named if _may_be_one(unit.tax_code, details.tax_code)], MatchedBy.NAME),
            (self._by_phone.get(details.phone, []) if details.phone else [], MatchedBy.PHONE),
        ):
            found = _only(units, entry.area_id, name, by)
            if found is not None:
                return found, by
        return None


def _may_be_one(mine: str, other: str) -> bool:
    return not (mine and other) or mine == other


def _only(units: Sequence[Registered], area_id: int, name: str, by: MatchedBy) -> int | None:
    """The one unit meant: of several the one in the commune, of these the one so named; a phone binds its place."""
    here = [unit for unit in units if unit.area_id == area_id]
    if by is MatchedBy.PHONE:
        units = here
    for fitting in (units, here, [unit for unit in here if unit.name_key == name]):
        if len(fitting) == 1:
            return fitting[0].id
    return None


@dataclass(frozen=True)
class Present:
    """A row of a list that counts today."""

    id: int
    entry: Entry


@dataclass(frozen=True)
class Plan:
    """What entering rows does: rows that come, rows that say more of one that is there, rows of the past."""

    new: Sequence[Entry]
    changed: Sequence[tuple[int, Entry]]
    same_count: int
    ended_ids: Sequence[int]

    @property
    def is_empty(self) -> bool:
        """Whether entering the rows changes nothing."""
        return not (self.new or self.changed or self.ended_ids)


Key = tuple[int, str, str]


def by_key(present: Iterable[Present]) -> dict[Key, Present]:
    """Rows that count today by what they can be known again by: the tax code, and the folded name."""
    found: dict[Key, Present] = {}
    for each in present:
        for key in (each.entry.key, each.entry.named_key):
            found.setdefault(key, each)
    return found


def known_as(entry: Entry, there: Mapping[Key, Present]) -> Present | None:
    """The row that means the same place: by tax code, else by name where not both have a tax code that differs."""
    found = there.get(entry.key) or there.get(entry.named_key)
    if found and _may_be_one(found.entry.details.tax_code, entry.details.tax_code):
        return found
    return None


def plan(entries: Iterable[Entry], present: Iterable[Present]) -> Plan:
    """Hold the legible rows of a file against those that count today.

    A list takes the place of the earlier one of the same source, for the places and kinds that it names: what it no
    longer has ends. What another source had listed before stays once.
    """
    rows = list(present)
    read, there = {entry.key: entry for entry in entries}, by_key(rows)
    replaced = {_group(entry) for entry in read.values()}
    pairs = [(known_as(entry, there), entry) for entry in read.values()]
    known = [(each, entry) for each, entry in pairs if each]
    changed = [(each.id, _merged(each.entry, entry)) for each, entry in known if _says_more(each.entry, entry)]
    kept = {each.id for each, _ in known}
    gone = [each.id for each in rows if each.id not in kept and _group(each.entry) in replaced]
    return Plan([entry for each, entry in pairs if not each], changed, len(known) - len(changed), gone)


def _says_more(stored: Entry, read: Entry) -> bool:
    # Whoever lists a place first is its source; a second list does not take it over.
    return bool(set(changes(stored.details, read.details)) - {"source"})


def _merged(stored: Entry, read: Entry) -> Entry:
    more = {name: getattr(read.details, name) for name in changes(stored.details, read.details) if name != "source"}
    return replace(stored, details=replace(stored.details, **more))


def _group(entry: Entry) -> tuple[int, UnitKind, str]:
    return entry.area_id, entry.kind, entry.details.source


def verdict_of(entry: Entry, there: Mapping[Key, Present]) -> Verdict:
    """What entering one legible row does."""
    found = known_as(entry, there)
    if found is None:
        return Verdict.NEW
    return Verdict.CHANGED if _says_more(found.entry, entry) else Verdict.SAME


@dataclass(frozen=True)
class Judged:
    """A row of a file with what entering it would do: its line, its texts, the verdict and why."""

    line: int
    texts: Mapping[Column, str]
    verdict: Verdict
    wrong: Wrong | None = None
    entry: Entry | None = None
