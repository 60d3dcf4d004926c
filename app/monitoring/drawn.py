"""A figure in a cell of a table. A page has hundreds: drawn by a function they cost a tenth of what macros take.

What is put together here are numbers that `filters.py` wrote and parts that were escaped: as Markup that escapes each
part of each cell again it takes three times as long.
"""

from collections.abc import Callable, Sequence
from functools import cache

from flask_babel import gettext as _
from markupsafe import Markup, escape

from app.directives.labels import basis_words
from app.directives.measures import Figure
from app.directives.rules import MeasureKey
from app.web.bars import BAR
from app.web.filters import number_writer, percent_writer

CELL = '\n<td class="govuk-table__cell">%s</td>'
QUIET = '<span class="app-quiet">%s</span>'
FEW = '<span class="app-share__few">%s</span>'
ROWS = '<a class="govuk-link app-share__rows" href="%s">%s</a>'
NO_ROWS = '<span class="app-share__rows">%s</span>'
SHARE = '<span class="app-share">%s %s</span>%s'
BASIS = '<span class="app-share__basis app-quiet">%s</span>'


class Drawer:
    """Draws bar, share and "12/15" as the link to the rows, in the page's language; no bar where too little was due."""

    def __init__(self) -> None:
        self.not_counted = QUIET % escape(_("chưa có số liệu"))
        self.not_due = QUIET % escape(_("không phát sinh"))
        self._number, self._percent = number_writer(), percent_writer()
        self._escaped: Callable[[str], str] = cache(lambda words: str(escape(words)))

    def cell(self, figure: Figure | None, href: str) -> Markup:
        """What stands in one cell."""
        return Markup(self._cell(figure, href))  # noqa: S704 - see above

    def row(self, figures: Sequence[tuple[Figure, str]]) -> Markup:
        """The cells of a line, each with the address of its rows."""
        cells = [CELL % self._cell(figure, href) for figure, href in figures]
        return Markup("".join(cells))  # noqa: S704 - see above

    def _cell(self, figure: Figure | None, href: str) -> str:
        if figure is None or figure.denominator is None:
            return self.not_counted
        share = figure.share
        if share is None:
            return self.not_due
        counts = f"{self._number(figure.numerator or 0)}/{self._number(figure.denominator)}"
        written = self._percent(share)
        bar = BAR % (share * 100, written) if figure.is_rankable else FEW % written
        rows = ROWS % (escape(href), counts) if href else NO_ROWS % counts
        basis = BASIS % self._escaped(str(basis_words(figure))) if figure.measure is MeasureKey.QR else ""
        return SHARE % (bar, rows, basis)
