"""The statements that lists, figures and public pages share: what each unit said last, what was last found of it."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    String,
    and_,
    case,
    func,
    literal,
    not_,
    or_,
    select,
    type_coerce,
)

from app.access.scope import Rows, belonging_to, covered_by
from app.clock import day_start
from app.safety.models import Assessment, InspectedLevel
from app.safety.rules import Level


def latest(meant: Rows, unit_ids: Select[Any], day: date) -> Rows:
    """Of each unit the assessment of the latest day that was submitted by the end of `day`; of one day the last one."""
    place = func.row_number().over(
        partition_by=Assessment.unit_id, order_by=(Assessment.assessed_on.desc(), Assessment.id.desc())
    )
    columns = (Assessment.unit_id, Assessment.id, Assessment.level, Assessment.source, Assessment.valid_until)
    said: Rows = belonging_to(meant, unit_ids, Assessment)
    said = said.with_only_columns(*columns, Assessment.assessed_on, place.label("place"))
    said = said.where(Assessment.submitted_at < day_start(day + timedelta(1)), Assessment.assessed_on <= day)
    ordered = said.subquery("said")
    return covered_by(select(ordered).where(ordered.c.place == 1), said)


def last_said(meant: Rows, unit_id: Any, day: date) -> Rows:
    """The id of what `latest` finds, for the unit of the statement around it: one look into an index each.

    Joined as a table, what all units said is read through once more for every unit by a database that knows no better.
    """
    said: Rows = belonging_to(meant, unit_id, Assessment).with_only_columns(Assessment.id)
    said = said.where(Assessment.submitted_at < day_start(day + timedelta(1)), Assessment.assessed_on <= day)
    return said.order_by(Assessment.assessed_on.desc(), Assessment.id.desc()).limit(1)


def last_found(meant: Rows, unit_id: Any, day: date, *, told_by: datetime | None = None) -> Rows:
    """The id of what an inspection found last of the unit by `day`; for the public what may be told by that instant."""
    found: Rows = belonging_to(meant, unit_id, InspectedLevel).with_only_columns(InspectedLevel.id)
    found = found.where(InspectedLevel.inspected_on <= day)
    if told_by is not None:
        found = found.where(or_(InspectedLevel.level != Level.UNSAFE, InspectedLevel.answer_until <= told_by))
    return found.order_by(InspectedLevel.inspected_on.desc(), InspectedLevel.id.desc()).limit(1)


def level_on(said: FromClause, day: date) -> ColumnElement[str]:
    """The level that the unit itself holds on the day, as text: that of the row of `latest`, or none."""
    over = or_(said.c.id.is_(None), said.c.valid_until <= day)
    return case((over, literal(Level.NONE.value)), else_=type_coerce(said.c.level, String))


def standing_on(said: FromClause, found: FromClause, day: date) -> ColumnElement[str]:
    """The level that stands, as text: `rules.standing` as a column."""
    return case((is_found(said, found, day), type_coerce(found.c.level, String)), else_=level_on(said, day))


def is_found(said: FromClause, found: FromClause, day: date) -> ColumnElement[bool]:
    """Whether the level that stands is what an inspection found."""
    has_closed = and_(
        said.c.id.is_not(None),
        said.c.level == Level.CLOSED,
        said.c.valid_until > day,
        said.c.assessed_on >= found.c.inspected_on,
    )
    return and_(found.c.id.is_not(None), found.c.valid_until > day, not_(func.coalesce(has_closed, False)))
