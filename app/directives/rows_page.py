"""Where the rows behind a figure are shown: by a later chapter, which says how its page is addressed."""

from collections.abc import Callable

from app.directives.rules import MeasureKey, Period

RowsHref = Callable[[MeasureKey, int, Period], str | None]
_hrefs: list[RowsHref] = []


def show_rows_at(href: RowsHref) -> None:
    """Let figures lead to the rows of a measure, body and period at this address; None: it has none."""
    _hrefs[:] = [href]


def rows_href(measure: MeasureKey, organisation_id: int, period: Period) -> str | None:
    """The address of the rows behind a body's figure, if a chapter shows them."""
    return next((href(measure, organisation_id, period) for href in _hrefs), None)
