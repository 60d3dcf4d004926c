"""Which unit of the register a row means, and how far one came with a place that has none."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.units.coverage.rules.entries import Entry, name_key


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
            ([unit for unit in named if may_be_one(unit.tax_code, details.tax_code)], MatchedBy.NAME),
            (self._by_phone.get(details.phone, []) if details.phone else [], MatchedBy.PHONE),
        ):
            found = _only(units, entry.area_id, name, by)
            if found is not None:
                return found, by
        return None


def may_be_one(mine: str, other: str) -> bool:
    """Whether two tax codes, "" for unknown, can be of one enterprise."""
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
