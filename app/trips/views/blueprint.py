"""Where the pages of trips hang, and the words that all of them use."""

from typing import Any

from flask import Blueprint

from app.trips.labels import STATUS_COLOURS, STATUS_LABELS
from app.trips.rules import trip_status

bp = Blueprint("trips", __name__, url_prefix="/units/<int:unit_id>", template_folder="../templates")


@bp.context_processor
def words() -> dict[str, Any]:
    """Labels and rules for the templates."""
    return {"trip_status": trip_status, "trip_status_colours": STATUS_COLOURS, "trip_status_labels": STATUS_LABELS}
