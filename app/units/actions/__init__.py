"""What can be done to units, one file a use case."""

from app.units.actions.approval import UnitNotPending, approve_unit, approve_units, refuse_unit
from app.units.actions.asking import NothingAsked, QuestionOpen, answer_question, ask_unit
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
from app.units.actions.owners import OwnerDecided, OwnerUndecided, decide_owner, disclaim_unit
from app.units.actions.ownership import NotTheOwner, change_owner
from app.units.actions.proposals import (
    ProposalDecided,
    accept_proposal,
    accept_proposals,
    correct_by_manager,
    refuse_proposal,
)
from app.units.actions.registration import register_unit
from app.units.actions.restriction import lift_restriction, restrict_unit
from app.units.actions.slips import LinkSpent, issue_first_link, issue_management_link
from app.units.actions.status import StatusRefused, close_unit, reopen_unit, suspend_unit
from app.units.actions.transfers import (
    NotTheReceiver,
    TransferDecided,
    TransferOpen,
    accept_transfer,
    propose_transfer,
    refuse_transfer,
    withdraw_transfer,
)
from app.units.actions.vehicles import add_vehicle, describe_vehicle

__all__ = [
    "HolidayOver",
    "LastCheckpoint",
    "LinkSpent",
    "MergeRefused",
    "NotItsHoliday",
    "NotSchoolsAuthority",
    "NotTheOwner",
    "NotTheReceiver",
    "NothingAsked",
    "OpenAlready",
    "OwnerDecided",
    "OwnerUndecided",
    "ProposalDecided",
    "QuestionOpen",
    "StatusRefused",
    "TransferDecided",
    "TransferOpen",
    "UnitNotPending",
    "accept_proposal",
    "accept_proposals",
    "accept_transfer",
    "add_checkpoint",
    "add_holiday",
    "add_vehicle",
    "announce_closure",
    "answer_question",
    "approve_unit",
    "approve_units",
    "ask_unit",
    "cancel_closure",
    "change_open_weekdays",
    "change_owner",
    "choose_pin",
    "close_unit",
    "correct_by_manager",
    "correct_unit",
    "decide_owner",
    "declare_unlike",
    "describe_vehicle",
    "disclaim_unit",
    "end_holiday",
    "hold_by_slip",
    "hold_new_unit",
    "issue_first_link",
    "issue_management_link",
    "keep_day",
    "keep_holiday",
    "lift_restriction",
    "merge_units",
    "note_change",
    "open_in_holiday",
    "open_manager_account",
    "propose_transfer",
    "refuse_proposal",
    "refuse_transfer",
    "refuse_unit",
    "register_unit",
    "reopen_unit",
    "reset_pin",
    "restrict_unit",
    "retire_checkpoint",
    "sign_in_by_link",
    "suspend_unit",
    "withdraw_transfer",
]
