"""Four weeks of a unit, a cell a day: what was counted, and whether anything was due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app import clock
from app.door import Viewer
from app.tallies.models import UnitDay
from app.tallies.queries import is_late, list_unit_days
from app.tallies.rules import DayState, day_state
from app.units.models import Unit
from app.units.queries import closed_spans, status_changes
from app.units.rules import USABLE, is_open, status_on

STRIP_DAYS = 28


@dataclass(frozen=True)
class StripDay:
    """One day of the strip; `row` is None when nothing was counted or declared."""

    day: date
    state: DayState
    row: UnitDay | None

    @property
    def entry_count(self) -> int:
        return self.row.entry_count if self.row else 0


def strip(viewer: Viewer, unit: Unit, last: date) -> Sequence[StripDay]:
    """The unit's days up to `last`, oldest first."""
    first = last - timedelta(STRIP_DAYS - 1)
    rows = {row.day: row for row in list_unit_days(viewer, unit.id, first, last)}
    expected = _expected_days(viewer, unit, first, last)
    return [
        StripDay(day, _state(day, rows.get(day), expected=day in expected), rows.get(day))
        for day in clock.days(first, last)
    ]


def _expected_days(viewer: Viewer, unit: Unit, first: date, last: date) -> frozenset[date]:
    """Days on which the unit was in use and its door open."""
    closed = closed_spans(viewer, unit, first, last)
    changes = [(row.from_on, row.status) for row in status_changes(viewer, unit)]
    return frozenset(
        day
        for day in clock.days(first, last)
        if status_on(changes, day) in USABLE and is_open(unit.open_weekdays, closed, day)
    )


def _state(day: date, row: UnitDay | None, *, expected: bool) -> DayState:
    declared_at = row.no_visitors_at if row else None
    return day_state(
        expected=expected,
        entry_count=row.entry_count if row else 0,
        declared=declared_at is not None,
        late=declared_at is not None and is_late(day, declared_at),
        pending=not is_late(day, clock.now()),
    )
