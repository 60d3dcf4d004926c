"""The short form of a list for a chat: a few columns of its first rows, as plain lines or as a picture.

It names bodies, places and units, never a person.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import Response
from flask_babel import gettext as _

from app.clock import local_day, now
from app.documents.cards import table_png
from app.notices.sharing import shared_text
from app.web.filters import instant, number
from app.web.sheets import Sheet, answer_file, answer_sheet

PICTURE = "png"
# A list's files, and its picture, by the address of its page.
SUFFIXES = ("csv", "xlsx", PICTURE)
ON_PICTURE = 15


@dataclass(frozen=True)
class Card:
    """Title, columns and first rows of a list; `total` rows has the list in all."""

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    total: int

    def text(self) -> str:
        """Nine plain lines at most."""
        lines = [f"{row[0]}: {', '.join(cell for cell in row[1:] if cell)}" for row in self.rows]
        return shared_text(self.title, lines, beyond=self.total - len(lines))

    def picture(self) -> bytes:
        """The first rows as a PNG as wide as a phone."""
        rows = self.rows[:ON_PICTURE]
        words = {"n": number(self.total), "at": instant(now())}
        if len(rows) < self.total:
            note = _("%(shown)s trong %(n)s dòng, tính đến %(at)s, dùng nội bộ", shown=number(len(rows)), **words)
        else:
            note = _("%(n)s dòng, tính đến %(at)s, dùng nội bộ", **words)
        return table_png(self.title, note, self.header, rows)


def answer(suffix: str, sheet: Callable[[], Sheet], card: Callable[[], Card]) -> Response:
    """The list as a file to keep, or its card as a picture."""
    if suffix == PICTURE:
        return answer_file(card().picture(), "image/png", f"bang-{local_day():%Y-%m-%d}.png")
    return answer_sheet(sheet(), suffix)
