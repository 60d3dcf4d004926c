"""Of which days and places figures are others when a row is: what holds for days, and what always was as it is now."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import inspect, select

from app import clock
from app.access.scope import unscoped
from app.areas.queries import commune_ids_below
from app.db import db
from app.directives.rules import MeasureKey, Period
from app.follow_ups.models import DailyReport, FollowUp, FollowUpSpell
from app.monitoring.queries.rolled import ROLLED_FOR
from app.posters.models import Poster
from app.publicity.models import PublicityAction
from app.trips.models import Trip
from app.units.coverage.models import MustRegisterEntry
from app.units.models import (
    Closure,
    HolidayOpening,
    SchoolHoliday,
    Unit,
    UnitOwnership,
    UnitStatusChange,
    Vehicle,
)
from app.zones.models import Household, Round, RoundEntry, Team, Zone

FOR_EVER = "for ever"
_TEAM = ("team_id", "team")
_FIRST_REPORT = (
    *("started_on", "opened_at", "first_report_at", "ended_on", "place"),
    *("organisation_id", "area_id", "unit_id", "organisation", "area", "unit", *_TEAM),
)
OF_UNITS = (MeasureKey.ENTRY, MeasureKey.QR, MeasureKey.SAFETY)
# Places whose units alone are meant; None: all of them.
Places = frozenset[int | None]
EVERYWHERE: Places = frozenset({None})
BECAUSE = "where a unit is says which figures are counted anew, not to whom they are shown"


@dataclass(frozen=True)
class Reach:
    """Figures of these measures are others on these days, at these places."""

    measures: Sequence[MeasureKey]
    period: Period
    area_ids: Places = EVERYWHERE


@dataclass(frozen=True)
class Dated:
    """Rows of a day, or that hold from a day until another (the first no longer), and which measures read them.

    `always`: columns that are read as they are now on all of these days. `places`: where units are meant.
    """

    measures: Sequence[MeasureKey]
    first: str
    until: str = ""
    always: Sequence[str] = ()
    places: Callable[[Any], Places] = lambda _row: EVERYWHERE


def _of_holiday(row: SchoolHoliday) -> Places:
    """The communes of a holiday's place."""
    return EVERYWHERE if row.area is None else frozenset(commune_ids_below(row.area))


def _of_opening(row: HolidayOpening) -> Places:
    stmt = unscoped(select(Unit.area_id).where(Unit.id == row.unit_id), because=BECAUSE)
    return frozenset(db.session.scalars(stmt))


def _of_entry(row: MustRegisterEntry) -> Places:
    return frozenset({row.area_id})


DATED: Mapping[type, Dated] = {
    Closure: Dated((MeasureKey.ENTRY,), "from_on", "until_on"),
    SchoolHoliday: Dated((MeasureKey.ENTRY,), "from_on", "until_on", places=_of_holiday),
    HolidayOpening: Dated((MeasureKey.ENTRY,), "from_on", FOR_EVER, places=_of_opening),
    Vehicle: Dated((MeasureKey.ENTRY,), "by_trips_from_on", FOR_EVER),
    Trip: Dated((MeasureKey.ENTRY,), "day"),
    UnitStatusChange: Dated(OF_UNITS, "from_on", FOR_EVER),
    UnitOwnership: Dated(OF_UNITS, "from_on", "until_on"),
    Poster: Dated((MeasureKey.QR,), "displayed_on", FOR_EVER),
    MustRegisterEntry: Dated(
        (MeasureKey.QR,), "from_on", "until_on", always=("unit_id", "call_status"), places=_of_entry
    ),
    DailyReport: Dated((MeasureKey.ISOLATION,), "day"),
    FollowUpSpell: Dated((MeasureKey.ISOLATION,), "from_on", "until_on"),
    Zone: Dated((MeasureKey.ZONES,), "from_on", "until_on"),
    Team: Dated((MeasureKey.ZONES,), "from_on", "until_on"),
    Household: Dated((MeasureKey.ZONES,), "from_on", "until_on"),
    Round: Dated((MeasureKey.ZONES,), "day"),
    RoundEntry: Dated((MeasureKey.ZONES,), "day"),
    PublicityAction: Dated((MeasureKey.PUBLICISE,), "planned_on"),
}
# What every day reads of a unit as it is today, and which measures do.
OF_TODAY: Mapping[str, Sequence[MeasureKey]] = {
    "open_weekdays": (MeasureKey.ENTRY,),
    "kind": (MeasureKey.ENTRY, MeasureKey.QR),
    "area": OF_UNITS,
    "area_id": OF_UNITS,
}


def reaches(row: Any, *, is_changed: bool) -> Iterator[Reach]:
    """What a row that is written changes, or changes again: one that was there already if it `is_changed`."""
    if isinstance(row, Unit):
        yield from _of_unit(row) if is_changed else ()
    elif isinstance(row, FollowUp):
        yield from _of_case(row, is_changed=is_changed)
    elif dated := DATED.get(type(row)):
        spans = list(_spans(row, dated, is_changed=is_changed))
        area_ids = dated.places(row) if spans else EVERYWHERE
        yield from (Reach(dated.measures, span, area_ids) for span in spans)


def _of_unit(row: Unit) -> Iterator[Reach]:
    """Since the unit is there; where it was, and where it is now."""
    changed = [name for name in OF_TODAY if _has_changed(row, name)]
    if not changed:
        return
    measures = tuple({each: None for name in changed for each in OF_TODAY[name]})
    area_ids = {row.area_id} | {each.id for each in _known(row, "area")} | set(_known(row, "area_id"))
    today = clock.local_day()
    # Days before it was there have nothing of it.
    yield Reach(measures, Period(today - ROLLED_FOR, today), frozenset(area_ids))


def _of_case(row: FollowUp, *, is_changed: bool) -> Iterator[Reach]:
    """How long its first report took stands on its first day; who looks after it now, on all of them."""
    if is_changed and not any(_has_changed(row, name) for name in _FIRST_REPORT):
        return
    today = clock.local_day()
    days = _values(row, "started_on", today)
    has_moved = is_changed and any(_has_changed(row, name) for name in _TEAM)
    last = today if has_moved else max(days)
    yield Reach((MeasureKey.ISOLATION,), Period(max(min(days), today - ROLLED_FOR), min(last, today)))


def _has_changed(row: Any, name: str) -> bool:
    history = inspect(row).attrs[name].history
    return bool(history.added or history.deleted)


def _known(row: Any, name: str) -> Collection[Any]:
    """What a column or relation is and was."""
    history = inspect(row).attrs[name].history
    return [each for each in (*history.added, *history.deleted, *history.unchanged) if each is not None]


def _spans(row: Any, dated: Dated, *, is_changed: bool) -> Iterator[Period]:
    """Of a row that was there already the days from which, or until which, it holds otherwise than before."""
    today = clock.local_day()
    firsts, untils = (_values(row, name, today) for name in (dated.first, dated.until))
    if is_changed and untils and not any(_has_changed(row, name) for name in dated.always):
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
