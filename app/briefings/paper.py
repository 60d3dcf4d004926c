"""The chairman's page on paper: one A4 sheet, whatever stands on it."""

from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from flask import render_template
from flask_babel import force_locale

from app.briefings import wording
from app.briefings.models import Briefing, Commitment
from app.briefings.rules import lines_of
from app.documents.pdf import render_pdf
from app.documents.wording import short_date

# Letters grow smaller until everything stands on one sheet; the smallest is what the limits of the page need.
SIZES_POINTS = (12, 11.5, 11, 10.5, 10, 9.5, 9, 8.5, 8, 7.5, 7)
# Of what has to be cut besides, as when every district is at high risk and all lists are full.
CUT_POINTS = (7, 6.5)


class DoesNotFit(RuntimeError):
    """More was written on the page than a sheet holds."""


def page_pdf(briefing: Briefing, kept: Sequence[Mapping[str, Any]], promised: Sequence[Commitment]) -> bytes:
    """The sheet. Raises DoesNotFit."""
    # An official paper is Vietnamese, whatever language its reader has chosen.
    with force_locale("vi"):
        words = said(briefing, kept, promised)
        whole = render_template("briefings/paper.html", **words, is_cut=False)
        # The screen has all; what is cut on paper ends with dots.
        cut = render_template("briefings/paper.html", **words, is_cut=True)
    pdf = _largest_on_one_sheet(whole) or next(filter(None, (_on_one_sheet(cut, size) for size in CUT_POINTS)), None)
    if pdf is None:
        raise DoesNotFit(briefing.id)
    return pdf


def _largest_on_one_sheet(html: str) -> bytes | None:
    """With the largest letters, else with the largest that fit: found by halves, since each try takes a second."""
    best = _on_one_sheet(html, SIZES_POINTS[0])
    smaller = list(SIZES_POINTS[1:]) if best is None else []
    while smaller:
        middle = len(smaller) // 2
        drawn = _on_one_sheet(html, smaller[middle])
        best = drawn or best
        smaller = smaller[:middle] if drawn else smaller[middle + 1 :]
    return best


def _on_one_sheet(html: str, size: float) -> bytes | None:
    pdf = render_pdf(html, css=f"html {{ font-size: {size}pt; }}")
    return pdf if _page_count(pdf) == 1 else None


def said(briefing: Briefing, kept: Sequence[Mapping[str, Any]], promised: Sequence[Commitment]) -> dict[str, Any]:
    """What the page says, for screen and paper."""
    figures, before, urgent = briefing.figures, briefing.previous, briefing.figures["urgent"]
    return {
        "briefing": briefing,
        "as_of": wording.moment(briefing.as_of),
        "before": wording.moment(before.as_of) if before else "",
        "five": list(wording.five(figures, before.figures if before else None)),
        "urgent": [(key, urgent[key], text) for key, text in wording.URGENT.items() if key in urgent],
        "places": figures["places"],
        "columns": wording.columns(figures["places"]),
        "column_names": wording.COLUMNS,
        "weakest": figures["weakest"],
        "section_names": wording.SECTIONS,
        "pair": wording.pair,
        "reason": wording.reason,
        "kept": [_kept(each, figures["day"]) for each in kept],
        "promised": promised,
        "asks": lines_of(briefing.asks),
    }


def _kept(each: Mapping[str, Any], day: str) -> dict[str, Any]:
    due = short_date(date.fromisoformat(each["due_on"]))
    return {**each, "due": due, "said": wording.outcome(each["outcome"], is_overdue=each["due_on"] < day)}


def _page_count(pdf: bytes) -> int:
    from pikepdf import Pdf

    with Pdf.open(BytesIO(pdf)) as opened:
        return len(opened.pages)
