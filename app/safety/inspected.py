"""What inspections find of a unit's level; the chapter that inspects writes and takes back through here."""

from datetime import date, datetime

from app import audit
from app.access.scope import within
from app.clock import now
from app.db import db
from app.door import Viewer
from app.safety.models import InspectedLevel
from app.safety.rules import ASSESSED, Level, valid_until
from app.safety.settings import valid_days
from app.units.models import Unit


def record_inspected(
    viewer: Viewer, unit: Unit, *, level: Level, inspected_on: date, answer_until: datetime, inspection_ref: str
) -> InspectedLevel:
    """Note the level that an inspection of the unit found; the same inspection recorded again corrects it.

    The public hears of an unsafe one from `answer_until` on (`settings.answer_hours` says how long a unit has).
    Raises ValueError for what no inspection can find.
    """
    if level not in ASSESSED:
        raise ValueError(level)
    stmt = within(viewer, InspectedLevel).where(
        InspectedLevel.unit_id == unit.id, InspectedLevel.inspection_ref == inspection_ref
    )
    row: InspectedLevel = db.session.scalar(stmt) or InspectedLevel(unit_id=unit.id, inspection_ref=inspection_ref)
    row.level, row.inspected_on, row.answer_until = level, inspected_on, answer_until
    row.valid_until, row.recorded_at, row.by_id = valid_until(inspected_on, valid_days()), now(), viewer.user_id
    db.session.add(row)
    db.session.flush()
    audit.record(
        "inspected_level.recorded", row.id, by=viewer, unit_id=unit.id, level=level, inspection_ref=inspection_ref
    )
    return row
