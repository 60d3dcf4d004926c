"""Three sources of a unit's safety side by side: what it says, what inspections found, how visitors rate it."""
