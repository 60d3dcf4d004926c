"""The health department's rooms: forms, rule table, words, epidemic areas, health stations, recordings."""

from app.declarations.rulebook.views import epidemic_areas, form_versions, overview, stations, triage, wordings
from app.declarations.rulebook.views.blueprint import bp

__all__ = ["bp", "epidemic_areas", "form_versions", "overview", "stations", "triage", "wordings"]
