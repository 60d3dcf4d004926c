"""The record is begun on the spot and saved as often as one likes; what is sent twice is stored once."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from app import audit
from app.clock import local_day, now
from app.db import db
from app.door import Viewer
from app.inspections.actions.refusals import (
    Changed,
    TooManyPhotos,
    refuse_other_body,
    refuse_unless_open,
)
from app.inspections.models import Inspection, InspectionPhoto
from app.inspections.queries import list_photos
from app.inspections.rules import MOST_PHOTOS, CodeVerdict, InspectionStatus, verdict_on_code
from app.posters.queries import find_typed_poster
from app.posters.rules import verdict_of
from app.safety.queries import find_set

# A phone without network keeps one draft a record; more ids than one are kept for who saves twice in a hurry.
KEPT_SUBMISSIONS = 20


def begin_inspection(viewer: Viewer, inspection: Inspection) -> None:
    """Somebody is there: the record opens with the criteria of today. Begun again, nothing changes.

    Raises OtherBody, NotOpen.
    """
    refuse_other_body(viewer, inspection)
    refuse_unless_open(inspection)
    if inspection.status is InspectionStatus.UNDER_WAY:
        return
    inspection.status, inspection.started_at = InspectionStatus.UNDER_WAY, now()
    inspection.criteria_set = find_set(inspection.unit.kind, on=local_day())
    inspection.record = {
        "inspected_on": local_day().isoformat(),
        "team": "\n".join(officer.full_name for officer in inspection.officers),
        "unit_side": inspection.unit.manager_name,
    }
    audit.record("inspection.begun", inspection.id, by=viewer, unit_id=inspection.unit_id)


def is_known(inspection: Inspection, submission: str) -> bool:
    """Whether what was sent under this id is stored already."""
    return submission in inspection.submissions


def save_record(
    viewer: Viewer,
    inspection: Inspection,
    *,
    record: Mapping[str, Any],
    submission: str,
    version: int,
    photos: Sequence[bytes] = (),
    caption: str = "",
) -> None:
    """Keep what was written so far, all of it; codes are looked up. A known `submission` changes nothing.

    Raises OtherBody, NotOpen, Changed, TooManyPhotos.
    """
    refuse_other_body(viewer, inspection)
    refuse_unless_open(inspection)
    if is_known(inspection, submission):
        return
    if inspection.version != version:
        raise Changed(inspection.id)
    posters = {key: {**row, "verdict": _verdict(inspection, row)} for key, row in record["posters"].items()}
    inspection.record = {**record, "posters": posters}
    inspection.submissions = [*inspection.submissions, submission][-KEPT_SUBMISSIONS:]
    inspection.saved_at = now()
    _add_photos(viewer, inspection, photos, caption)
    db.session.flush()


def _verdict(inspection: Inspection, row: Mapping[str, Any]) -> str:
    """What the code that was read off a poster is; nothing where none was read."""
    if not row.get("code"):
        return ""
    # A phone's camera gives the address behind the code; its last part is the code itself.
    poster = find_typed_poster(row["code"].partition("?")[0].rstrip("/").rpartition("/")[2])
    if poster is None:
        return CodeVerdict.UNKNOWN.value
    verdict = verdict_of(poster, poster.unit.status, at=now())
    return verdict_on_code(verdict, is_units_own=poster.unit_id == inspection.unit_id).value


def _add_photos(viewer: Viewer, inspection: Inspection, photos: Sequence[bytes], caption: str) -> None:
    if photos and len(list_photos(viewer, inspection)) + len(photos) > MOST_PHOTOS:
        raise TooManyPhotos(inspection.id)
    for content in photos:
        digest = hashlib.sha256(content).hexdigest()
        row = InspectionPhoto(unit_id=inspection.unit_id, inspection_id=inspection.id, content=content, digest=digest)
        row.caption, row.sent_at, row.sent_by_id = caption, now(), viewer.user_id
        db.session.add(row)


def remove_photo(viewer: Viewer, inspection: Inspection, photo: InspectionPhoto) -> None:
    """Take a picture out of the record. Raises OtherBody, NotOpen."""
    refuse_other_body(viewer, inspection)
    refuse_unless_open(inspection)
    db.session.delete(photo)
