"""News of the register for later chapters that must write when it happens: the row sends, `viewer` is who did it."""

from blinker import Signal

checkpoint_created = Signal("a unit has one more door or vehicle")
checkpoint_changed = Signal("details of a door or vehicle were corrected; `fields` names them")
checkpoint_retired = Signal("a door or vehicle is no longer used")
unit_approved = Signal("an officer accepted the registration")
unit_changed = Signal("details of a unit were corrected; `fields` names them")
