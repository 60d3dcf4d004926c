"""Who is silent, from what the worker saw last: a page of the list costs no more in a province than in a commune."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, or_

from app.access.scope import Rows, covered_by, within
from app.areas.models import Area
from app.clock import days, local_day, now
from app.directives.measures import Limits, Span
from app.directives.measures.entry import ENTRY
from app.door import Viewer
from app.monitoring.models import SilentUnit
from app.monitoring.queries.parts import fresh_days, limited
from app.organisations.models import Organisation
from app.units.models import Unit

# What of an open day is neither counted nor outside: it is silent, or spoke after its door had closed.
SILENT = frozenset(ENTRY.reasons) - ENTRY.counted - ENTRY.not_due
LOOKED_BACK = timedelta(6)
LOOKED_AT = LOOKED_BACK.days + 1
# Yesterday is listed beside today, and looks back on days of its own.
LISTED = timedelta(1)


@dataclass(frozen=True)
class Standing:
    """What a rank says: those at risk stand before the others, each by how many of the days they were silent."""

    is_high_risk: bool
    silent_days: int


def standing_at(rank: int) -> Standing:
    """The reverse of `rank_of`."""
    return Standing(rank < LOOKED_AT, LOOKED_AT - rank % LOOKED_AT)


def rank_of(is_low_risk: Any, silent_days: Any) -> Any:
    """The place in the list, 0 the first; of numbers (`is_low_risk` 0 or 1), and of columns alike."""
    return is_low_risk * LOOKED_AT + LOOKED_AT - silent_days


def is_at_risk(area: Any, risky: Collection[int]) -> ColumnElement[bool]:
    """Whether a commune, or the district around it, is among the places at high risk."""
    return or_(area.id.in_(sorted(risky)), area.parent_id.in_(sorted(risky)))


def is_seen(day: date, limits: Limits) -> bool:
    """Whether the worker knows of the day and of those before it; of single units it is asked as things stand now."""
    if day < local_day() - LISTED or limits.unit_ids is not None or limits.unit_kinds is not None:
        return False
    first = day - LOOKED_BACK
    return fresh_days(Span(first, day, now())).has(days(first, day))


def silent_units(viewer: Viewer, day: date, limits: Limits) -> Rows:
    """The rows of a day."""
    stmt: Rows = within(viewer, SilentUnit).where(SilentUnit.day == day)
    return limited(stmt, SilentUnit, limits)


def count_silent(stmt: Rows) -> Rows:
    """How many rows there are."""
    return covered_by(stmt.with_only_columns(func.count()), stmt)


def listed_silent(stmt: Rows) -> Rows:
    """The rows with the names that a list shows, in its order; the last column is the rank."""
    silent = SilentUnit
    listed = stmt.with_only_columns(silent.unit_id, Unit.name, Organisation.id, Organisation.name, Area.name)
    listed = listed.add_columns(silent.rank).join(Unit, Unit.id == silent.unit_id)
    listed = listed.join(Organisation, Organisation.id == silent.organisation_id)
    listed = listed.join(Area, Area.id == silent.area_id)
    return covered_by(listed.order_by(silent.rank, silent.sort_key, silent.unit_id), stmt)
