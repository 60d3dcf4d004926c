"""What the worker counted of a measure, by the body that answers and the commune: whoever asks adds up his own cells.

A cell has one body and one place, so that any scope and any level is a sum of whole cells. What bodies do themselves
has no place.
"""

import json
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain
from operator import add
from typing import Any

from app.access.scope import own_keys
from app.directives.measures import Cut, Limits
from app.door import Viewer

NOWHERE = 0
# Of each measure hardly ever another from day to day.
PLACES_KNOWN = 256
# Body, place, name of the part.
Key = tuple[int, int, str]


@dataclass(frozen=True, eq=False)
class Places:
    """Whose and where each cell is."""

    organisation_ids: Sequence[int]
    area_ids: Sequence[int]

    def __len__(self) -> int:
        return len(self.organisation_ids)

    def chosen(self, viewer: Viewer, limits: Limits) -> Sequence[int]:
        """Which cells the viewer sees within the limits; single units, and kinds of them, no cell tells apart."""
        own = own_keys(viewer)
        if own is None and limits.organisation_ids is None and limits.area_ids is None:
            return range(len(self))
        of_scope = self._of(own.organisation_ids, own.area_ids) if own else None
        of_bodies = None if limits.organisation_ids is None else self._of(limits.organisation_ids, ())
        # What has no place is not limited by any.
        of_places = None if limits.area_ids is None else self._of((), {*limits.area_ids, NOWHERE})
        return sorted(set.intersection(*(each for each in (of_scope, of_bodies, of_places) if each is not None)))

    def by_line(self, cut: Cut, cells: Sequence[int], lines: Mapping[int, int]) -> Mapping[int, Sequence[int]]:
        """The cells of each body or place, or of the line in which it stands; what has no place is no place's."""
        ids = self.organisation_ids if cut is Cut.OWNER else self.area_ids
        found: defaultdict[int, list[int]] = defaultdict(list)
        for cell in cells:
            found[lines.get(ids[cell], ids[cell])].append(cell)
        found.pop(NOWHERE, None)
        return found

    def _of(self, organisation_ids: Iterable[int], area_ids: Iterable[int]) -> set[int]:
        bodies = {cell for id_ in organisation_ids for cell in self._of_bodies.get(id_, ())}
        return bodies | {cell for id_ in area_ids for cell in self._of_areas.get(id_, ())}

    @cached_property
    def _of_bodies(self) -> Mapping[int, Sequence[int]]:
        return _positions(self.organisation_ids)

    @cached_property
    def _of_areas(self) -> Mapping[int, Sequence[int]]:
        return _positions(self.area_ids)


def _positions(ids: Sequence[int]) -> Mapping[int, Sequence[int]]:
    found: defaultdict[int, list[int]] = defaultdict(list)
    for cell, id_ in enumerate(ids):
        found[id_].append(cell)
    return found


@lru_cache(PLACES_KNOWN)
def _places(organisation_ids: tuple[int, ...], area_ids: tuple[int, ...]) -> Places:
    """One of the same ones, whatever the day."""
    return Places(organisation_ids, area_ids)


@dataclass(frozen=True, eq=False)
class Cells:
    """So much of every part in each cell; a part that no cell has is missing."""

    places: Places
    parts: Mapping[str, Sequence[int]]

    @property
    def weight(self) -> int:
        """How many numbers these are."""
        return len(self.places) * len(self.parts)

    def sums(self, cells: Sequence[int]) -> dict[str, int]:
        """Of each part how much these have together."""
        if len(cells) == len(self.places):
            return {name: sum(counts) for name, counts in self.parts.items()}
        return {name: sum([counts[cell] for cell in cells]) for name, counts in self.parts.items()}

    def joined(self, name: Callable[[str], str]) -> "Cells":
        """The same with parts under other names: those of one name are added, those of none left out."""
        names = {part: name(part) for part in self.parts}
        if all(part == new for part, new in names.items()):
            return self
        parts: dict[str, Sequence[int]] = {}
        for part, new in names.items():
            if new:
                parts[new] = _sum(parts.get(new), self.parts[part])
        return Cells(self.places, parts)


NONE = Cells(_places((), ()), {})


def cells_of(counts: Mapping[Key, int]) -> Cells:
    """The cells with these counts, in the order of their bodies and places."""
    keys = sorted({(body_id, area_id) for (body_id, area_id, _), count in counts.items() if count})
    names = sorted({name for (_, _, name), count in counts.items() if count})
    parts = {name: array("q", [counts.get((*key, name), 0) for key in keys]) for name in names}
    return Cells(_places(tuple(key[0] for key in keys), tuple(key[1] for key in keys)), parts)


def added(several: Sequence[Cells]) -> Cells:
    """The sum, cell by cell."""
    is_one_kind = len({id(each.places) for each in several}) == 1
    return _added_in_place(several) if is_one_kind else _added_by_key(several)


def _added_in_place(several: Sequence[Cells]) -> Cells:
    """Of the same cells, as on most days: column by column."""
    parts: dict[str, Sequence[int]] = {}
    for each in several:
        for name, counts in each.parts.items():
            parts[name] = _sum(parts.get(name), counts)
    return Cells(several[0].places, parts)


def _sum(counts: Sequence[int] | None, more: Sequence[int]) -> Sequence[int]:
    return more if counts is None else array("q", map(add, counts, more))


def _added_by_key(several: Sequence[Cells]) -> Cells:
    found: Counter[Key] = Counter()
    for key, count in chain.from_iterable(map(_by_key, several)):
        found[key] += count
    return cells_of(found)


def with_places(known: Cells, area_ids: Collection[int], anew: Cells) -> Cells:
    """The same with the cells of these places as they are counted now."""
    kept = {key: count for key, count in _by_key(known) if key[1] not in area_ids}
    return cells_of({**kept, **dict(_by_key(anew))})


def _by_key(cells: Cells) -> Iterator[tuple[Key, int]]:
    for name, counts in cells.parts.items():
        for body_id, area_id, count in zip(cells.places.organisation_ids, cells.places.area_ids, counts, strict=True):
            yield (body_id, area_id, name), count


def write(sheets: Mapping[str, Cells]) -> str:
    """The cells of several measures as they are stored."""
    found = {
        name: [each.places.organisation_ids, each.places.area_ids, {part: list(n) for part, n in each.parts.items()}]
        for name, each in sheets.items()
    }
    return json.dumps(found, separators=(",", ":"))


def read(stored: str) -> Mapping[str, Cells]:
    """The reverse."""
    found: dict[str, Any] = json.loads(stored)
    return {
        name: Cells(_places(tuple(bodies), tuple(areas)), {part: array("q", n) for part, n in parts.items()})
        for name, (bodies, areas, parts) in found.items()
    }
