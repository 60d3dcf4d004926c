"""Where the pages of isolation hang, and the words that all of them use."""

from typing import Any

from flask import Blueprint

from app.clock import local_day
from app.declarations.labels import GENDER_LABELS
from app.follow_ups import labels
from app.follow_ups.rules.protocols import day_number, site_last_day
from app.follow_ups.rules.reports import write_tenths

bp = Blueprint("follow_ups", __name__, template_folder="../templates")


@bp.context_processor
def words() -> dict[str, Any]:
    """Labels and days for the templates."""
    return {
        "follow_labels": labels,
        "genders": {gender.value: label for gender, label in GENDER_LABELS.items()},
        "day_number": day_number,
        "site_last_day": site_last_day,
        "write_tenths": write_tenths,
        "today": local_day(),
    }
