"""Rows that the worker wrote down when it counted a day: those of isolation, a few hundred a day, each a number of
people. Only the page's rows are named.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select, true

from app.access.scope import OwnKeys, covered_by, criterion, own_keys, within
from app.areas.models import Area
from app.db import db
from app.directives.measures import Limits, Span, UnitDayRow, UnitFacts
from app.directives.measures.calendar import known_days
from app.door import Viewer
from app.follow_ups.measure import ISOLATION, at_home_words
from app.monitoring.memory import remembered_each
from app.monitoring.models import RolledPeriod
from app.monitoring.queries.ahead import has_withheld
from app.monitoring.queries.parts import Fresh
from app.monitoring.queries.rolled import tells_apart
from app.organisations.models import Organisation
from app.units.models import Unit

WRITTEN: UnitFacts = ISOLATION


class Written(NamedTuple):
    """A row of a day without its names; people at home have the negative of their commune for a unit."""

    unit_id: int
    organisation_id: int
    area_id: int
    why: str
    people: int


Dated = tuple[date, Written]


def written_rows(
    viewer: Viewer, span: Span, limits: Limits, whys: Collection[str] | None, fresh: Fresh
) -> Sequence[Dated] | None:
    """The rows that the viewer sees, the newest day first, in the order of their list; None where facts are asked."""
    days = known_days(span)[::-1]
    if not can_read(viewer, days, limits, fresh) or has_withheld(viewer):
        return None
    stored = {day: each.get("rows", ()) for day, each in days_written(days, fresh).items()}
    wanted = ((day, row) for day in days for row in stored[day] if whys is None or row.why in whys)
    own = own_keys(viewer)
    if own is None and limits == Limits():
        return list(wanted)
    return [(day, row) for day, row in wanted if is_meant(row.organisation_id, row.area_id, own, limits)]


def can_read(viewer: Viewer, days: Collection[date], limits: Limits, fresh: Fresh) -> bool:
    """Whether what was written down of these days tells the viewer all that he asks."""
    return viewer.acted is None and tells_apart(viewer, limits) and fresh.has(days)


def is_meant(organisation_id: int, area_id: int, own: OwnKeys | None, limits: Limits) -> bool:
    """Whether what is this body's and at this place is the viewer's (`own`; None: he sees all) and within limits."""
    if own and organisation_id not in own.organisation_ids and area_id not in own.area_ids:
        return False
    if limits.organisation_ids is not None and organisation_id not in limits.organisation_ids:
        return False
    return limits.area_ids is None or area_id in limits.area_ids


def days_written(days: Collection[date], fresh: Fresh) -> Mapping[date, Mapping[str, Any]]:
    """What was written down of these days, all of them fresh."""
    keys = {day: ("written", day, fresh.days[day].version) for day in days}
    return remembered_each(keys, _read, weigh=lambda sheets: 6 * sum(map(len, sheets.values())))


def _read(days: Collection[date]) -> Mapping[date, Mapping[str, Any]]:
    row = RolledPeriod
    stmt = select(row.last_on, row.rows).where(row.last_on.in_(sorted(days)), row.first_on == row.last_on)
    return {day: _sheets(stored) for day, stored in db.session.execute(stmt)}


def _sheets(stored: str) -> Mapping[str, Any]:
    found = json.loads(stored or "{}")
    return {**found, "rows": [Written(*row) for row in found.get("rows", ())]}


def named(viewer: Viewer, rows: Sequence[Dated]) -> Sequence[UnitDayRow]:
    """The same with their names."""
    units = _units(viewer, {row.unit_id for _day, row in rows})
    bodies = _names(Organisation, {row.organisation_id for _day, row in rows})
    places = _names(Area, {row.area_id for _day, row in rows})
    return [_named(day, row, units, bodies[row.organisation_id], places[row.area_id]) for day, row in rows]


def _named(day: date, row: Written, units: dict[int, tuple[str, bool]], body: str, place: str) -> UnitDayRow:
    point = at_home_words() if row.unit_id < 0 else ""
    name, is_open = units.get(row.unit_id, (point, False))
    return UnitDayRow(
        unit_id=row.unit_id,
        unit_name=name,
        organisation_id=row.organisation_id,
        organisation_name=body,
        area_id=row.area_id,
        area_name=place,
        day=day,
        point=point,
        is_open=is_open,
        people=row.people,
        why=row.why,
        is_due=row.why not in WRITTEN.not_due,
        is_counted=row.why in WRITTEN.counted,
    )


def _units(viewer: Viewer, ids: Collection[int]) -> dict[int, tuple[str, bool]]:
    """Names of sites and whether the viewer may open them; a row of his may be of a site that is another's by now."""
    mine, seen = criterion(viewer, Unit), within(viewer, Unit)
    stmt = select(Unit.id, Unit.name, true() if mine is None else mine).where(Unit.id.in_(sorted(ids)))
    return {row[0]: (row[1], bool(row[2])) for row in db.session.execute(covered_by(stmt, seen))}


def _names(model: type[Organisation] | type[Area], ids: Collection[int]) -> dict[int, str]:
    stmt = select(model.id, model.name).where(model.id.in_(sorted(ids)))
    return {row[0]: row[1] for row in db.session.execute(stmt)}
