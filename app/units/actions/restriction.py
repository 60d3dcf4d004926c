"""The province office withholds a unit from lists: only its own body and the office see it, others a count."""

from app import audit
from app.clock import now
from app.door import Viewer
from app.text import nfc
from app.units.models import Unit


def restrict_unit(viewer: Viewer, unit: Unit, *, basis: str) -> None:
    """Withhold the unit on the basis of a document; saying it again corrects the basis."""
    unit.restricted_at, unit.restricted_basis = unit.restricted_at or now(), nfc(basis)
    audit.record("unit.restricted", unit.id, by=viewer)


def lift_restriction(viewer: Viewer, unit: Unit) -> None:
    """The unit is listed like any other again."""
    unit.restricted_at, unit.restricted_basis = None, ""
    audit.record("unit.restriction_lifted", unit.id, by=viewer)
