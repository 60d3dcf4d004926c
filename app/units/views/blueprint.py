"""Where the pages of the register hang, and the words that all of them use."""

from typing import Any

from flask import Blueprint

from app.admin.labels import EVENT_LABELS
from app.clock import local_day
from app.units.labels import (
    CHECKPOINT_KIND_LABELS,
    UNIT_KIND_LABELS,
    UNIT_STATUS_COLOURS,
    UNIT_STATUS_LABELS,
    VEHICLE_KIND_LABELS,
    WEEKDAY_LABELS,
)
from app.units.models import Unit
from app.units.rules import waiting_days
from app.units.telling import FIELD_LABELS, LIKENESS_LABELS, show_value, week_words
from app.units.work_labels import OUTCOME_COLOURS, OUTCOME_LABELS, withheld_words

bp = Blueprint("units", __name__, template_folder="../templates")


@bp.context_processor
def words() -> dict[str, Any]:
    """Labels of kinds and states for the templates."""
    return {
        "checkpoint_kind_labels": CHECKPOINT_KIND_LABELS,
        "event_labels": EVENT_LABELS,
        "field_labels": FIELD_LABELS,
        "kind_labels": UNIT_KIND_LABELS,
        "likeness_labels": LIKENESS_LABELS,
        "local_day": local_day,
        "outcome_colours": OUTCOME_COLOURS,
        "outcome_labels": OUTCOME_LABELS,
        "show_value": show_value,
        "waiting_days": _waiting_days,
        "status_colours": UNIT_STATUS_COLOURS,
        "status_labels": UNIT_STATUS_LABELS,
        "vehicle_kind_labels": VEHICLE_KIND_LABELS,
        "week_words": week_words,
        "weekday_labels": WEEKDAY_LABELS,
        "withheld_words": withheld_words,
    }


def _waiting_days(unit: Unit) -> int:
    """How many days a registration has waited for an officer."""
    asked_on = local_day(unit.asked_at) if unit.asked_at else None
    return waiting_days(local_day(unit.waiting_since), asked_on, local_day())
