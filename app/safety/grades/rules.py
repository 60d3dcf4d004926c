"""Who says how safe a place is, and when that is too long ago."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.organisations.rules import OrganisationKind


class Colour(StrEnum):
    """How a grade is drawn; its name always stands beside."""

    GREEN = "green"
    YELLOW = "yellow"
    ORANGE = "orange"
    RED = "red"
    GREY = "grey"


@dataclass(frozen=True)
class Place:
    """A district or commune with the place above it; with a name of its own a hamlet of that commune."""

    area_id: int
    parent_id: int | None
    hamlet: str = ""


def may_grade(kind: OrganisationKind, area_id: int | None, place: Place) -> bool:
    """Whether a body sets the grade of a place: the province of every one, else those right above it.

    A district besides sets its own.
    """
    match kind:
        case OrganisationKind.PROVINCE_OFFICE:
            return True
        case OrganisationKind.DISTRICT:
            return not place.hamlet and area_id in (place.area_id, place.parent_id)
        case OrganisationKind.COMMUNE:
            return bool(place.hamlet) and area_id == place.area_id
        case _:
            return False


def is_old(from_on: date | None, days: int, today: date) -> bool:
    """Whether a grade was never set, or last set or confirmed more than so many days ago."""
    return from_on is None or today - from_on > timedelta(days)
