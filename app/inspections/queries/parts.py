"""What hangs on an inspection: doors, pictures, findings, the signed paper, requests for a fine."""

from collections.abc import Sequence

from sqlalchemy.orm import joinedload, undefer

from app.access.scope import within
from app.areas.models import Area
from app.db import db
from app.door import Absent, Viewer
from app.inspections.models import Finding, FindingPhoto, Inspection, InspectionPaper, InspectionPhoto, Referral
from app.inspections.queries.listing import get_inspection
from app.posters.models import Poster
from app.posters.queries import list_posters
from app.units.models import Unit
from app.units.rules import CheckpointKind

# Of a bus company's vehicles a visit looks at those that stand in the yard.
MOST_DOORS = 12


def list_doors(viewer: Viewer, unit: Unit) -> Sequence[Poster]:
    """The posters to look at, doors before vehicles."""
    found = sorted(list_posters(viewer, unit), key=lambda each: each.checkpoint.kind is CheckpointKind.VEHICLE)
    return found[:MOST_DOORS]


def list_photos(viewer: Viewer, inspection: Inspection, *, with_content: bool = False) -> Sequence[InspectionPhoto]:
    """The pictures of an inspection, in the order in which they came."""
    stmt = within(viewer, InspectionPhoto).where(InspectionPhoto.inspection_id == inspection.id)
    if with_content:
        stmt = stmt.options(undefer(InspectionPhoto.content))
    return db.session.scalars(stmt.order_by(InspectionPhoto.id)).all()


def get_photo(viewer: Viewer, inspection: Inspection, photo_id: int) -> InspectionPhoto:
    """One picture of the inspection. Raises Absent."""
    stmt = within(viewer, InspectionPhoto).where(InspectionPhoto.id == photo_id)
    found: InspectionPhoto | None = db.session.scalar(stmt.where(InspectionPhoto.inspection_id == inspection.id))
    if found is None:
        raise Absent(photo_id)
    return found


def list_findings(viewer: Viewer, inspection: Inspection) -> Sequence[Finding]:
    """What was found, the earliest deadline first."""
    stmt = within(viewer, Finding).where(Finding.inspection_id == inspection.id)
    return db.session.scalars(stmt.order_by(Finding.due_on, Finding.id)).all()


def list_earlier(viewer: Viewer, inspection: Inspection) -> Sequence[Finding]:
    """What an earlier visit found and nobody has looked at again: of the visit that this one follows."""
    if inspection.follows_id is None:
        return ()
    stmt = within(viewer, Finding).where(Finding.inspection_id == inspection.follows_id, Finding.outcome.is_(None))
    return db.session.scalars(stmt.order_by(Finding.due_on, Finding.id)).all()


def get_finding(viewer: Viewer, finding_id: int) -> Finding:
    """One finding with its inspection. Raises Absent."""
    stmt = within(viewer, Finding).where(Finding.id == finding_id)
    stmt = stmt.options(joinedload(Finding.unit).joinedload(Unit.area).joinedload(Area.parent))
    found: Finding | None = db.session.scalar(stmt)
    if found is None:
        raise Absent(finding_id)
    # Who may not see the inspection does not see what it found.
    found.inspection = get_inspection(viewer, found.inspection_id)
    return found


def find_finding_photo(viewer: Viewer, finding: Finding) -> FindingPhoto | None:
    """What the unit shows to prove that it put the thing right."""
    stmt = within(viewer, FindingPhoto).where(FindingPhoto.finding_id == finding.id)
    return db.session.scalar(stmt.options(undefer(FindingPhoto.content)))  # type: ignore[no-any-return]


def get_paper(viewer: Viewer, inspection: Inspection) -> InspectionPaper:
    """The signed record. Raises Absent before it was signed."""
    stmt = within(viewer, InspectionPaper).where(InspectionPaper.inspection_id == inspection.id)
    found: InspectionPaper | None = db.session.scalar(stmt.options(undefer(InspectionPaper.pdf)))
    if found is None:
        raise Absent(inspection.id)
    return found


def list_referrals(viewer: Viewer, inspection: Inspection) -> Sequence[Referral]:
    """The requests for a fine, in order."""
    stmt = within(viewer, Referral).where(Referral.inspection_id == inspection.id)
    return db.session.scalars(stmt.order_by(Referral.referred_on, Referral.id)).all()
