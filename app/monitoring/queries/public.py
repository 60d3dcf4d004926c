"""Counts for everybody: entries by district and day, nothing finer."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from app.access.scope import unscoped
from app.areas.models import Area
from app.db import db
from app.directives.rules import Period
from app.tallies.models import UnitDay
from app.units.models import Unit

BECAUSE = "sums of whole districts, of which small ones are hidden before anybody sees them"


def entries_by_district(period: Period) -> Mapping[tuple[str, date], int]:
    """How many people entered somewhere, by the district's code and the day."""
    commune, district = aliased(Area), aliased(Area)
    stmt = (
        select(district.code, UnitDay.day, func.sum(UnitDay.entry_count))
        .join(Unit, Unit.id == UnitDay.unit_id)
        .join(commune, commune.id == Unit.area_id)
        .join(district, district.id == commune.parent_id)
        .where(UnitDay.day.between(period.first_on, period.last_on))
        .group_by(district.code, UnitDay.day)
    )
    rows = db.session.execute(unscoped(stmt, because=BECAUSE))
    return {(code, day): int(count) for code, day, count in rows}
