"""News of the register for later chapters that must write when it happens: the row sends, `viewer` is who did it."""

from blinker import Signal

checkpoint_created = Signal("a unit has one more door or vehicle")
checkpoint_changed = Signal(
    "details of a door or vehicle were corrected; `fields` names them, `exits`: whether one scans again"
)
checkpoints_created = Signal("many units have their first door; `doors` are pairs of checkpoint's and unit's id")
checkpoint_retired = Signal("a door or vehicle is no longer used")
unit_registered = Signal("a unit came into the register, with its first door")
unit_approved = Signal("an officer accepted the registration")
unit_changed = Signal("details of a unit were corrected; `fields` names them")
unit_merged = Signal("a unit went up in another, `into`; `doors` gives each of its doors' ids the door in its place")
units_withdrawn = Signal("units entered by mistake are about to leave; `unit_ids` is a select of their ids")
