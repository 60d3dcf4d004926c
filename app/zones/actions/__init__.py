"""Areas are locked down and released, teams set up, households listed, rounds written, missing ones taken note of."""

from app.zones.actions.areas import (
    AlreadyEntered,
    EndsTooEarly,
    NoCommittee,
    attach_team,
    enter_zone,
    is_entered,
    lift_zone,
)
from app.zones.actions.households import (
    AlreadyListed,
    NoLongerListed,
    change_household,
    is_listed,
    list_household,
    list_many,
    move_household,
    note_look,
    take_off,
)
from app.zones.actions.links import LinkSpent, choose_pin, issue_link, sign_in_by_link
from app.zones.actions.needs import answer_need
from app.zones.actions.notes import NotMissing, take_note
from app.zones.actions.rounds import NobodyListed, NotTyped, file_round, save_answer, take_national_list
from app.zones.actions.teams import (
    TeamEnded,
    TeamExists,
    add_member,
    end_team,
    has_team,
    remove_member,
    set_total,
    set_up_team,
)

__all__ = [
    "AlreadyEntered",
    "AlreadyListed",
    "EndsTooEarly",
    "LinkSpent",
    "NoCommittee",
    "NoLongerListed",
    "NobodyListed",
    "NotMissing",
    "NotTyped",
    "TeamEnded",
    "TeamExists",
    "add_member",
    "answer_need",
    "attach_team",
    "change_household",
    "choose_pin",
    "end_team",
    "enter_zone",
    "file_round",
    "has_team",
    "is_entered",
    "is_listed",
    "issue_link",
    "lift_zone",
    "list_household",
    "list_many",
    "move_household",
    "note_look",
    "remove_member",
    "save_answer",
    "set_total",
    "set_up_team",
    "sign_in_by_link",
    "take_national_list",
    "take_note",
    "take_off",
]
