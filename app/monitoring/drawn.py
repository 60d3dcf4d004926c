"""A figure in a cell of a table. A page has hundreds: drawn by a function they cost a tenth of what macros take.

Each cell is one constant, filled once: parts put into parts would be escaped again and again.
"""

from collections.abc import Sequence

from flask_babel import gettext as _
from markupsafe import Markup

from app.directives.labels import basis_words
from app.directives.measures import Figure
from app.directives.rules import MeasureKey
from app.web.bars import draw_bar
from app.web.filters import number_writer, percent_writer

BEGIN, END = Markup('\n<td class="govuk-table__cell">'), Markup("</td>")
QUIET = Markup('<span class="app-quiet">%s</span>')
FEW = Markup('<span class="app-share__few">%s</span>')
ROWS = Markup('<span class="app-share">%s <a class="govuk-link app-share__rows" href="%s">%s/%s</a></span>%s')
NO_ROWS = Markup('<span class="app-share">%s <span class="app-share__rows">%s/%s</span></span>%s')
BASIS = Markup('<span class="app-share__basis app-quiet">%s</span>')
NOTHING = Markup("")


class Drawer:
    """Draws bar, share and "12/15" as the link to the rows, in the page's language; no bar where too little was due."""

    def __init__(self) -> None:
        self.not_counted: Markup = QUIET % _("chưa có số liệu")
        self.not_due: Markup = QUIET % _("không phát sinh")
        self._number, self._percent = number_writer(), percent_writer()

    def cell(self, figure: Figure | None, href: str) -> Markup:
        """What stands in one cell."""
        if figure is None or figure.denominator is None:
            return self.not_counted
        share = figure.share
        if share is None:
            return self.not_due
        counts = (self._number(figure.numerator or 0), self._number(figure.denominator))
        written = self._percent(share)
        bar = draw_bar(share, written) if figure.is_rankable else FEW % written
        basis = BASIS % basis_words(figure) if figure.measure is MeasureKey.QR else NOTHING
        found: Markup = ROWS % (bar, href, *counts, basis) if href else NO_ROWS % (bar, *counts, basis)
        return found

    def row(self, figures: Sequence[tuple[Figure, str]]) -> Markup:
        """The cells of a line, each with the address of its rows."""
        return NOTHING.join([part for figure, href in figures for part in (BEGIN, self.cell(figure, href), END)])
