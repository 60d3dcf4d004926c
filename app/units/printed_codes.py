"""The codes on a unit's doors, asked of the later chapter that issues them."""

from collections.abc import Callable, Collection, Mapping, Sequence

from app.codes import InvalidCode, parse_code
from app.door import Viewer
from app.units.models import Unit

Source = Callable[[Viewer, Unit], Sequence[str]]
FindUnits = Callable[[Collection[str]], Mapping[str, int]]
_sources: list[Source] = []
_finders: list[FindUnits] = []


def offer_codes(source: Source) -> None:
    """Let this be who knows the codes, in the order of the doors; saying it again changes nothing."""
    if source not in _sources:
        _sources.append(source)


def codes_of(viewer: Viewer, unit: Unit) -> list[str]:
    """The valid codes of one of the viewer's units."""
    return [code for source in _sources for code in source(viewer, unit)]


def register_code_finder(find: FindUnits) -> None:
    """Let codes be looked up here; saying it again changes nothing."""
    if find not in _finders:
        _finders.append(find)


def find_unit_ids(codes: Collection[str]) -> dict[str, int]:
    """Ids of units by the codes that belong to one."""
    return {code: unit_id for find in _finders for code, unit_id in find(codes).items()}


def find_typed(typed: str) -> Collection[int]:
    """Ids of the units to which what somebody typed belongs, when it is a code."""
    try:
        return find_unit_ids([parse_code(typed)]).values()
    except InvalidCode:
        return ()
