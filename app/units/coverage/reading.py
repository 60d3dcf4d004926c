"""Rows of a file become entries: places found by their names, kinds by their words, mistakes named."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from app.text import fold_place, nfc, search_key
from app.units.coverage.rules import (
    Column,
    Details,
    Entry,
    Judged,
    Key,
    Present,
    Verdict,
    Wrong,
    kind_named,
    name_key,
    read_phone,
    read_tax_code,
    verdict_of,
)
from app.units.coverage.sheet import Sheet
from app.units.rules import UnitKind

LONGEST = {"name": 160, "address": 200, "license_number": 60, "source": 160}


@dataclass(frozen=True)
class Commune:
    """A commune as lists name it: `allowed` where the reader may enter places of whichever owner."""

    id: int
    name: str
    district: str
    allowed: bool


class Reader:
    """Reads rows for one officer: `owner_id` says who would answer for a place, `body_ids` for whom he may enter."""

    def __init__(
        self,
        communes: Sequence[Commune],
        labels: Mapping[UnitKind, str],
        *,
        owner_id: Any,
        body_ids: Collection[int],
        source: str,
    ) -> None:
        self._communes: dict[str, list[Commune]] = {}
        for commune in communes:
            self._communes.setdefault(fold_place(commune.name), []).append(commune)
        self._labels, self._owner_id, self._body_ids, self._source = labels, owner_id, body_ids, source

    def judge(self, sheet: Sheet, present: Mapping[Key, Present]) -> Iterator[Judged]:
        """Each row with what entering it would do; of two rows that mean the same place the second is wrong."""
        met: set[Key] = set()
        for line, row in sheet.rows:
            texts = {column: nfc(row[place]) for column, place in sheet.columns.items() if place < len(row)}
            entry, wrong = self._read(texts)
            if entry and entry.key in met:
                wrong = Wrong.TWICE
            if wrong or entry is None:
                yield Judged(line, texts, Verdict.WRONG, wrong)
                continue
            met.add(entry.key)
            yield Judged(line, texts, verdict_of(entry, present), entry=entry)

    def _read(self, texts: Mapping[Column, str]) -> tuple[Entry | None, Wrong | None]:
        name = texts.get(Column.NAME, "")
        kind = kind_named(texts.get(Column.KIND, ""), self._labels)
        tax_code, phone = read_tax_code(texts.get(Column.TAX_CODE, "")), read_phone(texts.get(Column.PHONE, ""))
        if not name_key(name):
            return None, Wrong.NO_NAME
        if kind is None:
            return None, Wrong.UNKNOWN_KIND
        place = self._place(texts.get(Column.COMMUNE, ""), texts.get(Column.DISTRICT, ""))
        if isinstance(place, Wrong):
            return None, place
        if not (place.allowed or self._owner_id(kind, name, place.id) in self._body_ids):
            return None, Wrong.NOT_YOURS
        if tax_code is None or phone is None:
            return None, Wrong.WRONG_TAX_CODE if tax_code is None else Wrong.WRONG_PHONE
        return Entry(place.id, kind, self._details(texts, name, tax_code, phone)), None

    def _details(self, texts: Mapping[Column, str], name: str, tax_code: str, phone: str) -> Details:
        return Details(
            name=name[: LONGEST["name"]],
            address=texts.get(Column.ADDRESS, "")[: LONGEST["address"]],
            tax_code=tax_code,
            license_number=texts.get(Column.LICENSE_NUMBER, "")[: LONGEST["license_number"]],
            phone=phone,
            source=(texts.get(Column.SOURCE) or self._source)[: LONGEST["source"]],
        )

    def _place(self, commune: str, district: str) -> Commune | Wrong:
        """The commune meant; names are not unique, so a district tells them apart, then the kind of place."""
        name, _comma, behind = commune.partition(",")
        district = district or behind
        found = self._communes.get(fold_place(name), [])
        if district:
            found = [each for each in found if fold_place(each.district) == fold_place(district)]
        exact = [each for each in found if search_key(each.name) == search_key(name)]
        for fitting in (found, exact, [each for each in found if each.allowed]):
            if len(fitting) == 1:
                return fitting[0]
        return Wrong.AMBIGUOUS_PLACE if found else Wrong.UNKNOWN_PLACE


def entry_row(entry: Entry) -> list[Any]:
    """A legible row as it waits for the worker."""
    return [entry.area_id, entry.kind.value, asdict(entry.details)]


def entry_of(row: Sequence[Any]) -> Entry:
    """The legible row that waited."""
    return Entry(row[0], UnitKind(row[1]), Details(**row[2]))
