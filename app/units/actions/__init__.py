"""What can be done to units, one file a use case."""

from app.units.actions.approval import UnitNotPending, approve_unit, approve_units, refuse_unit
from app.units.actions.calendar import announce_closure, cancel_closure, change_open_weekdays
from app.units.actions.changes import note_change
from app.units.actions.checkpoints import LastCheckpoint, add_checkpoint, retire_checkpoint
from app.units.actions.correction import correct_unit
from app.units.actions.doubles import declare_unlike
from app.units.actions.holidays import (
    HolidayOver,
    NotItsHoliday,
    NotSchoolsAuthority,
    OpenAlready,
    add_holiday,
    end_holiday,
    keep_holiday,
    open_in_holiday,
)
from app.units.actions.links import (
    choose_pin,
    hold_by_slip,
    hold_new_unit,
    open_manager_account,
    reset_pin,
    sign_in_by_link,
)
from app.units.actions.merging import MergeRefused, keep_day, merge_units
from app.units.actions.registration import register_unit
from app.units.actions.slips import LinkSpent, issue_first_link, issue_management_link
from app.units.actions.status import StatusRefused, close_unit, reopen_unit, suspend_unit
from app.units.actions.vehicles import add_vehicle, describe_vehicle

__all__ = [
    "HolidayOver",
    "LastCheckpoint",
    "LinkSpent",
    "MergeRefused",
    "NotItsHoliday",
    "NotSchoolsAuthority",
    "OpenAlready",
    "StatusRefused",
    "UnitNotPending",
    "add_checkpoint",
    "add_holiday",
    "add_vehicle",
    "announce_closure",
    "approve_unit",
    "approve_units",
    "cancel_closure",
    "change_open_weekdays",
    "choose_pin",
    "close_unit",
    "correct_unit",
    "declare_unlike",
    "describe_vehicle",
    "end_holiday",
    "hold_by_slip",
    "hold_new_unit",
    "issue_first_link",
    "issue_management_link",
    "keep_day",
    "keep_holiday",
    "merge_units",
    "note_change",
    "open_in_holiday",
    "open_manager_account",
    "refuse_unit",
    "register_unit",
    "reopen_unit",
    "reset_pin",
    "retire_checkpoint",
    "sign_in_by_link",
    "suspend_unit",
]
