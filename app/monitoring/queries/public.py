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


def shown_by_district(days: Sequence[date]) -> Mapping[tuple[str, date], Shown]:
    """What is shown of each day, by the district's code: what was published, else what is going to be."""
    stmt = select(Area.code, PublishedDay.day, PublishedDay.value, PublishedDay.is_hidden)
    stmt = stmt.join(PublishedDay, PublishedDay.area_id == Area.id).where(PublishedDay.day.in_(days))
    published = {(row[0], row[1]): Shown(row[2], is_hidden=row[3]) for row in db.session.execute(stmt)}
    open_days = [day for day in days if day not in {day for _, day in published}]
    counted = {(area.code, day): show(count) for (area, day), count in entries_by_district(open_days).items()}
    return {**counted, **published}


def unpublished(days: Sequence[date]) -> Sequence[date]:
    """Of these days those of which nothing was published yet."""
    there = set(db.session.scalars(select(PublishedDay.day).where(PublishedDay.day.in_(days)).distinct()))
    return [day for day in days if day not in there]


def entries_by_district(days: Collection[date]) -> Mapping[tuple[Area, date], int]:
    """How many people entered somewhere, as was known when the day's door closed, by district and day."""
    if not days:
        return {}
    commune, district = aliased(Area), aliased(Area)
    in_time = func.sum(UnitDay.entry_count - UnitDay.late_count)
    stmt = (
        select(district, UnitDay.day, in_time)
        .join(Unit, Unit.id == UnitDay.unit_id)
        .join(commune, commune.id == Unit.area_id)
        .join(district, district.id == commune.parent_id)
        .where(UnitDay.day.in_(sorted(days)))
        .group_by(district, UnitDay.day)
    )
    rows = db.session.execute(unscoped(stmt, because=BECAUSE))
    return {(area, day): max(int(count), 0) for area, day, count in rows}
