"""Which days a change reaches back to: what is dated before yesterday is counted anew at once, not in its turn."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete, event, inspect, select
from sqlalchemy.orm import Session

from app import clock
from app.db import db
from app.directives.rules import MeasureKey, Period
from app.follow_ups.models import DailyReport, FollowUpSpell
from app.monitoring.queries.rolled import ROLLED_FOR
from app.posters.models import Poster
from app.publicity.models import PublicityAction
from app.tallies.changes import ChangedDay, note_changed
from app.trips.models import Trip
from app.units.models import Closure, UnitOwnership, UnitStatusChange
from app.zones.models import Household, Round, RoundEntry, Team, Zone

FOR_EVER = "for ever"
TAKEN_AT_ONCE = 500
# Of an installation that counts ahead nothing stays noted for minutes.
NOTED_FOR = timedelta(7)
OF_UNITS = (MeasureKey.ENTRY, MeasureKey.QR, MeasureKey.SAFETY)


@dataclass(frozen=True)
class Dated:
    """Rows of a day, or that hold from a day until another (the first no longer), and which measures read them."""

    measures: Sequence[MeasureKey]
    first: str
    until: str = ""


DATED: Mapping[type, Dated] = {
    Closure: Dated((MeasureKey.ENTRY,), "from_on", "until_on"),
    Trip: Dated((MeasureKey.ENTRY,), "day"),
    UnitStatusChange: Dated(OF_UNITS, "from_on", FOR_EVER),
    UnitOwnership: Dated(OF_UNITS, "from_on", "until_on"),
    Poster: Dated((MeasureKey.QR,), "displayed_on", FOR_EVER),
    DailyReport: Dated((MeasureKey.ISOLATION,), "day"),
    FollowUpSpell: Dated((MeasureKey.ISOLATION,), "from_on", "until_on"),
    Zone: Dated((MeasureKey.ZONES,), "from_on", "until_on"),
    Team: Dated((MeasureKey.ZONES,), "from_on", "until_on"),
    Household: Dated((MeasureKey.ZONES,), "from_on", "until_on"),
    Round: Dated((MeasureKey.ZONES,), "day"),
    RoundEntry: Dated((MeasureKey.ZONES,), "day"),
    PublicityAction: Dated((MeasureKey.PUBLICISE,), "planned_on"),
}


def install() -> None:
    """Listen to what every session writes."""
    if not event.contains(db.session, "before_flush", _note):
        event.listen(db.session, "before_flush", _note)


def _note(session: Session, _context: Any, _instances: Any) -> None:
    # An import writes tens of thousands of rows that all reach back to the same day.
    found: defaultdict[Sequence[MeasureKey], set[Period]] = defaultdict(set)
    for row in [*session.new, *session.dirty, *session.deleted]:
        dated = DATED.get(type(row))
        if dated is not None:
            found[dated.measures].update(_spans(row, dated, is_changed=row in session.dirty))
    for measures, spans in found.items():
        note_changed(measures, *{day for span in spans for day in clock.days(span.first_on, span.last_on)})


def _spans(row: Any, dated: Dated, *, is_changed: bool) -> Iterator[Period]:
    """Of a row that was there already the days from which, or until which, it holds otherwise than before."""
    today = clock.local_day()
    firsts, untils = (_values(row, name, today) for name in (dated.first, dated.until))
    if is_changed and untils:
        spans = [(min(ends), max(ends)) for ends in (firsts, untils) if len(ends) > 1]
    else:
        spans = [(first, max(untils, default=first)) for first in firsts]
    for first, last in spans:
        yield Period(max(first, today - ROLLED_FOR), min(last, today))


def _values(row: Any, name: str, today: date) -> set[date]:
    """What a day is and was; none is for ever, and so is today."""
    if not name:
        return set()
    if name == FOR_EVER:
        return {today}
    history = inspect(row).attrs[name].history
    known = [*history.added, *history.deleted, *history.unchanged] or [getattr(row, name)]
    return {today if day is None else day for day in known}


def changed_days() -> Sequence[date]:
    """The days of which something is to be counted anew."""
    return db.session.scalars(select(ChangedDay.day).distinct()).all()


def take_changes(day: date) -> frozenset[str]:
    """The measures to be counted anew of a day, struck out: what is noted from now on stays for the next time."""
    noted = db.session.execute(select(ChangedDay.id, ChangedDay.measure).where(ChangedDay.day == day)).all()
    for first in range(0, len(noted), TAKEN_AT_ONCE):
        ids = [row.id for row in noted[first : first + TAKEN_AT_ONCE]]
        db.session.execute(delete(ChangedDay).where(ChangedDay.id.in_(ids)))
    return frozenset(row.measure for row in noted)


def forget_changes(today: date) -> None:
    """Strike out what was noted of days that nobody counts, and all of an installation too small for that."""
    db.session.execute(delete(ChangedDay).where(ChangedDay.day < today - NOTED_FOR))
