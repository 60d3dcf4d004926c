"""Rows held against the register and against the rows above them: new, same, changed, likely a double, or wrong."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from app.units.intake.reading import Cells, Question, Read, RowReader
from app.units.intake.rules import DETAILS, Likeness, Reason, Verdict
from app.units.rules import UnitKind, UnitStatus


class Known(NamedTuple):
    """A unit of the register as far as rows are compared with it.

    `visible`: it is in the viewer's scope; `withheld`: it is not, and its name is not told either.
    """

    id: int
    name: str
    kind: UnitKind
    area_id: int
    organisation_id: int
    address: str
    manager_name: str
    manager_phone: str
    phone: str
    tax_code: str
    is_household: bool
    likeness_key: str
    status: UnitStatus
    visible: bool = True
    withheld: bool = False


@dataclass(frozen=True)
class RawRow:
    """A row as it stands in the file (or was mended): its line there, what its cells say; `id` once it is stored."""

    number: int
    cells: Cells
    id: int | None = None


@dataclass
class CheckedRow:
    """What is said of a row."""

    raw: RawRow
    details: dict[str, Any]
    verdict: Verdict
    notes: list[Any] = field(default_factory=list)
    match_id: int | None = None
    questions: Sequence[Question] = ()


Signs = Iterable[tuple[Likeness, object]]
# Given the keys of many rows at once: the units that share one, and the units by the codes on their posters.
FindLike = Callable[[Sequence[Mapping[str, Any]]], Sequence[Known]]
FindCodes = Callable[[Collection[str]], Mapping[str, Known]]


class Comparer:
    """Says of rows what they are, in the order of the file: it remembers what stood above."""

    def __init__(self, reader: RowReader, find_like: FindLike, find_codes: FindCodes) -> None:
        self._reader, self._find_like, self._find_codes = reader, find_like, find_codes
        self._above: dict[tuple[Likeness, object], RawRow] = {}
        self._taken: set[int] = set()

    def check(self, rows: Sequence[RawRow]) -> list[CheckedRow]:
        """The verdicts on some hundred rows, with as many questions to the register as for one."""
        read = [self._reader.read(row.cells) for row in rows]
        good = [each.details for each in read if not each.reasons]
        register = _Register(self._find_like(good) if good else ())
        codes = {details["code"] for details in good if details["code"]}
        by_code = self._find_codes(codes) if codes else {}
        return [self._judge(row, each, register, by_code) for row, each in zip(rows, read, strict=True)]

    def _judge(self, row: RawRow, read: Read, register: "_Register", by_code: Mapping[str, Known]) -> CheckedRow:
        details = read.details
        if not read.reasons and details["code"] and details["code"] not in by_code:
            read.reasons.append([Reason.CODE_UNKNOWN, row.cells.get("code", "")])
        if read.reasons:
            return CheckedRow(row, details, Verdict.WRONG, read.reasons, questions=read.questions)
        exact = [by_code[details["code"]]] if details["code"] else register.exact(details)
        checked = self._compare(row, details, exact) or self._suspect(row, details, register)
        for sign in _signs(details):
            self._above.setdefault(sign, row)
        return checked

    def _compare(self, row: RawRow, details: dict[str, Any], exact: Sequence[Known]) -> CheckedRow | None:
        free = [(unit, differences(details, unit)) for unit in exact if unit.id not in self._taken]
        if not free:
            return None
        unit, found = min(free, key=lambda each: len(each[1]))
        self._taken.add(unit.id)
        shown = [[name, self._reader.shown(name, old), self._reader.shown(name, new)] for name, old, new in found]
        return CheckedRow(row, details, Verdict.CHANGED if found else Verdict.SAME, shown, unit.id)

    def _suspect(self, row: RawRow, details: dict[str, Any], register: "_Register") -> CheckedRow:
        for sign in _signs(details):
            if unit := register.like(sign):
                named = ("", "") if unit.withheld else (unit.name, unit.address)
                note = [sign[0], "unit", unit.id if unit.visible else None, *named]
                return CheckedRow(row, details, Verdict.DUPLICATE, [note], unit.id if unit.visible else None)
            if above := self._above.get(sign):
                note = [sign[0], "row", above.number, above.cells.get("name", ""), above.cells.get("address", "")]
                return CheckedRow(row, details, Verdict.DUPLICATE, [note])
        return CheckedRow(row, details, Verdict.NEW)


class _Register:
    """The units that share a key with some row, by these keys."""

    def __init__(self, units: Sequence[Known]) -> None:
        self._exact: dict[tuple[str, int, UnitKind], list[Known]] = defaultdict(list)
        self._like: dict[tuple[Likeness, object], Known] = {}
        for unit in units:
            if unit.visible and unit.status is not UnitStatus.CLOSED:
                self._exact[unit.likeness_key, unit.area_id, unit.kind].append(unit)
            for sign in _signs({**unit._asdict(), "likeness": unit.likeness_key}):
                self._like.setdefault(sign, unit)

    def exact(self, details: Mapping[str, Any]) -> Sequence[Known]:
        """Units of the same name, kind and commune."""
        return self._exact.get((details["likeness"], details["area_id"], details["kind"]), ())

    def like(self, sign: tuple[Likeness, object]) -> Known | None:
        """A unit with this sign."""
        return self._like.get(sign)


def _signs(details: Mapping[str, Any]) -> list[tuple[Likeness, object]]:
    """By what a unit is taken for another: name and place, phone, tax code.

    Of the head's phone only with place and kind: one person may answer for many points.
    """
    signs: list[tuple[Likeness, object]] = [(Likeness.NAME, (details["likeness"], details["area_id"]))]
    if details["phone"]:
        signs.append((Likeness.PHONE, details["phone"]))
    if details["manager_phone"]:
        signs.append((Likeness.PHONE, (details["manager_phone"], details["area_id"], details["kind"])))
    if details["tax_code"]:
        signs.append((Likeness.TAX_CODE, details["tax_code"]))
    return signs


def differences(details: Mapping[str, Any], unit: Any) -> list[list[Any]]:
    """[detail, as it is, as the row says] for each that differs; what a row does not say it does not change."""
    said = ((name, details[name]) for name in DETAILS if details[name])
    return [
        [name, getattr(unit, name), new]
        for name, new in said
        if getattr(unit, name) != new and (name != "organisation_id" or details["owner_given"])
    ]
