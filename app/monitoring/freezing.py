"""What everybody is told of a day is written down when its door has closed, and never again."""

from app.areas.queries import list_areas
from app.areas.rules import AreaLevel
from app.db import db
from app.monitoring.models import PublishedDay
from app.monitoring.publishing import DAYS, show
from app.monitoring.queries.public import entries_by_district, last_closed_days, unpublished


def publish_closed_days() -> int:
    """Write the closed days that the page shows and that are not written yet; how many. Safe to run again."""
    days = unpublished(last_closed_days(DAYS))
    counts = entries_by_district(days)
    for day in days:
        for district in list_areas(AreaLevel.DISTRICT, on=day):
            shown = show(counts.get((district.id, day), 0))
            row = PublishedDay(day=day, area_id=district.id, value=shown.value, is_hidden=shown.is_hidden)
            db.session.add(row)
    return len(days)
