"""The long lists of the form: where people live, and countries."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import count

from babel import Locale
from flask import current_app

from app.areas.models import Area
from app.areas.places import province_names
from app.areas.queries import PROVINCE_CODE, list_areas
from app.areas.rules import AreaLevel
from app.clock import local_day
from app.text import sort_key

HOME_COUNTRY = "VN"
CACHE_SECONDS = 600
# Of countries that are found by their code alone.
SHORTEST_NAME = 5
# Babel's two-letter territories that are no countries.
_NO_COUNTRIES = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"})
Group = tuple[str, Mapping[str, str]]
_versions = count(1)


@dataclass
class Places:
    """The list of places as it was last read; `version` is a new one whenever another list was found.

    `districts`: in which district a commune lies, as its code and name.
    """

    groups: Sequence[Group] = ()
    districts: Mapping[str, tuple[str, str]] = field(default_factory=dict)
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
        communes = _communes()
        found.districts = {
            code: (parent.code, parent.name)
            for parent, names in communes
            for code in names
            if parent.level is AreaLevel.DISTRICT
        }
        found.replace([*((parent.name, names) for parent, names in communes), _other_provinces()])
    return found


def is_place(code: str) -> bool:
    """Whether the list has this place."""
    return any(code in names for _, names in places().groups)


def is_area(code: str) -> bool:
    """Whether this is the code of a province, of a district or commune of ours, or of a country."""
    district_codes = {district for district, _ in places().districts.values()}
    return code in province_names() or code in district_codes or is_place(code) or code in country_names("vi")


def names_by_code(code: str) -> Sequence[str]:
    """What a province is called, or a country in each of our languages; nothing for a smaller area."""
    if code in province_names():
        return (province_names()[code],)
    names = (country_names(language).get(code, "") for language in ("vi", "en", "km"))
    # Without its marks «Nga» is also Ngã Bảy, «Đức» Đức Hòa.
    return [name for name in names if len(name) >= SHORTEST_NAME]


@cache
def country_names(language: str) -> Mapping[str, str]:
    """Names of countries by ISO code: Việt Nam first, the others in the language's order."""
    names = {str(code): name for code, name in Locale(language).territories.items()}
    codes = [code for code in names if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES]
    return {code: names[code] for code in sorted(codes, key=lambda code: (code != HOME_COUNTRY, sort_key(names[code])))}


def _communes() -> list[tuple[Area, Mapping[str, str]]]:
    today = local_day()
    parents = {
        area.id: area for level in (AreaLevel.PROVINCE, AreaLevel.DISTRICT) for area in list_areas(level, on=today)
    }
    groups: dict[int, dict[str, str]] = {parent_id: {} for parent_id in parents}
    for commune in list_areas(AreaLevel.COMMUNE, on=today):
        if commune.parent_id in groups:
            groups[commune.parent_id][commune.code] = commune.name
    return [(parents[parent_id], names) for parent_id, names in groups.items() if names]


def _other_provinces() -> Group:
    # Without a name here, where no language is chosen yet; the page names the group.
    names = {code: name for code, name in province_names().items() if code != PROVINCE_CODE}
    return "", names
