"""The long lists of the form: where people live, and countries."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count

from babel import Locale
from flask import current_app

from app.areas.places import province_names
from app.areas.queries import PROVINCE_CODE, list_areas
from app.areas.rules import AreaLevel
from app.clock import local_day
from app.text import sort_key

HOME_COUNTRY = "VN"
CACHE_SECONDS = 600
# Babel's two-letter territories that are no countries.
_NO_COUNTRIES = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"})
Group = tuple[str, Mapping[str, str]]
_versions = count(1)


@dataclass
class Places:
    """The list of places as it was last read; `version` is a new one whenever another list was found."""

    groups: Sequence[Group] = ()
    version: int = 0
    read_at: float = float("-inf")

    def replace(self, groups: Sequence[Group]) -> None:
        if groups != self.groups:
            self.version = next(_versions)
        self.groups, self.read_at = groups, time.monotonic()


def places() -> Places:
    """The province's communes in a group a district, then the other provinces; codes are 5 and 2 digits long.

    Changes are seen within ten minutes.
    """
    found: Places = current_app.extensions["declaration_places"]
    if time.monotonic() - found.read_at >= CACHE_SECONDS:
        found.replace([*_communes(), _other_provinces()])
    return found


def is_place(code: str) -> bool:
    """Whether the list has this place."""
    return any(code in names for _, names in places().groups)


@cache
def country_names(language: str) -> Mapping[str, str]:
    """Names of countries by ISO code: Việt Nam first, the others in the language's order."""
    names = {str(code): name for code, name in Locale(language).territories.items()}
    codes = [code for code in names if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES]
    return {code: names[code] for code in sorted(codes, key=lambda code: (code != HOME_COUNTRY, sort_key(names[code])))}


def _communes() -> list[Group]:
    today = local_day()
    parents = {
        area.id: area for level in (AreaLevel.PROVINCE, AreaLevel.DISTRICT) for area in list_areas(level, on=today)
    }
    groups: dict[int, dict[str, str]] = {parent_id: {} for parent_id in parents}
    for commune in list_areas(AreaLevel.COMMUNE, on=today):
        if commune.parent_id in groups:
            groups[commune.parent_id][commune.code] = commune.name
    return [(parents[parent_id].name, names) for parent_id, names in groups.items() if names]


def _other_provinces() -> Group:
    # Without a name here, where no language is chosen yet; the page names the group.
    names = {code: name for code, name in province_names().items() if code != PROVINCE_CODE}
    return "", names
