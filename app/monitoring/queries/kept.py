"""Figures of past days that the job kept: many days in one statement, whatever the number of units."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import func

from app.access.scope import Rows, counting, within
from app.db import db
from app.directives.measures import Figure, Limits
from app.directives.rules import MeasureKey, Period
from app.door import Viewer, office_viewer
from app.monitoring.models import FigureDay

Series = Mapping[MeasureKey, Mapping[date, Figure]]


def kept_series(viewer: Viewer, measures: Collection[MeasureKey], period: Period, limits: Limits) -> Series:
    """The kept days of a period by measure, oldest first; a day that was not kept, or on which nothing was, has none.

    Measures that are not counted by days of units have no series.
    """
    stmt: Rows = within(counting(viewer), FigureDay).where(
        FigureDay.measure.in_(sorted(measures)), FigureDay.day.between(period.first_on, period.last_on)
    )
    pairs = ((FigureDay.organisation_id, limits.organisation_ids), (FigureDay.area_id, limits.area_ids))
    for limited, ids in pairs:
        if ids is not None:
            stmt = stmt.where(limited.in_(sorted(ids)))
    keys = (FigureDay.measure, FigureDay.day)
    sums = (func.sum(FigureDay.numerator), func.sum(FigureDay.denominator))
    stmt = stmt.with_only_columns(*keys, *sums).group_by(*keys).order_by(*keys)
    found: defaultdict[MeasureKey, dict[date, Figure]] = defaultdict(dict)
    for measure, day, done, due in db.session.execute(
        stmt.with_only_columns(*keys, *sums).group_by(*keys).order_by(*keys)
    ):
        found[measure][day] = Figure(measure, int(done), int(due))
    return found


def kept_days(period: Period) -> frozenset[date]:
    """The days of a period that were kept at all."""
    stmt = within(office_viewer(), FigureDay).where(FigureDay.day.between(period.first_on, period.last_on))
    return frozenset(db.session.scalars(stmt.with_only_columns(FigureDay.day).distinct()))
