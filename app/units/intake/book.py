"""What the names of places and bodies in a file can mean for who sends it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from app.areas.models import Area
from app.organisations.models import Organisation
from app.organisations.rules import OrganisationKind
from app.text import fold_place, search_key
from app.units.rules import UnitKind, natural_owner

_WORD = re.compile(r"\w+")
_COMMITTEE = re.compile(r"^uy ban nhan dan\b")
_COMMUNE_WORDS = frozenset({"xa", "x", "phuong", "p", "thi tran", "tt", "xa phuong"})
_DISTRICT_WORDS = frozenset({"huyen", "h", "thanh pho", "tp", "thi xa", "tx"})
_KINDS = {"p": "phuong", "x": "xa", "tt": "thi tran"}
_SHORT_KIND = re.compile(r"^(p|x|tt)(?:\s*\.\s*|\s+)")
_LEVEL = re.compile(r"^(?:ubnd\b[\s.]*)?(thi tran|thanh pho|thi xa|xa|x|phuong|p|tt|huyen|h|tp|tx)(?:[\s.]|$)")


class Place(NamedTuple):
    """A commune and its district."""

    id: int
    key: str
    district_id: int | None
    district: str


class Body(NamedTuple):
    """A body by which a unit may be answered for."""

    id: int
    kind: OrganisationKind
    area_id: int | None


@dataclass
class Book:
    """Names → places and bodies. `mine` are the communes, `allowed` the bodies for which the viewer may enter units."""

    mine: frozenset[int] = frozenset()
    allowed: frozenset[int] = frozenset()
    own_body: int | None = None
    names: dict[str, str] = field(default_factory=dict)
    _places: dict[str, list[Place]] = field(default_factory=lambda: defaultdict(list))
    _by_id: dict[int, Place] = field(default_factory=dict)
    _bodies: dict[str, list[Body]] = field(default_factory=lambda: defaultdict(list))
    _of_area: dict[int, Body] = field(default_factory=dict)
    _departments: dict[str, int] = field(default_factory=dict)

    def add_commune(self, area: Area) -> None:
        """Know a commune by its name, its name with the kind, its code."""
        parent = area.parent
        place = Place(area.id, search_key(area.name), area.parent_id, fold_place(parent.name) if parent else "")
        self._by_id[area.id] = place
        for name in {fold_place(area.name), area.code}:
            self._places[name].append(place)
        self.names[f"area:{area.id}"] = f"{area.name}, {parent.name}" if parent else area.name

    def add_body(self, body: Organisation) -> None:
        """Know a body by its name, without the words for its kind, by its initials, by its code."""
        known = Body(body.id, body.kind, body.area_id)
        for name in {body.search_key, fold_place(body.name), initials(body.name), body.code}:
            self._bodies[name].append(known)
        if body.area_id is None:
            self._departments[body.search_key] = body.id
        elif body.kind is not OrganisationKind.PROVINCE_OFFICE:
            self._of_area[body.area_id] = known
        self.names[f"organisation:{body.id}"] = body.name

    def find_communes(self, commune: str, district: str) -> Sequence[Place]:
        """The communes that are meant: those that fit, and of these the viewer's own where some are his."""
        name, _, behind = fold_place(commune).partition(", ")
        within = (fold_place(district) or behind).partition(", ")[0]
        found = [place for place in self._places.get(name, ()) if not within or place.district == within]
        if len(found) > 1:
            exact = _spelled_out(search_key(commune).partition(",")[0])
            found = [place for place in found if place.key == exact] or found
        return [place for place in found if place.id in self.mine] or found

    def find_bodies(self, text: str, area_id: int | None) -> Sequence[Body]:
        """The bodies that are meant; "UBND xã" alone is the committee of the row's own place."""
        key = _COMMITTEE.sub("ubnd", search_key(text))
        level = _level(key)
        own = self._committee_of(key.removeprefix("ubnd").strip(" ."), area_id)
        if own:
            return [own]
        found = (
            self._bodies.get(key) or self._bodies.get(fold_place(key)) or self._bodies.get(typed_initials(key)) or []
        )
        if level and len(found) > 1:
            found = [body for body in found if body.kind is level] or found
        return [body for body in found if body.id in self.allowed] or found

    def _committee_of(self, word: str, area_id: int | None) -> Body | None:
        place = self._by_id.get(area_id or 0)
        if place is None or word not in _COMMUNE_WORDS | _DISTRICT_WORDS:
            return None
        return self._of_area.get(place.id if word in _COMMUNE_WORDS else place.district_id or 0)

    def natural_owner(self, kind: UnitKind, name: str, area_id: int, *, is_household: bool) -> int | None:
        """Who usually answers, as far as the viewer may say so; else the viewer's own body."""
        natural = natural_owner(
            kind,
            name,
            is_household=is_household,
            departments=self._departments,
            district=self._committee_at(self._by_id[area_id].district_id),
            commune=self._committee_at(area_id),
        )
        return natural if natural in self.allowed else self.own_body

    def _committee_at(self, area_id: int | None) -> int | None:
        body = self._of_area.get(area_id or 0)
        return body.id if body else None

    def name_of(self, kind: str, row_id: object) -> str:
        """The name of a place (`area`) or body (`organisation`) by its id."""
        return self.names.get(f"{kind}:{row_id}", "")


def _spelled_out(key: str) -> str:
    """ "tt. vinh thuan" → "thi tran vinh thuan", as the place is called in full."""
    return _SHORT_KIND.sub(lambda found: f"{_KINDS[found[1]]} ", key)


def _level(key: str) -> OrganisationKind | None:
    found = _LEVEL.match(key)
    if not found:
        return None
    return OrganisationKind.COMMUNE if found[1] in _COMMUNE_WORDS else OrganisationKind.DISTRICT


def initials(name: str) -> str:
    """A body's name as people shorten it: "Sở Giáo dục và Đào tạo" → "so gddt"."""
    first, *others = _WORD.findall(search_key(name)) or [""]
    return f"{first} {''.join(word[0] for word in others if word != 'va')}"


def typed_initials(text: str) -> str:
    """What somebody typed in the same form: "Sở GD&ĐT" → "so gddt"."""
    first, *others = _WORD.findall(text) or [""]
    return f"{first} {''.join(word for word in others if word != 'va')}"


def make_book(
    communes: Iterable[Area], bodies: Iterable[Organisation], *, mine: Iterable[int], allowed: Iterable[int]
) -> Book:
    """The book of all places and bodies, for a viewer whose communes and bodies these are."""
    book = Book(mine=frozenset(mine), allowed=frozenset(allowed))
    for commune in communes:
        book.add_commune(commune)
    for body in bodies:
        book.add_body(body)
    return book


Answers = Mapping[str, str]
