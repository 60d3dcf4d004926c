"""Days on which schools are closed, and the days on which one unit's door is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.access.scope import within
from app.areas.models import Area
from app.db import db
from app.door import Absent, Viewer
from app.units.models import HolidayOpening, SchoolHoliday, Unit
from app.units.queries.parts import closures
from app.units.rules import UnitKind


@dataclass(frozen=True)
class Holiday:
    """A holiday of schools as one of them keeps it: `open_from` is when its door is open again before the others'."""

    listing: SchoolHoliday
    open_from: date | None = None

    @property
    def span(self) -> tuple[date, date]:
        """The first day on which its door is closed, and the first no longer; none when both are one."""
        return self.listing.from_on, self.open_from or self.listing.until_on

    @property
    def last_on(self) -> date:
        """The last day on which its door is closed."""
        return self.span[1] - timedelta(1)


def list_holidays() -> Sequence[SchoolHoliday]:
    """The holidays of schools, the latest first."""
    stmt = select(SchoolHoliday).options(joinedload(SchoolHoliday.area).joinedload(Area.parent))
    return db.session.scalars(stmt.order_by(SchoolHoliday.from_on.desc(), SchoolHoliday.id.desc())).all()


def get_holiday(holiday_id: int) -> SchoolHoliday:
    """A holiday of schools. Raises Absent."""
    stmt = select(SchoolHoliday).where(SchoolHoliday.id == holiday_id).options(joinedload(SchoolHoliday.area))
    found = db.session.scalar(stmt)
    if found is None:
        raise Absent
    return found


def list_holidays_of(viewer: Viewer, unit: Unit, first: date, last: date) -> Sequence[Holiday]:
    """The holidays of a school that touch the days from `first` to `last`, earliest first; other kinds have none."""
    if unit.kind is not UnitKind.SCHOOL:
        return []
    stmt = select(SchoolHoliday).where(
        SchoolHoliday.from_on <= last,
        SchoolHoliday.until_on > first,
        or_(SchoolHoliday.area_id.is_(None), SchoolHoliday.area_id.in_([unit.area_id, unit.area.parent_id])),
    )
    found = db.session.scalars(stmt.order_by(SchoolHoliday.from_on, SchoolHoliday.id)).all()
    open_from = {row.holiday_id: row.from_on for row in _openings(viewer, unit)} if found else {}
    return [Holiday(listing, open_from.get(listing.id)) for listing in found]


def find_opening(viewer: Viewer, unit: Unit, holiday: SchoolHoliday) -> HolidayOpening | None:
    """What the school said of a holiday."""
    return next((row for row in _openings(viewer, unit) if row.holiday_id == holiday.id), None)


def _openings(viewer: Viewer, unit: Unit) -> Sequence[HolidayOpening]:
    return db.session.scalars(within(viewer, HolidayOpening).where(HolidayOpening.unit_id == unit.id)).all()


def closed_spans(viewer: Viewer, unit: Unit, first: date, last: date) -> list[tuple[date, date]]:
    """The spans (first day, first day no longer) in which the unit's door is closed: closures and holidays."""
    announced = [(closure.from_on, closure.until_on) for closure in closures(viewer, unit, first, last)]
    return announced + [holiday.span for holiday in list_holidays_of(viewer, unit, first, last)]
