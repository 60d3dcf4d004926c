"""What was found is remembered in this process: as long as it cannot have changed, or for less than a minute.

Only where a worker counts ahead: what it counted has a version, and every key has one, so that a new count is a new
key. Nothing of a person is here: the answers are counts, the keys ids of bodies and places.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, current_app

from app.directives.measures import Limits
from app.door import Viewer

NAME = "figures_remembered"
# Of numbers, in one process; most are eight bytes each.
MOST = 2_000_000
Found = TypeVar("Found")
Asked = TypeVar("Asked", bound=Hashable)


@dataclass(frozen=True)
class _Entry:
    value: Any
    weight: int
    until: float


class Memory:
    """The answers used last, as many as have room."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._weight = 0
        self._entries: OrderedDict[Hashable, _Entry] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, key: Hashable) -> Any:
        """What is remembered under a key, or None."""
        with self._lock:
            entry = self._entries.get(key)
            if entry is None or entry.until < time.monotonic():
                return None
            self._entries.move_to_end(key)
            return entry.value

    def keep(self, key: Hashable, value: Any, *, weight: int, seconds: float) -> None:
        """Remember an answer; what was not asked for longest gives way."""
        with self._lock:
            self._forget(self._entries.pop(key, None))
            self._entries[key] = _Entry(value, weight, time.monotonic() + seconds)
            self._weight += weight
            while self._weight > self._most:
                self._forget(self._entries.popitem(last=False)[1])

    def _forget(self, entry: _Entry | None) -> None:
        self._weight -= entry.weight if entry else 0


def memory() -> Memory:
    """This process's."""
    found: Memory = current_app.extensions[NAME]
    return found


def remembered(
    key: Hashable, find: Callable[[], Found], *, seconds: float = float("inf"), weigh: Callable[[Found], int]
) -> Found:
    """What `find` answered under the key not longer than so many seconds ago, else what it answers now."""
    known: Found | None = memory().find(key)
    if known is None:
        known = find()
        memory().keep(key, known, weight=1 + weigh(known), seconds=seconds)
    return known


def remembered_each(
    keys: Mapping[Asked, Hashable],
    read: Callable[[Collection[Asked]], Mapping[Asked, Found]],
    *,
    weigh: Callable[[Found], int],
) -> Mapping[Asked, Found]:
    """The answer to each of these, by its key; those that nobody remembers are read together."""
    found = {asked: known for asked, key in keys.items() if (known := memory().find(key)) is not None}
    missing = [asked for asked in keys if asked not in found]
    for asked, answer in read(missing).items() if missing else ():
        found[asked] = answer
        memory().keep(keys[asked], answer, weight=1 + weigh(answer), seconds=float("inf"))
    return found


def scope_of(viewer: Viewer) -> Hashable:
    """What two viewers have in common who see the same rows, whoever they are, and who changed nothing just now."""
    own = (viewer.organisation_ids, viewer.area_ids, viewer.unit_ids, viewer.team_ids)
    return viewer.acted, viewer.organisation_id, viewer.sees_all, viewer.sees_restricted, *own


def limits_of(limits: Limits) -> Hashable:
    """The same of limits."""
    pairs = (limits.organisation_ids, limits.area_ids, limits.unit_ids, limits.unit_kinds)
    return tuple(None if ids is None else frozenset(ids) for ids in pairs)


def init_app(app: Flask) -> None:
    app.extensions[NAME] = Memory()
