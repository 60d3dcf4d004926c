"""`entry`: of the days on which a unit's door was open, those with a visitor's entry or with "không có khách"."""

from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, Subquery, and_, case, func, or_, select

from app.access.scope import Rows, belonging_to, covered_by
from app.directives.measures.calendar import active_spells, day_table, holds_on, ids_of, known_days, units_meant
from app.directives.measures.figures import Limits, Span
from app.directives.measures.unit_facts import UnitFacts
from app.directives.rules import MeasureKey
from app.door import Viewer
from app.tallies.models import UnitDay
from app.units.models import Closure


def facts(viewer: Viewer, span: Span, limits: Limits) -> Rows | None:
    """Every open day of every unit meant, with who answered and why it counts; days closed in time are not listed."""
    days = known_days(span)
    if not days:
        return None
    meant = units_meant(viewer, limits)
    day, unit = day_table(days), meant.subquery("unit_meant")
    ids = ids_of(meant)
    spell_select, book_select = active_spells(meant, ids), _book(meant, ids, span)
    spell, book = spell_select.subquery("spell"), book_select.subquery("book")
    closed_select, late_select = _closures(meant, unit, day)
    return covered_by(
        select(unit.c.id.label("unit_id"), unit.c.organisation_id, unit.c.area_id, day.c.day)
        .add_columns(
            _why(span, day, book, late_select.exists()).label("why"),
            func.coalesce(book.c.exit_count, 0).label("exits_recorded"),
            func.coalesce(book.c.exit_count + book.c.estimated_exit_count, 0).label("entries_ended"),
        )
        .join(spell, spell.c.unit_id == unit.c.id)
        .join(day, and_(holds_on(spell, day.c.day), holds_on(unit, day.c.day)))
        .outerjoin(book, and_(book.c.unit_id == unit.c.id, book.c.day == day.c.day))
        .where(unit.c.open_weekdays.bitwise_and(day.c.weekday_bit) != 0, ~closed_select.exists()),
        *(meant, spell_select, book_select, closed_select),
    )


def _book(meant: Rows, unit_ids: Select[Any], span: Span) -> Rows:
    return belonging_to(meant, unit_ids, UnitDay).where(UnitDay.day.between(span.first, span.last))


def _closures(meant: Rows, unit: Subquery, day: CTE) -> tuple[Rows, Rows]:
    """Closures of the day announced before it ended, and those announced afterwards."""
    of_day = belonging_to(meant, unit.c.id, Closure).where(Closure.from_on <= day.c.day, Closure.until_on > day.c.day)
    return of_day.where(Closure.announced_at < day.c.ended_at), of_day.where(Closure.announced_at >= day.c.ended_at)


def _why(span: Span, day: CTE, book: Subquery, announced_late: ColumnElement[bool]) -> ColumnElement[str]:
    # A flagged entry or one that came after the door had closed proves no controlled door.
    clean_count = book.c.entry_count - book.c.suspect_count - book.c.late_count
    return case(
        (announced_late, "announced_late"),
        (day.c.door_closes_at > span.at, "door_open"),
        (clean_count > 0, "entries"),
        (book.c.no_visitors_at < day.c.door_closes_at, "no_visitors"),
        (or_(book.c.late_count > 0, book.c.no_visitors_at.is_not(None)), "late"),
        else_="none",
    )


ENTRY = UnitFacts(
    measure=MeasureKey.ENTRY,
    facts=facts,
    reasons=("entries", "no_visitors", "late", "none", "door_open", "announced_late"),
    counted=frozenset({"entries", "no_visitors"}),
    not_due=frozenset({"door_open", "announced_late"}),
    sums=("exits_recorded", "entries_ended"),
)
