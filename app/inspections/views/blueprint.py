"""Where the pages of inspections hang, and the words that all of them use."""

from typing import Any

from flask import Blueprint

from app.clock import local_day
from app.inspections import labels
from app.inspections.wording import DECREE
from app.safety import labels as safety_labels
from app.units.labels import UNIT_KIND_LABELS

bp = Blueprint("inspections", __name__, template_folder="../templates")


@bp.context_processor
def words() -> dict[str, Any]:
    """Labels for the templates."""
    return {
        "labels": labels,
        "safety_labels": safety_labels,
        "kind_labels": UNIT_KIND_LABELS,
        "decree": DECREE,
        "today": local_day(),
    }
