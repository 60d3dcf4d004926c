"""Where the pages of safety hang, and the words that all of them use."""

from typing import Any

from flask import Blueprint

from app.safety import labels
from app.units.work_labels import withheld_words

bp = Blueprint("safety", __name__, template_folder="../templates")


@bp.context_processor
def words() -> dict[str, Any]:
    """Labels for the templates."""
    return {"safety_labels": labels, "withheld_words": withheld_words}
