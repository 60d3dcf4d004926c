"""The short form of a list for a chat: a few columns of its first rows, as plain lines or as a picture.

It names bodies, places and units, never a person.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from flask import Response, request
from flask_babel import gettext as _

from app.clock import local_day, now
from app.documents.cards import table_png
from app.notices.links import absolute, short_url
from app.notices.queries import find_link_to
from app.notices.sharing import page_of, shared_text
from app.web import short
from app.web.filters import instant, number
from app.web.pages import render
from app.web.sheets import CHAT, LISTS, PICTURE, Sheet, add_form, answer_file, answer_sheet

SUFFIXES = LISTS
ON_PICTURE = short.ROWS


@dataclass(frozen=True)
class Card:
    """Title, columns and first rows of a list; `total` rows has the list in all, or more than that.

    Where it `names_counts` a line says of what a number is, which a picture says above the column.
    """

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    total: int
    is_more: bool = False
    names_counts: bool = False

    def text(self) -> str:
        """Nine plain lines at most."""
        lines = [f"{row[0]}: {', '.join(self._said(row))}".removesuffix(": ") for row in self.rows]
        lines = lines or [_("Không có mục nào.")]
        return shared_text(self.title, lines, beyond=max(0, self.total - len(lines)), is_more=self.is_more)

    def _said(self, row: Sequence[str]) -> Iterator[str]:
        for name, cell in list(zip(self.header, row, strict=True))[1:]:
            if cell:
                is_count = self.names_counts and cell.replace(".", "").isdigit()
                yield f"{name} {cell}" if is_count else cell

    def picture(self) -> bytes:
        """The first rows as a PNG as wide as a phone."""
        rows = self.rows[:ON_PICTURE]
        words = {"n": number(self.total), "at": instant(now())}
        if self.is_more:
            note = _("%(shown)s trong hơn %(n)s dòng, tính đến %(at)s, dùng nội bộ", shown=number(len(rows)), **words)
        elif len(rows) < self.total:
            note = _("%(shown)s trong %(n)s dòng, tính đến %(at)s, dùng nội bộ", shown=number(len(rows)), **words)
        else:
            note = _("%(n)s dòng, tính đến %(at)s, dùng nội bộ", **words)
        return table_png(self.title, note, self.header, rows)


def card_of(sheet: Sheet) -> Card:
    """What of a list its chapter lets be told."""
    if sheet.short is None:
        raise TypeError(f"the list {sheet.file_name} does not say what of it may be told in a chat")
    found = sheet.short.of(sheet.header, sheet.rows)
    names_counts = isinstance(sheet.short, short.Columns)
    return Card(sheet.name, found.header, found.rows, found.total, found.is_more, names_counts)


def answer(suffix: str, sheet: Callable[[], Sheet], card: Callable[[], Card]) -> Response:
    """The list as a file to keep, or its own card as a picture or as lines."""
    if suffix == PICTURE:
        return _picture(card())
    return _lines(card()) if suffix == CHAT else answer_sheet(sheet(), suffix)


def _picture(card: Card) -> Response:
    return answer_file(card.picture(), "image/png", f"bang-{local_day():%Y-%m-%d}.png")


def _lines(card: Card) -> Response:
    """The lines to be copied, under them the short address of the list's page where it has one."""
    address = request.full_path.rstrip("?")
    page = page_of(address) or "/"
    link = find_link_to(page)
    return render(
        "notices/shared.html",
        text=f"{card.text()}\n{short_url(link.code) if link else absolute(page)}",
        page=page,
        picture=address.replace(f".{CHAT}", f".{PICTURE}", 1),
    )


def init_app() -> None:
    """Every list that says what of it may be told has lines and a picture."""
    add_form(PICTURE, lambda sheet: _picture(card_of(sheet)))
    add_form(CHAT, lambda sheet: _lines(card_of(sheet)))
