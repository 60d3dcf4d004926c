"""Days on which a unit's door is closed although its week and its closures say nothing of it.

A later chapter that knows such days says so here; whoever asks the calendar asks this too.
"""

from collections.abc import Callable, Set
from datetime import date

from app.door import Viewer
from app.units.models import Unit

Narrowing = Callable[[Viewer, Unit, date, date], Set[date]]

_narrowings: list[Narrowing] = []


def add_narrowing(narrowing: Narrowing) -> None:
    """Let `narrowing` name closed days from a first to a last one; adding it again changes nothing."""
    if narrowing not in _narrowings:
        _narrowings.append(narrowing)


def closed_besides(viewer: Viewer, unit: Unit, first: date, last: date) -> frozenset[date]:
    """The days from `first` to `last` on which the door is closed for another reason than its calendar."""
    return frozenset(day for narrowing in _narrowings for day in narrowing(viewer, unit, first, last))
