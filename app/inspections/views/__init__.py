"""Pages of inspections: the list and the plan, one visit, its record on a phone, the signatures, what followed."""

from app.inspections.views import following, listing, of_units, planning, recording, showing, signing
from app.inspections.views.blueprint import bp

__all__ = ["bp", "following", "listing", "of_units", "planning", "recording", "showing", "signing"]
