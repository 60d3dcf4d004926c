"""Figures of past days that the job kept: many days in one statement, whatever the number of units."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import func

from app import clock
from app.access.scope import Rows, counting, within
from app.db import db
from app.directives.measures import Figure, Limits, total
from app.directives.rules import MeasureKey, Period
from app.door import Viewer, office_viewer
from app.monitoring.models import FigureDay
from app.monitoring.queries.parts import limited
from app.monitoring.rules import SAFETY_LOOKS_BACK

# Of these a period is the sum of its days; the rest of what is kept stands at the end of each day.
SUMMED = (MeasureKey.ISOLATION, MeasureKey.ZONES)
Series = Mapping[MeasureKey, Mapping[date, Figure]]


def kept_series(viewer: Viewer, measures: Collection[MeasureKey], period: Period, limits: Limits) -> Series:
    """The kept days of a period by measure, oldest first; a day that was not kept, or on which nothing was, has none.

    Bodies plan publicity, places have none.
    """
    wanted = set(measures) - ({MeasureKey.PUBLICISE} if limits.area_ids is not None else set())
    stmt: Rows = within(counting(viewer), FigureDay).where(
        FigureDay.measure.in_(sorted(wanted)), FigureDay.day.between(period.first_on, period.last_on)
    )
    keys = (FigureDay.measure, FigureDay.day)
    sums = (func.sum(FigureDay.numerator), func.sum(FigureDay.denominator))
    stmt = limited(stmt, FigureDay, limits).with_only_columns(*keys, *sums)
    found: defaultdict[MeasureKey, dict[date, Figure]] = defaultdict(dict)
    for measure, day, done, due in db.session.execute(stmt.group_by(*keys).order_by(*keys)):
        found[measure][day] = Figure(measure, int(done), int(due))
    return found


def over_period(kept: Series, period: Period) -> Mapping[MeasureKey, Figure]:
    """The figures of a whole period from its kept days; of a measure that they do not tell there is none."""
    codes, levels = kept.get(MeasureKey.QR, {}), kept.get(MeasureKey.SAFETY, {})
    found = {MeasureKey.QR: codes.get(period.last_on)}
    if _is_a_week(period):
        found[MeasureKey.SAFETY] = levels.get(period.last_on)
    # Of a day that was kept something stands here: where one was not, a sum would be too small.
    days, known = clock.days(period.first_on, period.last_on), {day for series in kept.values() for day in series}
    if known.issuperset(days):
        for measure in SUMMED:
            of_days = kept.get(measure, {})
            found[measure] = total([of_days[day] for day in days if day in of_days], measure=measure)
    return {measure: figure for measure, figure in found.items() if figure}


def kept_leaves(viewer: Viewer, period: Period) -> Mapping[int, Mapping[MeasureKey, Figure]]:
    """The same by body, without codes; empty where a day of the period was not kept."""
    days = clock.days(period.first_on, period.last_on)
    if not kept_days(period).issuperset(days):
        return {}
    summed = FigureDay.measure.in_(SUMMED) & FigureDay.day.between(period.first_on, period.last_on)
    standing = (FigureDay.measure == MeasureKey.SAFETY) & (FigureDay.day == period.last_on)
    stmt: Rows = within(counting(viewer), FigureDay).where(summed | standing if _is_a_week(period) else summed)
    keys = (FigureDay.organisation_id, FigureDay.measure)
    stmt = stmt.with_only_columns(*keys, func.sum(FigureDay.numerator), func.sum(FigureDay.denominator))
    found: defaultdict[int, dict[MeasureKey, Figure]] = defaultdict(dict)
    for body_id, measure, done, due in db.session.execute(stmt.group_by(*keys)):
        found[body_id][measure] = Figure(measure, int(done), int(due))
    return found


def _is_a_week(period: Period) -> bool:
    return period.last_on - period.first_on == SAFETY_LOOKS_BACK


def kept_days(period: Period) -> frozenset[date]:
    """The days of a period of which all is kept: each has a grade of every commune, or that it has none."""
    stmt = within(office_viewer(), FigureDay).where(FigureDay.day.between(period.first_on, period.last_on))
    stmt = stmt.where(FigureDay.measure == MeasureKey.SAFETY)
    return frozenset(db.session.scalars(stmt.with_only_columns(FigureDay.day).distinct()))
