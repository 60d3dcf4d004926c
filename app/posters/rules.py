"""What a poster can be, and how large a name is printed on it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from app.units.rules import USABLE, CheckpointKind, UnitStatus

# Widths, in usual letters, up to which a size (points) keeps a name in its place; the last one takes what is longer.
Sizes = Sequence[tuple[float, float]]
CAPITAL_WIDTH = 1.3
# A larger order is printed district by district: its file would be too long for a printer's queue.
MOST_IN_RUN = 20_000


class PosterLanguage(StrEnum):
    VI = "vi"
    VI_EN = "vi-en"
    VI_KM = "vi-km"


class PosterSize(StrEnum):
    """What the sheet is for: on a wall, on a table (folded), on a vehicle, on a counter."""

    A4 = "a4"
    A3 = "a3"
    A5 = "a5"
    TENT = "tent"
    STICKER = "sticker"
    COUNTER = "counter"


def usual_size(kind: CheckpointKind) -> PosterSize:
    """What is printed for a door or vehicle until somebody asks for another size."""
    return PosterSize.STICKER if kind is CheckpointKind.VEHICLE else PosterSize.A4


class Codes(StrEnum):
    """Whose codes stand on the sheet: the portal's, the unit's own at tokhaiyte.vn, or the two side by side."""

    OURS = "ours"
    NATIONAL = "national"
    BOTH = "both"


class Bundle(StrEnum):
    """How many posters are handed over: in one PDF, or in a ZIP with a PDF for each commune."""

    PDF = "pdf"
    ZIP = "zip"


class DisplaySource(StrEnum):
    """Who says that the poster is up."""

    MANAGER = "manager"
    OFFICER = "officer"


class PosterState(StrEnum):
    """What is still to be done with a poster."""

    TO_PRINT = "to_print"
    TO_REPRINT = "to_reprint"
    TO_DISPLAY = "to_display"
    DISPLAYED = "displayed"


class _Poster(Protocol):
    printed_at: datetime | None
    changed_at: datetime | None
    displayed_on: date | None


def poster_state(poster: _Poster) -> PosterState:
    """What is still to be done: a change of what is printed on it asks for a new print."""
    if poster.displayed_on is not None:
        return PosterState.DISPLAYED
    if poster.printed_at is None:
        return PosterState.TO_PRINT
    is_stale = poster.changed_at is not None and poster.printed_at < poster.changed_at
    return PosterState.TO_REPRINT if is_stale else PosterState.TO_DISPLAY


class Verdict(StrEnum):
    """What somebody learns who asks whether a poster is genuine."""

    GENUINE = "genuine"
    ENDING = "ending"
    REPLACED = "replaced"
    OUT_OF_USE = "out_of_use"


class _Replaceable(Protocol):
    replaced_at: datetime | None
    valid_until: datetime | None


def verdict_of(poster: _Replaceable, status: UnitStatus, *, at: datetime) -> Verdict:
    """Whether a poster of a unit in this status is in use at this moment, for some days still, or no more."""
    if status not in USABLE:
        return Verdict.OUT_OF_USE
    if poster.replaced_at is None:
        return Verdict.GENUINE
    return Verdict.ENDING if poster.valid_until and at < poster.valid_until else Verdict.REPLACED


def size_pt(text: str, sizes: Sizes) -> float:
    """The size in which a text is printed: long ones shrink so that they stay within their place."""
    width = sum(CAPITAL_WIDTH if letter.isupper() else 1 for letter in text)
    return next((size for widest, size in sizes if width <= widest), sizes[-1][1])


def shown_codes(wished: Codes, *, has_national: bool) -> Codes:
    """What can be printed of what was wished for: without a code of its own at tokhaiyte.vn a unit shows ours."""
    return wished if has_national else Codes.OURS


def last_moment(replaced_at: datetime, grace_days: int) -> datetime:
    """Until when a replaced code still opens the form, so that its door is not shut while the new one is printed."""
    return replaced_at + timedelta(grace_days)
