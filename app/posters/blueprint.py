"""Where the pages of codes hang, and the words that all of them use."""

from typing import Any

from flask import Blueprint

from app.posters.labels import (
    BUNDLE_LABELS,
    LANGUAGE_LABELS,
    SIZE_LABELS,
    SOURCE_LABELS,
    STATE_COLOURS,
    STATE_LABELS,
    withheld_codes,
)
from app.posters.links import short_url, tag_text, verify_url
from app.posters.national.labels import TEXT_SOURCE_LABELS
from app.posters.rules import poster_state, usual_size

bp = Blueprint("posters", __name__, template_folder="templates")


@bp.context_processor
def words() -> dict[str, Any]:
    """Labels and rules for the templates."""
    return {
        "bundle_labels": BUNDLE_LABELS,
        "language_labels": LANGUAGE_LABELS,
        "poster_state": poster_state,
        "short_url": short_url,
        "size_labels": SIZE_LABELS,
        "source_labels": SOURCE_LABELS,
        "state_colours": STATE_COLOURS,
        "state_labels": STATE_LABELS,
        "text_source_labels": TEXT_SOURCE_LABELS,
        "tag_text": tag_text,
        "usual_size": usual_size,
        "verify_url": verify_url,
        "withheld_codes": withheld_codes,
    }
