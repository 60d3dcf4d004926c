"""Counts for everybody: entries by district and day, nothing finer."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from app import clock
from app.access.scope import unscoped
from app.areas.models import Area
from app.db import db
from app.monitoring.models import PublishedDay
from app.monitoring.publishing import Shown, show
from app.monitoring.queries.figures import closes_at
from app.tallies.models import UnitDay
from app.units.models import Unit

BECAUSE = "sums of whole districts, of which small ones are hidden before anybody sees them"


def last_closed_days(count: int) -> Sequence[date]:
    """The last days of which no more counts are taken."""
    today = clock.local_day()
    last = next(day for back in range(1, 3) if closes_at(day := today - timedelta(back)) <= clock.now() or back > 1)
    return clock.days(last - timedelta(count - 1), last)


def shown_by_district(days: Sequence[date]) -> Mapping[tuple[int, date], Shown]:
    """What is shown of each day, by the district's id: what was published, else what is going to be."""
    stmt = select(PublishedDay.area_id, PublishedDay.day, PublishedDay.value, PublishedDay.is_hidden)
    stmt = stmt.where(PublishedDay.day.in_(days))
    published = {(row[0], row[1]): Shown(row[2], is_hidden=row[3]) for row in db.session.execute(stmt)}
    open_days = [day for day in days if day not in {day for _, day in published}]
    counted = {key: show(count) for key, count in entries_by_district(open_days).items()}
    return {**counted, **published}


def unpublished(days: Sequence[date]) -> Sequence[date]:
    """Of these days those of which nothing was published yet."""
    there = set(db.session.scalars(select(PublishedDay.day).where(PublishedDay.day.in_(days)).distinct()))
    return [day for day in days if day not in there]


def entries_by_district(days: Collection[date]) -> Mapping[tuple[int, date], int]:
    """How many people entered somewhere, as was known when the day's door closed, by the district's id and the day."""
    if not days:
        return {}
    commune = aliased(Area)
    in_time = func.sum(UnitDay.entry_count - UnitDay.late_count)
    stmt = (
        select(commune.parent_id, UnitDay.day, in_time)
        .join(Unit, Unit.id == UnitDay.unit_id)
        .join(commune, commune.id == Unit.area_id)
        .where(UnitDay.day.in_(sorted(days)), commune.parent_id.is_not(None))
        .group_by(commune.parent_id, UnitDay.day)
    )
    rows = db.session.execute(unscoped(stmt, because=BECAUSE))
    return {(int(row[0] or 0), row[1]): max(int(row[2]), 0) for row in rows}
