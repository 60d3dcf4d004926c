"""The statement that lists, figures and the public page share: what each unit said last of itself, as of a day."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, String, Subquery, case, func, literal, or_, select, type_coerce

from app.access.scope import Rows, belonging_to, covered_by
from app.clock import day_start
from app.safety.models import Assessment
from app.safety.rules import Level


def latest(meant: Rows, unit_ids: Select[Any], day: date) -> Rows:
    """Of each unit the assessment of the latest day that was submitted by the end of `day`; of one day the last one."""
    place = func.row_number().over(
        partition_by=Assessment.unit_id, order_by=(Assessment.assessed_on.desc(), Assessment.id.desc())
    )
    columns = (Assessment.unit_id, Assessment.id, Assessment.level, Assessment.source, Assessment.valid_until)
    said: Rows = belonging_to(meant, unit_ids, Assessment).with_only_columns(*columns, place.label("place"))
    said = said.where(Assessment.submitted_at < day_start(day + timedelta(1)), Assessment.assessed_on <= day)
    ordered = said.subquery("said")
    return covered_by(select(ordered).where(ordered.c.place == 1), said)


def level_on(said: Subquery, day: date) -> ColumnElement[str]:
    """The level that holds on the day, as text: that of the row of `latest`, or none."""
    over = or_(said.c.id.is_(None), said.c.valid_until <= day)
    return case((over, literal(Level.NONE.value)), else_=type_coerce(said.c.level, String))
