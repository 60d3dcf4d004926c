"""News of the register for later chapters that must write when it happens: the row sends, `viewer` is who did it."""

from blinker import Signal

checkpoint_created = Signal("a unit has one more door or vehicle")
checkpoints_created = Signal("many units have their first door; `doors` are pairs of checkpoint's and unit's id")
checkpoint_retired = Signal("a door or vehicle is no longer used")
unit_approved = Signal("an officer accepted the registration")
unit_changed = Signal("details of a unit were corrected; `fields` names them")
units_withdrawn = Signal("units entered by mistake are about to leave; `unit_ids` is a select of their ids")
