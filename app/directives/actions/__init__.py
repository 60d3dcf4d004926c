"""Letters are composed and issued, go down level by level, are answered; heads say how a period went."""

from app.directives.actions.cascade import (
    NobodyBelow,
    NothingToRemind,
    add_instruction,
    answer_question,
    ask_question,
    record_document,
    remind_by_hand,
)
from app.directives.actions.charges import name_in_charge
from app.directives.actions.confirmations import (
    AnswerIncomplete,
    NotBelow,
    PeriodNotOver,
    SignedPaper,
    confirm_on_paper,
    confirm_period,
    prepare_period,
    reopen_period,
)
from app.directives.actions.drafts import (
    AmendmentUnexplained,
    DraftChanged,
    DraftIncomplete,
    change_draft,
    discard_draft,
    issue_draft,
    put_obligation,
    remove_obligation,
    start_amendment,
    start_draft,
)
from app.directives.actions.heads import NotTheHead, hold_body
from app.directives.actions.letters import AlreadyAmended, NumberTaken, accept_codes, load_letter, publish_directive
from app.directives.actions.receipts import NotAddressed, acknowledge, note_opening

__all__ = [
    "AlreadyAmended",
    "AmendmentUnexplained",
    "AnswerIncomplete",
    "DraftChanged",
    "DraftIncomplete",
    "NobodyBelow",
    "NotAddressed",
    "NotBelow",
    "NotTheHead",
    "NothingToRemind",
    "NumberTaken",
    "PeriodNotOver",
    "SignedPaper",
    "accept_codes",
    "acknowledge",
    "add_instruction",
    "answer_question",
    "ask_question",
    "change_draft",
    "confirm_on_paper",
    "confirm_period",
    "discard_draft",
    "hold_body",
    "issue_draft",
    "load_letter",
    "name_in_charge",
    "note_opening",
    "prepare_period",
    "publish_directive",
    "put_obligation",
    "record_document",
    "remind_by_hand",
    "remove_obligation",
    "reopen_period",
    "start_amendment",
    "start_draft",
]
