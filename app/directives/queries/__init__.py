"""Reads of letters, of how far they came, and of the periods that heads confirm."""

from app.directives.queries.confirmations import (
    BodyPeriod,
    PeriodBook,
    Verification,
    frozen_lines,
    get_confirmation,
    get_period_book,
    last_over,
    list_own_periods,
    verify,
)
from app.directives.queries.drafts import Answer, Draft, Line, find_confirmation, get_draft
from app.directives.queries.letters import (
    Reach,
    Receipt,
    count_acknowledged,
    find_directive,
    find_receipt,
    get_code_obligation,
    get_directive,
    is_opened,
    list_directives,
    list_receipts,
)
from app.directives.queries.people import find_head_post, groups_of, is_own_password

__all__ = [
    "Answer",
    "BodyPeriod",
    "Draft",
    "Line",
    "PeriodBook",
    "Reach",
    "Receipt",
    "Verification",
    "count_acknowledged",
    "find_confirmation",
    "find_directive",
    "find_head_post",
    "find_receipt",
    "frozen_lines",
    "get_code_obligation",
    "get_confirmation",
    "get_directive",
    "get_draft",
    "get_period_book",
    "groups_of",
    "is_opened",
    "is_own_password",
    "last_over",
    "list_directives",
    "list_own_periods",
    "list_receipts",
    "verify",
]
