"""Visitors' ratings are counted anew."""

from collections import defaultdict
from datetime import date, timedelta

from sqlalchemy import delete, func, select

from app.access.scope import unscoped
from app.db import add_rows, db
from app.safety.settings import rating_days
from app.safety.sources.models import VisitorRating
from app.safety.sources.rules import FAIR, GOOD, POOR
from app.visits.models import Visit

BECAUSE = "counts by unit, of which small ones are told to nobody"


def count_ratings(today: date) -> int:
    """Count the ratings of the last days by unit, in the place of the counts there are; how many units have some."""
    since = today - timedelta(rating_days())
    stmt = select(Visit.unit_id, Visit.rating, func.count())
    stmt = stmt.where(Visit.day > since, Visit.day <= today, Visit.rating.is_not(None))
    found: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for unit_id, rating, count in db.session.execute(
        unscoped(stmt.group_by(Visit.unit_id, Visit.rating), because=BECAUSE)
    ):
        found[unit_id][rating or 0] = count
    gone = delete(VisitorRating).execution_options(synchronize_session=False)
    db.session.execute(unscoped(gone, because=BECAUSE))
    rows = [
        {
            "unit_id": unit_id,
            "good_count": counts.get(GOOD, 0),
            "fair_count": counts.get(FAIR, 0),
            "poor_count": counts.get(POOR, 0),
            "counted_on": today,
        }
        for unit_id, counts in sorted(found.items())
    ]
    add_rows(VisitorRating, rows)
    return len(rows)
