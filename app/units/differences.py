"""A proposed change as people read it: what the register says beside what the manager wants it to say."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.areas.models import Area
from app.units.labels import UNIT_KIND_LABELS
from app.units.models import UnitProposal
from app.units.rules import UnitKind
from app.units.telling import FIELD_LABELS


@dataclass(frozen=True)
class Difference:
    """One detail before and after."""

    label: str
    before: str
    after: str


def differences(proposal: UnitProposal) -> Sequence[Difference]:
    """What would change; `before` is how the register stands now."""
    return [
        Difference(str(FIELD_LABELS[name]), _words(getattr(proposal.unit, name)), _words(value))
        for name, value in proposal.changes.items()
    ]


def _words(value: Any) -> str:
    match value:
        case UnitKind():
            return str(UNIT_KIND_LABELS[value])
        case Area():
            return f"{value.name}, {value.parent.name}" if value.parent else value.name
        case _:
            return str(value)
