"""When the register changes, the lists are looked at."""

from typing import Any

from app.units.coverage.actions import match_unit
from app.units.models import Unit
from app.units.signals import unit_changed, unit_registered


def _match(unit: Unit, **_news: Any) -> None:
    match_unit(unit)


def listen() -> None:
    """Hear the register's news; saying it again changes nothing."""
    unit_registered.connect(_match)
    unit_changed.connect(_match)
