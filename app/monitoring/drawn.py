"""A figure in a cell of a table. A page has hundreds: drawn by a function they cost a tenth of what macros take."""

from collections.abc import Sequence

from flask_babel import gettext as _
from markupsafe import Markup, escape

from app.directives.labels import basis_words
from app.directives.measures import Figure
from app.directives.rules import MeasureKey
from app.web.filters import number_writer, percent_writer

CELL = '\n<td class="govuk-table__cell">{}</td>'
QUIET = '<span class="app-quiet">{}</span>'
BAR = (
    '<span class="app-bar"><svg class="app-bar__svg" viewBox="0 0 100 8" width="100" height="8" '
    'preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect class="app-bar__rest" width="100" '
    'height="8"/><rect class="app-bar__value" width="{:.1f}" height="8"/></svg>'
    '<span class="app-bar__text">{}</span></span>'
)
FEW = '<span class="app-share__few">{}</span>'
ROWS = '<a class="govuk-link app-share__rows" href="{}">{}</a>'
NO_ROWS = '<span class="app-share__rows">{}</span>'
SHARE = '<span class="app-share">{} {}</span>'
BASIS = '<span class="app-share__basis app-quiet">{}</span>'


class Drawer:
    """Draws bar, share and "12/15" as the link to the rows, in the page's language; no bar where too little was due."""

    def __init__(self) -> None:
        self._not_counted, self._not_due = (
            QUIET.format(escape(words)) for words in (_("chưa có số liệu"), _("không phát sinh"))
        )
        self._number, self._percent = number_writer(), percent_writer()

    def cell(self, figure: Figure | None, href: str) -> Markup:
        """What stands in one cell."""
        return Markup(self._drawn(figure, href))  # noqa: S704 - every word in it is escaped

    def row(self, figures: Sequence[tuple[Figure, str]]) -> Markup:
        """The cells of a line, each with the address of its rows."""
        cells = [CELL.format(self._drawn(figure, href)) for figure, href in figures]
        return Markup("".join(cells))  # noqa: S704 - every word in it is escaped

    def _drawn(self, figure: Figure | None, href: str) -> str:
        if figure is None or figure.denominator is None:
            return self._not_counted
        share = figure.share
        if share is None:
            return self._not_due
        counts = f"{self._number(figure.numerator or 0)}/{self._number(figure.denominator)}"
        written = self._percent(share)
        bar = BAR.format(share * 100, written) if figure.is_rankable else FEW.format(written)
        rows = ROWS.format(escape(href), counts) if href else NO_ROWS.format(counts)
        basis = BASIS.format(escape(basis_words(figure))) if figure.measure is MeasureKey.QR else ""
        return SHARE.format(bar, rows) + basis
