"""Officers' and managers' pages of the register, one file a use case."""

from app.units.views import (
    calendar,
    checkpoints,
    correcting,
    deciding,
    doubles,
    history,
    holidays,
    listing,
    registering,
    showing,
    slips,
    vehicles,
)
from app.units.views.blueprint import bp

__all__ = [
    "bp",
    "calendar",
    "checkpoints",
    "correcting",
    "deciding",
    "doubles",
    "history",
    "holidays",
    "listing",
    "registering",
    "showing",
    "slips",
    "vehicles",
]
