"""Where the health department's pages hang, the words that all of them use, and what rules can ask."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint

from app.declarations.catalogue import catalogue
from app.declarations.labels import (
    EPIDEMIC_AREA_LABEL,
    FORM_LABELS,
    RISK_COLOURS,
    RISK_LABELS,
    STATUS_COLOURS,
    STATUS_LABELS,
)
from app.declarations.rulebook.forms import LANGUAGE_NAMES
from app.declarations.rules import EPIDEMIC_AREA

bp = Blueprint("rulebook", __name__, template_folder="../../templates")


@bp.context_processor
def words() -> dict[str, object]:
    """What the pages of this file name."""
    return {
        "form_labels": FORM_LABELS,
        "risk_labels": RISK_LABELS,
        "risk_colours": RISK_COLOURS,
        "status_labels": STATUS_LABELS,
        "status_colours": STATUS_COLOURS,
        "language_names": LANGUAGE_NAMES,
        "condition_labels": conditions(),
    }


def conditions() -> Mapping[str, Any]:
    """What rules can ask: every question of a form in use, and the list of epidemic areas."""
    in_use = [form for form in catalogue().forms if form.retired_at is None]
    return {**{each.key: each.text for form in in_use for each in form.questions}, EPIDEMIC_AREA: EPIDEMIC_AREA_LABEL}
