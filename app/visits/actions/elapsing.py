"""Stays that end by themselves."""

from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select

from app.access.scope import unscoped
from app.db import db
from app.posters.models import Poster
from app.units.models import Unit, Vehicle
from app.units.rules import UnitKind
from app.visits.actions.counts import Counts
from app.visits.actions.ending import end_stay
from app.visits.models import Visit
from app.visits.rules import ExitKind, assumed_end, counts_as_estimate, elapsed_time
from app.visits.settings import stay_hours

# What is left over is done a minute later: entries do not wait long for the one writer.
AT_ONCE = 2000


def end_elapsed_stays(at: datetime) -> int:
    """End open stays whose hours are over, as estimates; returns how many."""
    hours = {kind: stay_hours(kind) for kind in UnitKind}
    over = [and_(Unit.kind == kind, Visit.checked_in_at <= at - timedelta(hours=hours[kind])) for kind in hours]
    stmt = (
        select(Visit.day, Visit.id, Visit.unit_id, Visit.checked_in_at, Unit.kind, Vehicle.kind)
        .join(Unit, Unit.id == Visit.unit_id)
        .join(Poster, Poster.id == Visit.poster_id)
        .outerjoin(Vehicle, Vehicle.checkpoint_id == Poster.checkpoint_id)
        .where(Visit.checked_out_at.is_(None), or_(*over))
        .order_by(Visit.checked_in_at, Visit.id)
        .limit(AT_ONCE)
        # An exit that is just being recorded wins.
        .with_for_update(skip_locked=True, of=Visit)
    )
    counts = Counts()
    rows = db.session.execute(unscoped(stmt, because="the clock ends stays everywhere")).all()
    for day, visit_id, unit_id, checked_in_at, kind, vehicle in rows:
        how = assumed_end(ExitKind.ELAPSED, vehicle)
        if end_stay(day, visit_id, elapsed_time(checked_in_at, hours[kind]), how, known_as=None):
            counts.add(unit_id, day, estimated_exits=int(counts_as_estimate(how)))
    counts.write()
    return len(rows)
