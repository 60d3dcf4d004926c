"""The record made ready to be signed: what it says, its digest, its paper."""

import base64
import hashlib
from collections.abc import Mapping

from app.door import Viewer
from app.inspections import paper, queries
from app.inspections.actions import Signed
from app.inspections.frozen import Signatures, content_of, digest_of
from app.inspections.models import Inspection
from app.inspections.rules import Party


def draw_record(
    viewer: Viewer,
    inspection: Inspection,
    *,
    version: int,
    number: str,
    names: Mapping[Party, tuple[str, str]],
    inked: Mapping[Party, bytes],
    refused_because: str = "",
) -> Signed:
    """The record signed under these names (with their titles) and drawn signatures; one side may have refused."""
    photos = queries.list_photos(viewer, inspection, with_content=True)
    digests = {party: hashlib.sha256(png).hexdigest() for party, png in inked.items()}
    (team_name, team_title), (unit_name, unit_title) = (
        names.get(party, ("", "")) for party in (Party.TEAM, Party.UNIT)
    )
    signatures = Signatures(
        team_name=team_name,
        team_title=team_title,
        team_digest=digests.get(Party.TEAM, ""),
        unit_name=unit_name,
        unit_title=unit_title,
        unit_digest=digests.get(Party.UNIT, ""),
        refused_because=refused_because,
    )
    doors, earlier = queries.list_doors(viewer, inspection.unit), queries.list_earlier(viewer, inspection)
    content = content_of(inspection, doors, earlier, photos, signatures, number)
    digest = digest_of(content)
    pdf = paper.record_pdf(
        content,
        inspection.organisation,
        digest=digest,
        photos=[photo.content for photo in photos],
        drawn={party.value: paper.address_of(png, "png") for party, png in inked.items()},
    )
    kept = {party.value: base64.b64encode(png).decode() for party, png in inked.items()}
    return Signed(version, number, content, digest, pdf, kept)
