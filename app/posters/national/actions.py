"""A national code is recorded, seen on display, and no longer used."""

from datetime import date

from app import audit
from app.clock import local_day, now
from app.db import db
from app.door import Viewer
from app.posters.actions import DisplayInFuture
from app.posters.national.models import NationalCode
from app.posters.national.queries import find_unit_with, list_national_codes
from app.posters.national.rules import TextSource
from app.posters.rules import DisplaySource
from app.units.models import Checkpoint, Unit


class CodeOfAnother(Exception):
    """This code is recorded for another unit, or for another vehicle: each has its own."""


class CodeEnded(Exception):
    """The code is no longer used."""


def record_national_code(
    viewer: Viewer, unit: Unit, *, content: str, text_source: TextSource, vehicle: Checkpoint | None = None
) -> NationalCode:
    """Note the unit's code at tokhaiyte.vn, or its vehicle's; the one it had before ends. Said again, nothing changes.

    Raises CodeOfAnother.
    """
    vehicle_id = vehicle.id if vehicle else None
    mine = list_national_codes(viewer, unit)
    for code in mine:
        if code.content == content and code.checkpoint_id == vehicle_id:
            return code
    if find_unit_with(content) is not None:
        raise CodeOfAnother
    for code in mine:
        if code.checkpoint_id == vehicle_id:
            end_national_code(viewer, code)
    recorded = NationalCode(unit_id=unit.id, checkpoint_id=vehicle_id, content=content, text_source=text_source)
    recorded.recorded_at, recorded.recorded_by_id = now(), viewer.user_id
    db.session.add(recorded)
    db.session.flush()
    audit.record("national_code.recorded", recorded.id, by=viewer, unit_id=unit.id, text_source=text_source.value)
    return recorded


def confirm_national_display(viewer: Viewer, code: NationalCode, *, on: date) -> None:
    """Note that the code is up since `on`, by the manager's word or an officer's who saw it.

    Raises CodeEnded, DisplayInFuture.
    """
    if code.ended_at:
        raise CodeEnded
    if on > local_day():
        raise DisplayInFuture
    code.display_source = DisplaySource.OFFICER if viewer.organisation_id else DisplaySource.MANAGER
    code.displayed_on, code.display_by_id = on, viewer.user_id
    audit.record("national_code.displayed", code.id, by=viewer, on=on.isoformat())


def end_national_code(viewer: Viewer, code: NationalCode) -> None:
    """The code is no longer used. Raises CodeEnded."""
    if code.ended_at:
        raise CodeEnded
    code.ended_at = now()
    audit.record("national_code.ended", code.id, by=viewer)
