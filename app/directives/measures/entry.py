"""`entry`: of the days on which a unit's door was open, those with a visitor's entry, with people who showed a national
app, or with "không có khách".
"""

from typing import Any

from sqlalchemy import CTE, ColumnElement, FromClause, Integer, Select, Subquery, and_, case, cast, func, or_, select

from app.access.scope import Rows, belonging_to, covered_by
from app.areas.models import Area
from app.directives.measures.calendar import (
    active_spells,
    as_table,
    day_table,
    holds_on,
    known_days,
    units_meant,
    without_trips,
)
from app.directives.measures.figures import Limits, Span
from app.directives.measures.unit_facts import UnitFacts
from app.directives.rules import MeasureKey
from app.door import Viewer
from app.tallies.models import AppDay, UnitDay
from app.tallies.rules import DECLARING
from app.units.models import Closure, HolidayOpening, SchoolHoliday
from app.units.rules import UnitKind


def facts(viewer: Viewer, span: Span, limits: Limits) -> Rows | None:
    """Every open day of every unit meant, with who answered on it and why it counts or not.

    Days on which it was closed in time, or by a holiday, are not listed.
    """
    days = known_days(span)
    if not days:
        return None
    meant = units_meant(viewer, limits)
    day, (unit, ids) = day_table(days), as_table(meant)
    spell_select, book_select, app_select = active_spells(meant, ids), _book(meant, ids, span), _apps(meant, ids, span)
    spell, book, apps = spell_select.subquery("spell"), book_select.subquery("book"), app_select.subquery("apps")
    closed_select, late_select = _closures(meant, unit, day)
    opening_select = _openings(meant, unit, day)
    stands_still, trip_parts = without_trips(meant, ids, day, unit)
    return covered_by(
        select(unit.c.id.label("unit_id"), unit.c.organisation_id, unit.c.area_id, day.c.day)
        .add_columns(
            _why(span, day, book, apps, late_select.exists()).label("why"),
            func.coalesce(book.c.exit_count, 0).label("exits_recorded"),
            func.coalesce(book.c.exit_count + book.c.estimated_exit_count, 0).label("entries_ended"),
            func.coalesce(apps.c.entry_count, 0).label("apps_in"),
            func.coalesce(apps.c.exit_count, 0).label("apps_out"),
        )
        .join(spell, spell.c.unit_id == unit.c.id)
        .join(day, and_(holds_on(spell, day.c.day), holds_on(unit, day.c.day)))
        .outerjoin(book, and_(book.c.unit_id == unit.c.id, book.c.day == day.c.day))
        .outerjoin(apps, and_(apps.c.unit_id == unit.c.id, apps.c.day == day.c.day))
        .where(unit.c.open_weekdays.bitwise_and(day.c.weekday_bit) != 0, ~closed_select.exists(), ~stands_still)
        .where(or_(unit.c.kind != UnitKind.SCHOOL, ~_holidays(day, unit, opening_select).exists())),
        *(meant, spell_select, book_select, app_select, closed_select, opening_select, *trip_parts),
    )


def _book(meant: Rows, unit_ids: Select[Any], span: Span) -> Rows:
    return belonging_to(meant, unit_ids, UnitDay).where(UnitDay.day.between(span.first, span.last))


def _apps(meant: Rows, unit_ids: Select[Any], span: Span) -> Rows:
    """How many showed a national app, a unit and day; who was counted by head declared nothing."""
    # Sums of sums are decimals on PostgreSQL, and figures are frozen as JSON.
    names = ("entry_count", "exit_count", "late_count")
    sums = {name: cast(func.sum(AppDay.__table__.c[name]), Integer) for name in names}
    return (
        belonging_to(meant, unit_ids, AppDay)
        .with_only_columns(AppDay.unit_id, AppDay.day, *(total.label(name) for name, total in sums.items()))
        .where(AppDay.day.between(span.first, span.last), AppDay.app.in_(sorted(DECLARING)))
        .group_by(AppDay.unit_id, AppDay.day)
    )


def _closures(meant: Rows, unit: FromClause, day: CTE) -> tuple[Rows, Rows]:
    """Closures of the day announced before it ended, and those announced afterwards."""
    of_day = belonging_to(meant, unit.c.id, Closure).where(Closure.from_on <= day.c.day, Closure.until_on > day.c.day)
    return of_day.where(Closure.announced_at < day.c.ended_at), of_day.where(Closure.announced_at >= day.c.ended_at)


def _openings(meant: Rows, unit: FromClause, day: CTE) -> Rows:
    """What the school said of a holiday in whose spite its door was open on the day."""
    opening: Rows = belonging_to(meant, unit.c.id, HolidayOpening).where(
        HolidayOpening.holiday_id == SchoolHoliday.id, HolidayOpening.from_on <= day.c.day
    )
    # Two statements deep nothing is correlated by itself.
    return opening.correlate(SchoolHoliday, unit, day)


def _holidays(day: CTE, unit: FromClause, opening: Rows) -> Rows:
    """Holidays of schools on the day, at the school's place, that it keeps."""
    district_id = select(Area.parent_id).where(Area.id == unit.c.area_id).correlate(unit).scalar_subquery()
    place = or_(
        SchoolHoliday.area_id.is_(None), SchoolHoliday.area_id == unit.c.area_id, SchoolHoliday.area_id == district_id
    )
    return select(SchoolHoliday.id).where(
        SchoolHoliday.from_on <= day.c.day, SchoolHoliday.until_on > day.c.day, place, ~opening.exists()
    )


def _why(
    span: Span, day: CTE, book: Subquery, apps: Subquery, announced_late: ColumnElement[bool]
) -> ColumnElement[str]:
    # A flagged entry or one that came after the door had closed proves no controlled door.
    clean_count = book.c.entry_count - book.c.suspect_count - book.c.late_count
    return case(
        (announced_late, "announced_late"),
        (day.c.door_closes_at > span.at, "door_open"),
        (clean_count > 0, "entries"),
        (apps.c.entry_count > apps.c.late_count, "app_tally"),
        (book.c.no_visitors_at < day.c.door_closes_at, "no_visitors"),
        (or_(book.c.late_count > 0, book.c.no_visitors_at.is_not(None), apps.c.late_count > 0), "late"),
        else_="none",
    )


ENTRY = UnitFacts(
    measure=MeasureKey.ENTRY,
    facts=facts,
    reasons=("entries", "app_tally", "no_visitors", "late", "none", "door_open", "announced_late"),
    counted=frozenset({"entries", "app_tally", "no_visitors"}),
    not_due=frozenset({"door_open", "announced_late"}),
    sums=("exits_recorded", "entries_ended", "apps_in", "apps_out"),
    is_answered_for=True,
)
