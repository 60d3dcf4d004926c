"""Results that other chapters add to a report: sentences for a section, frozen with its figures when it is compiled.

A chapter that counts something which is no measure says so in its `init_app`:
`contribute("inspections", sentences)`; its sentences stand in section II.6, "Kiểm tra, xử lý".
"""

from collections.abc import Callable, Collection, Sequence

from app.directives.rules import Period
from app.door import Viewer

# (viewer, ids of the body reported on and of those below it, the days) → sentences in the Vietnamese of offices.
Contributor = Callable[[Viewer, Collection[int], Period], Sequence[str]]
_contributors: dict[str, Contributor] = {}


def contribute(section: str, sentences: Contributor) -> None:
    """Let a chapter say what its section has; of one section the last chapter speaks."""
    _contributors[section] = sentences


def contributed(viewer: Viewer, organisation_ids: Collection[int], period: Period) -> dict[str, list[str]]:
    """What every chapter says of the days of a report, by section."""
    return {name: list(say(viewer, organisation_ids, period)) for name, say in sorted(_contributors.items())}
