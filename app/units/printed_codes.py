"""The codes on a unit's doors, asked of the later chapter that issues them."""

from collections.abc import Callable, Sequence

from app.door import Viewer
from app.units.models import Unit

Source = Callable[[Viewer, Unit], Sequence[str]]
_sources: list[Source] = []


def offer_codes(source: Source) -> None:
    """Let this be who knows the codes, in the order of the doors; saying it again changes nothing."""
    if source not in _sources:
        _sources.append(source)


def codes_of(viewer: Viewer, unit: Unit) -> list[str]:
    """The valid codes of one of the viewer's units."""
    return [code for source in _sources for code in source(viewer, unit)]
