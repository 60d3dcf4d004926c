"""One row of a file, read: what its cells mean, and every reason for which it cannot be taken."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from app.codes import InvalidCode, parse_code
from app.text import InvalidPhone, normalise_phone, search_key
from app.text.clean import ascii_digits
from app.units.fields import TAX_CODE
from app.units.intake.book import Answers, Book
from app.units.intake.kinds import find_kind, kind_names
from app.units.intake.rules import Column, Reason
from app.units.likeness import likeness_key
from app.units.rules import UnitKind, is_named_household

Cells = Mapping[str, str]
Reasons = list[list[str]]

LONGEST = {Column.NAME: 160, Column.ADDRESS: 200, Column.MANAGER_NAME: 120}
CELL_CHARACTERS = 300
# Numbers that a spreadsheet took for amounts: the zero in front is gone.
_SHORN_MOBILE = re.compile(r"[35789]\d{8}", re.ASCII)
_SHORN_OTHERS = re.compile(r"(?:2\d{8,9}|1[268]\d{8})", re.ASCII)
_SEVERAL = re.compile(r"[;,/|\n]|\s-\s|\bho\u1eb7c\b")
# How people tick a box in a table; folded.
YES = frozenset({"x", "co", "1", "dung", "yes", "true", "ho kinh doanh", "hkd"})
NO = frozenset({"", "khong", "0", "sai", "no", "false", "-"})
_TEXTS = (Column.NAME, Column.ADDRESS, Column.MANAGER_NAME)


@dataclass(frozen=True)
class Question:
    """A text of the file that can mean several things, or nothing that is known."""

    column: str
    key: str
    shown: str = field(compare=False)
    candidates: tuple[int, ...] = ()


@dataclass
class Read:
    """What a row says: the details of a unit by name, what is wrong, what has to be asked."""

    details: dict[str, Any]
    reasons: Reasons = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)


class RowReader:
    """Reads the rows of one file for one viewer; what was read once of a text holds for all rows with it."""

    def __init__(self, book: Book, answers: Answers) -> None:
        self._book = book
        self._answers = answers
        self._kinds = kind_names()
        self._known_kinds: dict[str, UnitKind | None] = {}
        self._known_places: dict[tuple[str, str], tuple[int | None, Reason | None, tuple[int, ...]]] = {}

    def read(self, cells: Cells) -> Read:
        """Every detail of the row; each of the reasons that speak against it, not only the first."""
        row = Read({})
        for column in _TEXTS:
            self._read_text(row, column, cells.get(column, ""))
        self._read_kind(row, cells.get(Column.KIND, ""))
        self._read_place(row, cells.get(Column.COMMUNE, ""), cells.get(Column.DISTRICT, ""))
        self._read_phone(row, Column.MANAGER_PHONE, cells.get(Column.MANAGER_PHONE, ""), needed=True)
        self._read_phone(row, Column.PHONE, cells.get(Column.PHONE, ""))
        self._read_tax_code(row, cells.get(Column.TAX_CODE, ""))
        self._read_household(row, cells.get(Column.HOUSEHOLD, ""))
        self._read_code(row, cells.get(Column.CODE, ""))
        self._read_owner(row, cells.get(Column.ORGANISATION, ""))
        row.details["likeness"] = likeness_key(row.details["name"])
        return row

    def shown(self, name: str, value: Any) -> str:
        """A detail as people read it; a kind stays its value, whose label depends on the reader's language."""
        book = {"area_id": "area", "organisation_id": "organisation"}
        return self._book.name_of(book[name], value) if name in book else str(value)

    def _read_text(self, row: Read, column: Column, text: str) -> None:
        row.details[column.value] = text
        if not text:
            row.reasons.append([Reason(f"{column}_missing"), ""])
        elif not any(map(str.isalnum, text)):
            row.reasons.append([Reason(f"{column}_illegible"), text])
        elif len(text) > LONGEST[column]:
            row.reasons.append([Reason(f"{column}_long"), str(LONGEST[column])])

    def _read_kind(self, row: Read, text: str) -> None:
        if text not in self._known_kinds:
            answer = self._answers.get(f"{Column.KIND}:{search_key(text)}")
            self._known_kinds[text] = UnitKind(answer) if answer else find_kind(text, self._kinds)
        kind = self._known_kinds[text]
        row.details["kind"] = kind
        if not text:
            row.reasons.append([Reason.KIND_MISSING, ""])
        elif kind is None:
            row.reasons.append([Reason.KIND_UNKNOWN, text])
            row.questions.append(Question(Column.KIND, search_key(text), text))

    def _read_place(self, row: Read, commune: str, district: str) -> None:
        typed = (commune, district)
        if typed not in self._known_places:
            self._known_places[typed] = self._find_place(commune, district)
        area_id, reason, candidates = self._known_places[typed]
        row.details["area_id"] = area_id
        shown = ", ".join(part for part in (commune, district) if part)
        if reason:
            row.reasons.append([reason, shown])
        if reason in (Reason.COMMUNE_UNKNOWN, Reason.COMMUNE_AMBIGUOUS):
            asked = "|".join(map(search_key, typed))
            row.questions.append(Question(Column.COMMUNE, asked, shown, candidates))

    def _find_place(self, commune: str, district: str) -> tuple[int | None, Reason | None, tuple[int, ...]]:
        if not commune:
            return None, Reason.COMMUNE_MISSING, ()
        answer = self._answers.get(f"{Column.COMMUNE}:{search_key(commune)}|{search_key(district)}")
        if answer and int(answer) in self._book.mine:
            return int(answer), None, ()
        found = [place.id for place in self._book.find_communes(commune, district)]
        mine = [each for each in found if each in self._book.mine]
        if found and not mine:
            return None, Reason.COMMUNE_ELSEWHERE, ()
        if len(mine) != 1:
            return None, Reason.COMMUNE_AMBIGUOUS if mine else Reason.COMMUNE_UNKNOWN, tuple(mine)
        return mine[0], None, ()

    def _read_owner(self, row: Read, text: str) -> None:
        area_id, kind = row.details["area_id"], row.details["kind"]
        row.details["organisation_id"], row.details["owner_given"] = None, bool(text)
        if not text:
            if area_id and kind:
                row.details["organisation_id"] = self._book.natural_owner(
                    kind, row.details["name"], area_id, is_household=row.details["is_household"]
                )
            return
        answer = self._answers.get(f"{Column.ORGANISATION}:{search_key(text)}")
        found = [int(answer)] if answer else [body.id for body in self._book.find_bodies(text, area_id)]
        if len(found) == 1 and found[0] in self._book.allowed:
            row.details["organisation_id"] = found[0]
            return
        reason = Reason.ORGANISATION_UNKNOWN
        if found:
            own = any(each in self._book.allowed for each in found)
            reason = Reason.ORGANISATION_AMBIGUOUS if own else Reason.ORGANISATION_NOT_YOURS
        row.reasons.append([reason, text])
        if reason is not Reason.ORGANISATION_NOT_YOURS:
            row.questions.append(Question(Column.ORGANISATION, search_key(text), text, tuple(found)))

    def _read_phone(self, row: Read, column: Column, text: str, *, needed: bool = False) -> None:
        row.details[column.value] = number = repaired_phone(text)
        if text and not number:
            row.reasons.append([Reason(f"{column}_wrong"), text])
        elif needed and not text:
            row.reasons.append([Reason(f"{column}_missing"), ""])

    def _read_tax_code(self, row: Read, text: str) -> None:
        row.details["tax_code"] = code = repaired_tax_code(text)
        if text and not code:
            row.reasons.append([Reason.TAX_CODE_WRONG, text])

    def _read_household(self, row: Read, text: str) -> None:
        said = search_key(text)
        row.details["is_household"] = said in YES or is_named_household(row.details["name"])
        if said not in YES | NO:
            row.reasons.append([Reason.HOUSEHOLD_UNKNOWN, text])

    def _read_code(self, row: Read, text: str) -> None:
        row.details["code"] = ""
        if not text:
            return
        try:
            row.details["code"] = parse_code(text)
        except InvalidCode:
            row.reasons.append([Reason.CODE_UNKNOWN, text])


def repaired_phone(text: str) -> str:
    """The stored form of a phone as lists hold it: its zero lost to a number, an old one, the first of several.

    Empty when there is none.
    """
    if not text:
        return ""
    for part in chain((text,), _parts(text)):
        digits = part.strip().strip("'")
        if _SHORN_MOBILE.fullmatch(digits) or _SHORN_OTHERS.fullmatch(digits):
            digits = f"0{digits}"
        try:
            return normalise_phone(digits)
        except InvalidPhone:
            continue
    return ""


def _parts(text: str) -> Iterator[str]:
    """The numbers of a cell that holds several; looked for only where the whole is none."""
    yield from _SEVERAL.split(text)


def repaired_tax_code(text: str) -> str:
    """The stored form of a tax code, also one whose zero in front was lost to a number. Empty when it is none."""
    if not text:
        return ""
    code = re.sub(r"[\s.']", "", ascii_digits(text)).upper()
    if code.isdecimal() and len(code) in (9, 12):
        code = f"0{code}"
    found = TAX_CODE.fullmatch(code)
    return "-".join(part for part in found.groups() if part) if found else ""
