"""How a measure went over days, weeks or months, from what was kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.directives.measures import Figure, Limits, total
from app.directives.periods import period_of
from app.directives.rules import MeasureKey, Period
from app.door import Viewer
from app.monitoring.queries.kept import kept_series
from app.monitoring.rules import Step, points_of

# What stands at the end of a day is no sum: of a longer point the last day counts.
STANDING = frozenset({MeasureKey.QR, MeasureKey.SAFETY})


@dataclass(frozen=True)
class Point:
    """One point of a trend; its figure is None where no day of it was kept."""

    period: Period
    figure: Figure | None


def trend(viewer: Viewer, measure: MeasureKey, step: Step, last_on: date, limits: Limits) -> Sequence[Point]:
    """The points up to a day, oldest first."""
    periods = points_of(step, last_on, period_of)
    whole = Period(periods[0].first_on, periods[-1].last_on)
    days = kept_series(viewer, (measure,), whole, limits).get(measure, {})
    return [Point(period, _of(measure, days, period)) for period in periods]


def _of(measure: MeasureKey, days: Mapping[date, Figure], period: Period) -> Figure | None:
    within = [days[day] for day in sorted(days) if period.first_on <= day <= period.last_on]
    if not within:
        return None
    return within[-1] if measure in STANDING else total(within)
