"""How many people came and went in a period, by who answered for the unit on the day."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, select

from app.access.scope import belonging_to, counting, covered_by
from app.db import db
from app.directives.measures.calendar import as_table, holds_on, units_meant
from app.directives.measures.figures import Limits
from app.directives.rules import Period
from app.door import Viewer
from app.tallies.models import UnitDay


@dataclass(frozen=True)
class VisitCounts:
    """Entries, and the exits that were recorded; `late` of the entries came after their day's door had closed."""

    entries: int
    exits: int
    late: int


def count_visits(viewer: Viewer, period: Period, limits: Limits) -> VisitCounts:
    """What the day books of the units meant hold; of a unit that changed hands each body has its own days."""
    meant = units_meant(counting(viewer), limits)
    unit, ids = as_table(meant)
    books = belonging_to(meant, ids, UnitDay)
    book = books.where(UnitDay.day.between(period.first_on, period.last_on)).subquery("book")
    sums = (func.sum(each) for each in (book.c.entry_count, book.c.exit_count, book.c.late_count))
    stmt = select(*sums).select_from(book)
    stmt = stmt.join(unit, and_(unit.c.id == book.c.unit_id, holds_on(unit, book.c.day)))
    found: Sequence[int | None] = db.session.execute(covered_by(stmt, meant, books)).one()
    entries, exits, late = (int(each or 0) for each in found)
    return VisitCounts(entries, exits, late)
