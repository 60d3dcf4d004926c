"""What a poster can be, and how large a name is printed on it."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

QR_WIDTH_MM = 150
# Widths of a name, in usual letters, up to which a size (points) keeps it in its place: one line, then two.
NAME_SIZES_PT: Sequence[tuple[int, int]] = ((26, 34), (33, 28), (80, 21), (112, 16))
SMALLEST_NAME_PT = 12
CAPITAL_WIDTH = 1.3


class PosterLanguage(StrEnum):
    VI = "vi"
    VI_EN = "vi-en"
    VI_KM = "vi-km"


class DisplaySource(StrEnum):
    """Who says that the poster is up."""

    MANAGER = "manager"
    OFFICER = "officer"


class PosterState(StrEnum):
    """What is still to be done with a poster."""

    TO_PRINT = "to_print"
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
    stale = poster.printed_at is None or (poster.changed_at is not None and poster.printed_at < poster.changed_at)
    return PosterState.TO_PRINT if stale else PosterState.TO_DISPLAY


def name_size_pt(name: str) -> int:
    """The size in which a unit's name is printed: long names shrink so that they stay within their place."""
    width = sum(CAPITAL_WIDTH if letter.isupper() else 1 for letter in name)
    return next((size for widest, size in NAME_SIZES_PT if width <= widest), SMALLEST_NAME_PT)
