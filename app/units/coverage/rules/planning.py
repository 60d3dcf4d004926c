"""What entering the rows of a file does to the list of today."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from app.units.coverage.rules.entries import Column, Entry, Key, Wrong, changes
from app.units.coverage.rules.matching import may_be_one
from app.units.rules import UnitKind


class Verdict(StrEnum):
    """What entering a row does."""

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"
    WRONG = "wrong"


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
    if found and may_be_one(found.entry.details.tax_code, entry.details.tax_code):
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
