"""The form behind a code as everybody first sees it: rendered once a kind of gate and language, then filled in.

What a pattern is kept by is all that the page shows but for the gate's own words, so that whatever changes, the next
reader gets another page.
"""

from collections.abc import Callable
from datetime import date
from operator import attrgetter
from typing import Any, NamedTuple

from flask import render_template, request
from markupsafe import Markup, escape
from sqlalchemy.exc import SQLAlchemyError

from app import settings
from app.clock import local_day, now
from app.codes import InvalidCode, parse_code
from app.declarations.catalogue import catalogue
from app.declarations.choices import places
from app.declarations.questions import AskedForm
from app.declarations.settings import KEEPER, RETENTION_DAYS, WINDOW_DAYS, keeper
from app.tallies.hot_path import StatementsStale
from app.visits.beside import told_words
from app.visits.boarding import Boarding, find_boarding
from app.visits.forms import asked_at, declaration_form
from app.visits.gates import Gate, look_up
from app.visits.limits import MISSES, is_over
from app.visits.stamping import purpose_to_enter
from app.web.languages import LANGUAGES, language
from app.web.stamped import MARK, PagePattern, StampedPage

# About 40 kB each.
PATTERNS_KEPT = 512
# What stands on a pattern in the place of a gate's words; the code's mark goes into addresses.
_MARKS = {
    name: f"\N{SNOWMAN}{name}\N{SNOWMAN}"
    for name in ("unit_name", "address", "commune", "district", "owner", "checkpoint")
} | {"code": "0-code-of-a-gate-0"}
_TOLD = "\N{SNOWMAN}told\N{SNOWMAN}"


class _Shown(NamedTuple):
    """All that a pattern shows, and the kind of gate that it fits; equal but for the gate that it was rendered with."""

    alike: tuple[Any, ...]
    boarding: Boarding | None
    asked: AskedForm
    language: str
    wish: str | None
    window_days: int
    retention_days: int
    keeper: str
    recording: str | None
    places: int


_patterns: dict[_Shown, PagePattern] = {}
# Of a gate what is neither filled in later nor missing on the page.
_NOT_SHOWN = {"poster_id": 0, "unit_id": 0, "checkpoint_id": 0, "replaced_by_id": None}
_alike: Callable[[Gate], tuple[Any, ...]] = attrgetter(
    *(name for name in Gate._fields if name not in _MARKS and name not in _NOT_SHOWN)
)


def asked_language() -> str | None:
    """The language that the address itself asks for; forms and redirects pass it on, since no cookie holds it."""
    wish = request.args.get("lang")
    return wish if wish in LANGUAGES else None


def first_page(gate: Gate, told: Markup) -> StampedPage:
    """The unfilled form of a gate in the reader's language, with what is told of its unit; of a vehicle, its trip."""
    at = now()
    shown = _shown(gate, find_boarding(gate, at), asked_at(gate), language(), asked_language(), local_day(at))
    pattern = _patterns.get(shown)
    if pattern is None:
        if len(_patterns) >= PATTERNS_KEPT:
            _patterns.clear()
        pattern = _patterns[shown] = _rendered(gate, shown)
    return pattern.fill(_words(gate) | {"told": told})


def page_at_once(typed: str, wanted_language: str, caller: str) -> tuple[StampedPage, str] | None:
    """The same, and for what it is stamped, where no request is at work yet; None when there is more to it.

    More: a code that is no good (the view counts who tries), a vehicle, a pattern that was not rendered yet.
    """
    try:
        at = now()
        found = None if is_over(MISSES, caller) else look_up(parse_code(typed), at)
        if found is None or found[0].is_vehicle or not found[0].is_usable(at):
            return None
        gate, told = found
        asked = catalogue().form_for(gate.kind)
        pattern = _patterns.get(_shown(gate, None, asked, wanted_language, None, local_day(at)))
    except (InvalidCode, SQLAlchemyError, StatementsStale):
        return None
    if pattern is None:
        return None
    words = _words(gate) | {"told": told_words(told, at, wanted_language)}
    return pattern.fill(words), purpose_to_enter(gate)


def _shown(
    gate: Gate, boarding: Boarding | None, asked: AskedForm, in_language: str, wish: str | None, today: date
) -> _Shown:
    alike = (*_alike(gate), bool(gate.district))
    window, retention = settings.value(WINDOW_DAYS, on=today), settings.value(RETENTION_DAYS, on=today)
    recording = catalogue().recordings.get(in_language)
    held = window, retention, settings.value(KEEPER, on=today)
    return _Shown(alike, boarding, asked, in_language, wish, *held, recording, places().version)


def _words(gate: Gate) -> dict[str, str]:
    return {name: escape(getattr(gate, name) or "") for name in _MARKS}


def _rendered(gate: Gate, shown: _Shown) -> PagePattern:
    words: dict[str, Any] = {**_MARKS, **_NOT_SHOWN, "district": _MARKS["district"] if gate.district else None}
    marked = gate._replace(**words)
    html = render_template(
        "visits/public_form.html",
        gate=marked,
        boarding=shown.boarding,
        form=declaration_form(marked, shown.asked),
        stamp=MARK,
        window_days=shown.window_days,
        retention_days=shown.retention_days,
        keeper=keeper(),
        recording=shown.recording,
        known=None,
        correcting=None,
        told=_TOLD,
    )
    return PagePattern.cut(html, {**_MARKS, "told": _TOLD})
