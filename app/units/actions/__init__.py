"""What can be done to units, one file a use case."""

from app.units.actions.approval import UnitNotPending, approve_unit, approve_units, refuse_unit
from app.units.actions.asking import NothingAsked, QuestionOpen, answer_question, ask_unit
from app.units.actions.calendar import announce_closure, cancel_closure, change_open_weekdays
from app.units.actions.checkpoints import LastCheckpoint, add_checkpoint, retire_checkpoint
from app.units.actions.correction import correct_unit
from app.units.actions.links import LinkSpent, issue_first_link, issue_management_link, open_manager_account
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

__all__ = [
    "LastCheckpoint",
    "LinkSpent",
    "NotTheOwner",
    "NotTheReceiver",
    "NothingAsked",
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
    "announce_closure",
    "answer_question",
    "approve_unit",
    "approve_units",
    "ask_unit",
    "cancel_closure",
    "change_open_weekdays",
    "change_owner",
    "close_unit",
    "correct_by_manager",
    "correct_unit",
    "decide_owner",
    "disclaim_unit",
    "issue_first_link",
    "issue_management_link",
    "lift_restriction",
    "open_manager_account",
    "propose_transfer",
    "refuse_proposal",
    "refuse_transfer",
    "refuse_unit",
    "register_unit",
    "reopen_unit",
    "restrict_unit",
    "retire_checkpoint",
    "suspend_unit",
    "withdraw_transfer",
]
