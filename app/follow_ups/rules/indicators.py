"""What is told of isolation besides the measure: sessions, cut-offs, hours to the first report, needs. Sums add up."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from itertools import chain
from statistics import median
from typing import Any


@dataclass(frozen=True)
class Indicators:
    """The indicators of a place. Hours are kept one by one: a median of medians would be no median.

    `missed_…`: sessions without a record when their cut-off came. `first_hours`: from the order to the first report;
    `waiting_hours`: of those who have not reported yet, so far. `answer_hours`: of needs answered in the period.
    """

    days_due: int = 0
    days_updated: int = 0
    sessions_due: int = 0
    sessions_received: int = 0
    missed_mornings: int = 0
    missed_evenings: int = 0
    needs_waiting: int = 0
    needs_urgent: int = 0
    needs_answered: int = 0
    first_hours: tuple[float, ...] = ()
    waiting_hours: tuple[float, ...] = ()
    answer_hours: tuple[float, ...] = ()

    @property
    def median_hours(self) -> float | None:
        """Half of those who reported did so within these hours of the order."""
        return median(self.first_hours) if self.first_hours else None

    @property
    def longest_hours(self) -> float | None:
        """The longest wait for a first report, that of those still waiting included."""
        return max(chain(self.first_hours, self.waiting_hours), default=None)

    @property
    def median_answer_hours(self) -> float | None:
        """Half of the needs answered were so within these hours."""
        return median(self.answer_hours) if self.answer_hours else None


def add_up(parts: Iterable[Indicators]) -> Indicators:
    """The indicators of all parts together: counts are summed, hours put one after the other."""
    listed, together = list(parts), dict[str, Any]()
    for each in fields(Indicators):
        values = [getattr(part, each.name) for part in listed]
        together[each.name] = tuple(chain.from_iterable(values)) if each.default == () else sum(values)
    return Indicators(**together)


def ordered_at(opened_at: datetime, started_day_end: datetime) -> datetime:
    """When the order was given: when the case was opened, at the latest at the end of the day on which it starts.

    A case that is entered days late was ordered all the same.
    """
    return min(opened_at, started_day_end)


def hours_between(first: datetime, last: datetime) -> float:
    """Hours, never less than none."""
    return max(0.0, (last - first).total_seconds() / 3600)
