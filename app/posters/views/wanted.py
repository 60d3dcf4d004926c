"""What the address narrows a list of codes to."""

from enum import StrEnum
from typing import Any, TypeVar

from flask import request

from app.door import viewer
from app.posters.queries import PosterFilter
from app.posters.rules import PosterState
from app.units.labels import UNIT_KIND_LABELS
from app.units.queries import list_areas_with_units, list_owners_of_units
from app.units.rules import UnitKind

LARGEST_ID = 2**31 - 1
YES_OR_NO = {"yes": True, "no": False}
Choice = TypeVar("Choice", bound=StrEnum)


def wanted_codes() -> PosterFilter:
    """The filter that the address asks for; what cannot be read is left out."""
    return PosterFilter(
        search=request.args.get("q", "")[:200],
        state=_member(PosterState, "state"),
        kind=_member(UnitKind, "kind"),
        area_id=_row_id("area"),
        owner_id=_row_id("owner"),
        has_national=YES_OR_NO.get(request.args.get("national", "")),
    )


def choices() -> dict[str, Any]:
    """What the filter offers: the places and bodies of the viewer's units."""
    communes = list_areas_with_units(viewer())
    return {
        "kind_labels": UNIT_KIND_LABELS,
        "districts": {commune.parent.id: commune.parent for commune in communes if commune.parent}.values(),
        "communes": communes,
        "owners": list_owners_of_units(viewer()),
    }


def _member(members: type[Choice], name: str) -> Choice | None:
    value = request.args.get(name)
    return members(value) if value in tuple(members) else None


def _row_id(name: str) -> int | None:
    number = request.args.get(name, type=int)
    return number if number and 0 < number <= LARGEST_ID else None
