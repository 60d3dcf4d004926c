"""Pages of safety: the levels of units, a unit's own page, an assessment answered section by section."""

from app.safety.grades import views as grades
from app.safety.remedies import views as remedies
from app.safety.sets import views as sets
from app.safety.sources import views as sources
from app.safety.views import answering, listing, of_units
from app.safety.views.blueprint import bp

__all__ = ["answering", "bp", "grades", "listing", "of_units", "remedies", "sets", "sources"]
