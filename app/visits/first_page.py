"""The form behind a code as everybody first sees it: rendered once a gate, language and setting, then only stamped.

The key of a page is all that it shows, so that whatever changes, the next reader gets another page.
"""

from functools import lru_cache

from flask import render_template, request

from app import settings
from app.clock import now
from app.declarations.choices import places
from app.declarations.settings import RETENTION_DAYS, WINDOW_DAYS
from app.visits.boarding import Boarding, find_boarding
from app.visits.forms import declaration_form
from app.visits.gates import Gate
from app.web.languages import LANGUAGES, language
from app.web.stamped import MARK, StampedPage

# About 10 kB each.
PAGES_KEPT = 2048


def asked_language() -> str | None:
    """The language that the address itself asks for; forms and redirects pass it on, since no cookie holds it."""
    wish = request.args.get("lang")
    return wish if wish in LANGUAGES else None


def first_page(gate: Gate) -> StampedPage:
    """The unfilled form of a gate in the reader's language; of a vehicle, with the trip that boards now."""
    days = settings.value(WINDOW_DAYS), settings.value(RETENTION_DAYS)
    return _page(gate, find_boarding(gate, now()), language(), asked_language(), *days, places().version)


@lru_cache(maxsize=PAGES_KEPT)
def _page(
    gate: Gate,
    boarding: Boarding | None,
    _language: str,
    _asked: str | None,
    window_days: int,
    retention_days: int,
    _places: int,
) -> StampedPage:
    html = render_template(
        "visits/public_form.html",
        gate=gate,
        boarding=boarding,
        form=declaration_form(gate),
        stamp=MARK,
        window_days=window_days,
        retention_days=retention_days,
        known=None,
    )
    return StampedPage.cut(html)
