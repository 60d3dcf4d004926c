"""What is looked for: each sign finds units whose data of a day, or of the week that ends with it, are odd.

A later chapter that brings data of its own adds its signs with `register`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.flags.rules import FlagKind


@dataclass(frozen=True)
class Seen:
    """What was seen at a unit, or at a community team: rows of counts, ready to be kept as JSON."""

    unit_id: int | None
    rows: Sequence[Mapping[str, Any]]
    team_id: int | None = None

    @property
    def whose(self) -> tuple[int | None, int | None]:
        """The unit or the team, as flags name it."""
        return self.unit_id, self.team_id


Sign = Callable[[date], Iterable[Seen]]
_signs: dict[FlagKind, Sign] = {}


def register(kind: FlagKind, sign: Sign) -> None:
    """Look for a kind of flag by this sign."""
    _signs[kind] = sign


def signs() -> Mapping[FlagKind, Sign]:
    """All that is looked for."""
    from app.flags.signs import books, calendars, rounds, stays

    own = {**books.SIGNS, **stays.SIGNS, **calendars.SIGNS, **rounds.SIGNS}
    return {**own, **_signs}
