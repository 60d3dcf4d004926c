"""What can be done to units, one file a use case."""

from app.units.actions.approval import UnitNotPending, approve_unit, approve_units, refuse_unit
from app.units.actions.calendar import announce_closure, cancel_closure, change_open_weekdays
from app.units.actions.checkpoints import LastCheckpoint, add_checkpoint, retire_checkpoint
from app.units.actions.correction import correct_unit
from app.units.actions.links import LinkSpent, issue_first_link, issue_management_link, open_manager_account
from app.units.actions.registration import register_unit
from app.units.actions.status import StatusRefused, close_unit, reopen_unit, suspend_unit
from app.units.actions.vehicles import add_vehicle, describe_vehicle

__all__ = [
    "LastCheckpoint",
    "LinkSpent",
    "StatusRefused",
    "UnitNotPending",
    "add_checkpoint",
    "add_vehicle",
    "announce_closure",
    "approve_unit",
    "approve_units",
    "cancel_closure",
    "change_open_weekdays",
    "close_unit",
    "correct_unit",
    "describe_vehicle",
    "issue_first_link",
    "issue_management_link",
    "open_manager_account",
    "refuse_unit",
    "register_unit",
    "reopen_unit",
    "retire_checkpoint",
    "suspend_unit",
]
