"""Sets of criteria as the health department edits them: copied, changed, tried, switched on from a day."""
