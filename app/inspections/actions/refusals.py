"""Why an act on an inspection may be refused, and the guards that say so."""

from app.door import Viewer
from app.inspections.models import Inspection
from app.inspections.rules import OPEN


class OtherBody(Exception):
    """Another body's officers go there."""


class NotOpen(Exception):
    """It was signed or called off."""


class NotSigned(Exception):
    """Nothing is certain before the record is signed."""


class Changed(Exception):
    """Somebody has written into the record since it was read."""


class Incomplete(Exception):
    """The record lacks something without which nobody signs."""


class TooManyPhotos(Exception):
    """A record has room for so many pictures."""


def refuse_other_body(viewer: Viewer, inspection: Inspection) -> None:
    """Raise OtherBody unless the viewer's own body inspects, or he is one of those who go."""
    is_sent = viewer.user_id in {officer.id for officer in inspection.officers}
    if inspection.organisation_id != viewer.organisation_id and not is_sent:
        raise OtherBody(inspection.id)


def refuse_unless_open(inspection: Inspection) -> None:
    """Raise NotOpen for what was signed or called off."""
    if inspection.status not in OPEN:
        raise NotOpen(inspection.id)


def refuse_unless_signed(inspection: Inspection) -> None:
    """Raise NotSigned for what can still change."""
    if inspection.signed_at is None:
        raise NotSigned(inspection.id)
