"""Which days a change reaches back to: what is dated before yesterday is counted anew at once, not in its turn."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete, event, select
from sqlalchemy.orm import Session

from app import clock
from app.db import db
from app.directives.rules import MeasureKey, Period
from app.monitoring.reaches import EVERYWHERE, reaches
from app.tallies.changes import ChangedDay, note_changed

TAKEN_AT_ONCE = 500
# Of an installation that counts ahead nothing stays noted for minutes.
NOTED_FOR = timedelta(7)
# Of more places than these everything costs no more.
MANY_PLACES = 20
# By measure the places of which it is to be counted anew; None: everywhere.
Changes = Mapping[str, frozenset[int] | None]


def install() -> None:
    """Listen to what every session writes."""
    if not event.contains(db.session, "before_flush", _note):
        event.listen(db.session, "before_flush", _note)


def _note(session: Session, _context: Any, _instances: Any) -> None:
    # An import writes tens of thousands of rows that all reach back to the same day.
    found: defaultdict[tuple[Sequence[MeasureKey], Period], set[int | None]] = defaultdict(set)
    for row in [*session.new, *session.dirty, *session.deleted]:
        for reach in reaches(row, is_changed=row in session.dirty):
            found[reach.measures, reach.period].update(reach.area_ids)
    for (measures, period), area_ids in found.items():
        places = EVERYWHERE if None in area_ids or len(area_ids) > MANY_PLACES else area_ids
        note_changed(measures, *clock.days(period.first_on, period.last_on), area_ids=places)


def changed_days() -> Sequence[date]:
    """The days of which something is to be counted anew."""
    return db.session.scalars(select(ChangedDay.day).distinct()).all()


def take_changes(day: date) -> Changes:
    """What is to be counted anew of a day, struck out: what is noted from now on stays for the next time."""
    columns = (ChangedDay.id, ChangedDay.measure, ChangedDay.area_id)
    noted = db.session.execute(select(*columns).where(ChangedDay.day == day)).all()
    for first in range(0, len(noted), TAKEN_AT_ONCE):
        ids = [row.id for row in noted[first : first + TAKEN_AT_ONCE]]
        db.session.execute(delete(ChangedDay).where(ChangedDay.id.in_(ids)))
    places: defaultdict[str, set[int | None]] = defaultdict(set)
    for row in noted:
        places[row.measure].add(row.area_id)
    return {measure: None if None in ids else frozenset(filter(None, ids)) for measure, ids in places.items()}


def forget_changes(today: date) -> None:
    """Strike out what was noted of days that nobody counts, and all of an installation too small for that."""
    db.session.execute(delete(ChangedDay).where(ChangedDay.day < today - NOTED_FOR))
