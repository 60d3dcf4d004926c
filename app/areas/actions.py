"""Loading places and listing those at high risk."""

from collections.abc import Iterable, Mapping
from datetime import date

from app import audit
from app.areas.models import Area, HighRiskListing
from app.areas.places import VALID_FROM, shipped_areas, shipped_high_risk
from app.areas.queries import get_area, is_listed, list_areas
from app.areas.rules import AreaLevel
from app.db import db
from app.door import Viewer
from app.text import fold_place, nfc, sort_key


def load_areas(viewer: Viewer, rows: Iterable[Mapping[str, str]], *, valid_from: date) -> int:
    """Store places from rows `code,name,level,parent_code`, parents before children. Returns how many are new.

    A code that stands for a place on that day already is left as it is, so loading twice changes nothing.
    """
    known = {area.code: area for level in AreaLevel for area in list_areas(level, on=valid_from)}
    new = 0
    for row in rows:
        if row["code"] not in known:
            known[row["code"]] = _store(row, known.get(row["parent_code"]), valid_from)
            new += 1
    if new:
        db.session.flush()
        audit.record("area.loaded", "all", by=viewer, count=new)
    return new


def _store(row: Mapping[str, str], parent: Area | None, valid_from: date) -> Area:
    name = nfc(row["name"])
    area = Area(code=row["code"], name=name, level=AreaLevel(row["level"]), parent=parent, valid_from=valid_from)
    area.search_key, area.sort_key = fold_place(name), sort_key(name)
    db.session.add(area)
    return area


def load_shipped_areas(viewer: Viewer) -> int:
    """Store Kiên Giang of May 2021, open-ended, and the letter's high-risk districts. Returns how many rows are new."""
    new = load_areas(viewer, shipped_areas(), valid_from=VALID_FROM)
    return new + sum(_list_shipped(viewer, row) for row in shipped_high_risk())


def _list_shipped(viewer: Viewer, row: Mapping[str, str]) -> bool:
    from_on = date.fromisoformat(row["from_on"])
    area = get_area(row["code"], AreaLevel.DISTRICT, on=from_on)
    if is_listed(area.id, on=from_on):
        return False
    list_as_high_risk(viewer, area, from_on=from_on, basis=row["basis"])
    return True


class AlreadyListed(Exception):
    """The place is on the list that day, or will be."""


class EndsBeforeStart(Exception):
    """A listing cannot end before the day on which it began."""


def list_as_high_risk(viewer: Viewer, area: Area, *, from_on: date, basis: str) -> HighRiskListing:
    """Count a place as being at high risk from a day on, on the basis of a document. Raises AlreadyListed."""
    if is_listed(area.id, on=from_on):
        raise AlreadyListed
    listing = HighRiskListing(area=area, from_on=from_on, basis=basis)
    db.session.add(listing)
    db.session.flush()
    audit.record("area.listed_as_high_risk", area.id, by=viewer, from_on=from_on.isoformat())
    return listing


def end_high_risk(viewer: Viewer, listing: HighRiskListing, *, until_on: date) -> None:
    """Let `until_on` be the first day on which the place is no longer listed. Raises EndsBeforeStart."""
    if until_on < listing.from_on:
        raise EndsBeforeStart
    listing.until_on = until_on
    audit.record("area.taken_off_high_risk", listing.area_id, by=viewer, until_on=until_on.isoformat())
