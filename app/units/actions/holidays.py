"""The holidays of schools: listed for all of them, and what one school says of its own door."""

from datetime import date

from sqlalchemy import delete

from app import audit
from app.access.scope import unscoped
from app.areas.models import Area
from app.clock import local_day, now
from app.db import db
from app.door import Viewer
from app.organisations.models import Organisation
from app.text import nfc
from app.units.models import HolidayOpening, SchoolHoliday, Unit
from app.units.queries import find_opening, list_holidays_of
from app.units.rules import is_schools_authority


class NotSchoolsAuthority(Exception):
    """The viewer's body neither is the province's office nor answers for schools."""


class NotItsHoliday(Exception):
    """The unit is no school, or the holiday is not one of its place."""


class HolidayOver(Exception):
    """The days of this holiday are over: what was counted on them stays."""


class OpenAlready(Exception):
    """The school's door has been open in the holiday."""


def add_holiday(
    viewer: Viewer, *, name: str, area: Area | None, from_on: date, until_on: date, basis: str
) -> SchoolHoliday:
    """Close the schools of an area, or (without one) of the province, until `until_on`. Raises NotSchoolsAuthority."""
    _refuse_others(viewer)
    listing = SchoolHoliday(area=area, name=nfc(name), from_on=from_on, until_on=until_on, basis=nfc(basis))
    listing.listed_at, listing.listed_by_id = now(), viewer.user_id
    db.session.add(listing)
    db.session.flush()
    audit.record("holiday.listed", listing.id, by=viewer, from_on=from_on.isoformat(), until_on=until_on.isoformat())
    return listing


def end_holiday(viewer: Viewer, listing: SchoolHoliday) -> None:
    """School from today on: a holiday to come is taken back, one that runs ends with yesterday.

    Raises HolidayOver, NotSchoolsAuthority.
    """
    _refuse_others(viewer)
    today = local_day()
    if listing.until_on <= today:
        raise HolidayOver
    audit.record("holiday.ended", listing.id, by=viewer)
    if listing.from_on < today:
        listing.until_on = today
        return
    openings = delete(HolidayOpening).where(HolidayOpening.holiday_id == listing.id)
    db.session.execute(unscoped(openings, because="what schools said of a holiday that is taken back"))
    db.session.delete(listing)


def open_in_holiday(viewer: Viewer, unit: Unit, listing: SchoolHoliday) -> None:
    """The school's door is open in spite of the holiday, from its first day or from today on.

    Raises NotItsHoliday, HolidayOver.
    """
    today = local_day()
    if all(each.listing.id != listing.id for each in list_holidays_of(viewer, unit, listing.from_on, listing.from_on)):
        raise NotItsHoliday
    if listing.until_on <= today:
        raise HolidayOver
    if find_opening(viewer, unit, listing) is None:
        opening = HolidayOpening(unit_id=unit.id, holiday_id=listing.id, from_on=max(listing.from_on, today))
        opening.said_at, opening.by_id = now(), viewer.user_id
        db.session.add(opening)
        audit.record("unit.opened_in_holiday", unit.id, by=viewer, holiday_id=listing.id)


def keep_holiday(viewer: Viewer, unit: Unit, listing: SchoolHoliday) -> None:
    """The school keeps the holiday after all. Raises OpenAlready.

    Days on which its door counts as open stay so: what is left of the holiday is announced as any other closure.
    """
    opening = find_opening(viewer, unit, listing)
    if opening is None:
        return
    if opening.from_on <= local_day():
        raise OpenAlready
    db.session.delete(opening)
    audit.record("unit.kept_holiday", unit.id, by=viewer, holiday_id=listing.id)


def _refuse_others(viewer: Viewer) -> None:
    if viewer.sees_all:
        return
    body = db.session.get(Organisation, viewer.organisation_id)
    if body is None or not is_schools_authority(body.name):
        raise NotSchoolsAuthority
