"""What the chairman's page holds, and how its figures are said."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.directives.rules import MeasureKey

MOST_COMMITMENTS = 6
# Each line is one thing to decide: a sheet has room for so many.
MOST_ASKS = 10
# What a typed line of a list begins with; the page numbers them itself.
MARKED = re.compile(r"^\s*(?:[-–•]+|\d{1,2}[.)](?=\s))\s*")


class BriefingStatus(StrEnum):
    DRAFT = "draft"
    PRESENTED = "presented"


class CommitmentOutcome(StrEnum):
    """Whether what was promised on a page was done."""

    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"


class FigureKey(StrEnum):
    """The five figures, in their order."""

    CODES = "codes"
    DOORS = "doors"
    SAFETY = "safety"
    ISOLATION = "isolation"
    UNCONFIRMED = "unconfirmed"


# Of these less is better.
FEWER_IS_BETTER = frozenset({FigureKey.ISOLATION, FigureKey.UNCONFIRMED})


class Turn(StrEnum):
    """Where a figure went since the last page."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Compared:
    """A figure beside that of the last page; `count` and `total` are None while nobody counts it."""

    key: FigureKey
    count: int | None
    total: int | None
    count_before: int | None
    total_before: int | None
    turn: Turn

    @property
    def change(self) -> int | None:
        """Of the count; None where one of both was not counted."""
        return None if self.count is None or self.count_before is None else self.count - self.count_before

    @property
    def share_rose(self) -> bool:
        """Whether there are more among as many."""
        return self.turn is (Turn.WORSE if self.key in FEWER_IS_BETTER else Turn.BETTER)


def compare(key: FigureKey, now: Mapping[str, Any], before: Mapping[str, Any] | None) -> Compared:
    """A figure and whether its share went the right way since the last page: on a Sunday fewer doors are open, and
    fewer that were watched are no worse. Unknown where one of both was not counted.
    """
    count, total = now["count"], now["total"]
    then, of_then = (before["count"], before["total"]) if before else (None, None)
    turn = Turn.UNKNOWN if count is None or then is None else _turn(key, (count, total), (then, of_then))
    return Compared(key, count, total, then, of_then, turn)


def _turn(key: FigureKey, now: tuple[int, int | None], before: tuple[int, int | None]) -> Turn:
    if not now[1] or not before[1]:
        return Turn.UNKNOWN
    change = now[0] * before[1] - before[0] * now[1]
    if not change:
        return Turn.SAME
    is_better = (change > 0) is not (key in FEWER_IS_BETTER)
    return Turn.BETTER if is_better else Turn.WORSE


def told(reasons: Mapping[str, Any]) -> str:
    """Of the reasons in a confirmation the one about doors, else the one for the whole, else another; or nothing."""
    by_measure = reasons["measures"]
    texts = (by_measure.get(MeasureKey.ENTRY.value), reasons["whole"], *by_measure.values())
    return next((str(text) for text in texts if text), "")


def lines_of(text: str) -> Sequence[str]:
    """The lines that somebody typed, without empty ones and without the dashes or numbers before them."""
    written = (MARKED.sub("", line).strip() for line in text.splitlines())
    return [line for line in written if line]


def may_change(status: BriefingStatus) -> bool:
    """Whether a page can still be edited."""
    return status is BriefingStatus.DRAFT
