"""What the health department edits: questions, the rule table, epidemic areas, health stations, recordings."""
