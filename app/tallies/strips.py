"""Four weeks of a unit, a cell a day: what was counted, and whether anything was due."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app import clock
from app.door import Viewer
from app.tallies.models import AppDay, UnitDay
from app.tallies.queries import is_late, list_app_days, list_unit_days
from app.tallies.rules import DECLARING, DayState, day_state
from app.units.models import Unit
from app.units.narrowing import closed_besides
from app.units.queries import closed_spans, status_changes
from app.units.rules import USABLE, is_open, status_on

STRIP_DAYS = 28


@dataclass(frozen=True)
class StripDay:
    """One day of the strip; `row` is None when nothing was counted or declared."""

    day: date
    state: DayState
    row: UnitDay | None
    apps: Sequence[AppDay] = ()

    @property
    def entry_count(self) -> int:
        return self.row.entry_count if self.row else 0

    @property
    def app_entry_count(self) -> int:
        """Entries of people who showed a national app; those counted by head declared nothing."""
        return sum(row.entry_count for row in self.apps if row.app in DECLARING)

    @property
    def app_exit_count(self) -> int:
        return sum(row.exit_count for row in self.apps if row.app in DECLARING)


def strip(viewer: Viewer, unit: Unit, last: date) -> Sequence[StripDay]:
    """The unit's days up to `last`, oldest first."""
    first = last - timedelta(STRIP_DAYS - 1)
    rows = {row.day: row for row in list_unit_days(viewer, unit.id, first, last)}
    apps = defaultdict(list)
    for counted in list_app_days(viewer, unit.id, first, last):
        apps[counted.day].append(counted)
    expected = _expected_days(viewer, unit, first, last)
    return [
        StripDay(day, _state(day, rows.get(day), apps[day], expected=day in expected), rows.get(day), apps[day])
        for day in clock.days(first, last)
    ]


def _expected_days(viewer: Viewer, unit: Unit, first: date, last: date) -> frozenset[date]:
    """Days on which the unit was in use and its door open."""
    closed, idle = closed_spans(viewer, unit, first, last), closed_besides(viewer, unit, first, last)
    changes = [(row.from_on, row.status) for row in status_changes(viewer, unit)]
    return frozenset(
        day
        for day in clock.days(first, last)
        if day not in idle and status_on(changes, day) in USABLE and is_open(unit.open_weekdays, closed, day)
    )


def _state(day: date, row: UnitDay | None, apps: Sequence[AppDay], *, expected: bool) -> DayState:
    declared_at = row.no_visitors_at if row else None
    tallied = [each for each in apps if each.app in DECLARING]
    in_time = sum(each.entry_count - each.late_count for each in tallied)
    tallied_late = any(each.late_count for each in tallied) and not in_time
    return day_state(
        expected=expected,
        entry_count=(row.entry_count if row else 0) + in_time,
        declared=declared_at is not None or tallied_late,
        late=tallied_late if declared_at is None else is_late(day, declared_at),
        pending=not is_late(day, clock.now()),
    )
