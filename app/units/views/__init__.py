"""Officers' and managers' pages of the register, one file a use case."""

from app.units.views import (
    asking,
    calendar,
    checkpoints,
    correcting,
    deciding,
    handing_over,
    links,
    listing,
    owners,
    proceedings,
    proposals,
    registering,
    restricting,
    showing,
    waiting,
)
from app.units.views.blueprint import bp

__all__ = [
    "asking",
    "bp",
    "calendar",
    "checkpoints",
    "correcting",
    "deciding",
    "handing_over",
    "links",
    "listing",
    "owners",
    "proceedings",
    "proposals",
    "registering",
    "restricting",
    "showing",
    "waiting",
]
