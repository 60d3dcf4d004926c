"""What hangs on units and so keeps an import from being taken back; each chapter says it of its own facts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_babel import LazyString
from sqlalchemy import Select

Count = Callable[[Select[Any]], int]


@dataclass(frozen=True)
class Hold:
    """A fact that would be lost: what it is, and how many of some units (a select of their ids) have it."""

    label: LazyString
    count: Count


_holds: list[Hold] = []


def register_hold(label: LazyString, count: Count) -> None:
    """Let these facts keep imports; saying it again changes nothing."""
    if count not in {hold.count for hold in _holds}:
        _holds.append(Hold(label, count))


def find_holds(unit_ids: Select[Any]) -> list[tuple[LazyString, int]]:
    """What keeps these units, and how many of them."""
    counted = ((hold.label, hold.count(unit_ids)) for hold in _holds)
    return [(label, count) for label, count in counted if count]
