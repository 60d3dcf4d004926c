"""The keys by which a unit is found, sorted and compared, kept with its texts."""

from app.text import search_key, sort_key
from app.units.likeness import likeness_key
from app.units.models import Unit


def set_keys(unit: Unit) -> None:
    """Make the stored keys fit the unit's name, address and tax code."""
    unit.search_key = search_key(f"{unit.name} {unit.address} {unit.tax_code}")
    unit.sort_key = sort_key(unit.name)
    unit.likeness_key = likeness_key(unit.name)
