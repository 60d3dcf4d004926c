"""Statements about few units, built once: the next who asks of the same days names other units.

Built anew, a statement of a measure takes some five milliseconds, as long as the rest of a page.
"""

from collections.abc import Callable, Hashable
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam

from app.access.scope import Rows
from app.directives.measures.calendar import OWNERSHIP_IDS, door_closes_at, known_days
from app.directives.measures.figures import Limits, Span
from app.door import Viewer

MOST_KEPT = 512
_kept: dict[Hashable, Rows | None] = {}


def kept(
    about: Hashable, viewer: Viewer, span: Span, limits: Limits, build: Callable[[Limits], Rows | None]
) -> Rows | None:
    """What `build` makes of the limits, with the ids of who answered as the parameter OWNERSHIP_IDS.

    A statement tells of the instant only which doors are closed by then.
    """
    scope = (viewer.sees_all, viewer.sees_restricted, viewer.organisation_ids, viewer.area_ids)
    doors = tuple((closes_at, closes_at > span.at) for closes_at in map(door_closes_at, known_days(span)))
    key = (about, scope, viewer.unit_ids, viewer.team_ids, span.first, span.last, doors, _shape(limits))
    found: Any = _kept.get(key, ...)
    if found is ...:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        # No unit is named: who answered for it says which one it is.
        asked = replace(limits, unit_ids=(), ownership_ids=bindparam(OWNERSHIP_IDS, expanding=True))
        found = _kept[key] = build(asked)
    return found  # type: ignore[no-any-return]


def _shape(limits: Limits) -> Hashable:
    ids = (limits.organisation_ids, limits.area_ids, limits.unit_kinds)
    return tuple(None if each is None else frozenset(each) for each in ids)
