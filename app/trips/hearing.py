"""What happens to trips when the register changes."""

from collections.abc import Mapping
from typing import Any

from app.trips.actions import move_open_trips
from app.units.models import Checkpoint, Unit
from app.units.signals import unit_merged


def _go_along(other: Unit, *, doors: Mapping[int, Checkpoint], into: Unit, **_news: Any) -> None:
    move_open_trips(other, into, doors)


def listen() -> None:
    """Hear the register's news; saying it again changes nothing."""
    unit_merged.connect(_go_along)
