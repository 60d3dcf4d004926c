"""Where the pages of codes hang, and the words that all of them use."""

from typing import Any

from flask import Blueprint

from app.posters.labels import LANGUAGE_LABELS, SOURCE_LABELS, STATE_COLOURS, STATE_LABELS, withheld_codes
from app.posters.links import short_url
from app.posters.rules import poster_state

bp = Blueprint("posters", __name__, template_folder="templates")


@bp.context_processor
def words() -> dict[str, Any]:
    """Labels and rules for the templates."""
    return {
        "language_labels": LANGUAGE_LABELS,
        "poster_state": poster_state,
        "short_url": short_url,
        "source_labels": SOURCE_LABELS,
        "state_colours": STATE_COLOURS,
        "state_labels": STATE_LABELS,
        "withheld_codes": withheld_codes,
    }
