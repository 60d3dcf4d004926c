"""What one transaction adds to the day book."""

from collections import Counter
from datetime import date

from app.tallies.actions import bump


class Counts:
    """Sums a unit and day, written at the end of a transaction in one order for everybody, so that no two deadlock."""

    def __init__(self) -> None:
        self._sums: dict[tuple[int, date], Counter[str]] = {}

    def add(self, unit_id: int, day: date, **counts: int) -> None:
        self._sums.setdefault((unit_id, day), Counter()).update(counts)

    def write(self) -> None:
        for unit_id, day in sorted(self._sums):
            bump(unit_id, day, **self._sums[unit_id, day])
