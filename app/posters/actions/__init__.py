"""Codes are issued, printed, put up and replaced; many are ordered in one file."""

from app.posters.actions.codes import (
    DisplayInFuture,
    PosterReplaced,
    codes_from,
    confirm_display,
    issue_poster,
    issue_posters,
    let_stand_for,
    mark_printed,
    outdate_poster,
    replace_poster,
    retire_poster,
    withdraw_posters,
)
from app.posters.actions.runs import (
    NothingToPrint,
    RunAlreadyPrinted,
    TooManyToPrint,
    forget_files,
    mark_run_printed,
    order_run,
)

__all__ = [
    "DisplayInFuture",
    "NothingToPrint",
    "PosterReplaced",
    "RunAlreadyPrinted",
    "TooManyToPrint",
    "codes_from",
    "confirm_display",
    "forget_files",
    "issue_poster",
    "issue_posters",
    "let_stand_for",
    "mark_printed",
    "mark_run_printed",
    "order_run",
    "outdate_poster",
    "replace_poster",
    "retire_poster",
    "withdraw_posters",
]
