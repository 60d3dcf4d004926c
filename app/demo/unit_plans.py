"""Which units the demo has: every kind in every district, the rest where people live."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice
from random import Random

from app.areas.models import Area
from app.areas.places import VALID_FROM
from app.areas.queries import list_areas
from app.areas.rules import AreaLevel
from app.demo.accounts import HOTEL, SITE
from app.demo.areas import PEOPLE, PHU_QUOC, RACH_GIA, STRONG, WEAK
from app.demo.fleet import CARRIERS
from app.demo.story import Story
from app.demo.unit_names import invent_address, invent_unit_name
from app.organisations.bodies import OFFICE_CODE, OFFICE_NAME, shipped_bodies
from app.units.rules import UnitKind, natural_department

# How many units of a kind there are beside each other.
FREQUENCY: Mapping[UnitKind, int] = {
    UnitKind.OFFICE: 9,
    UnitKind.HOSPITAL: 6,
    UnitKind.SCHOOL: 14,
    UnitKind.COMPANY: 9,
    UnitKind.SUPERMARKET: 2,
    UnitKind.MARKET: 7,
    UnitKind.HOTEL: 5,
    UnitKind.LODGING: 7,
    UnitKind.RESTAURANT: 7,
    UnitKind.EATERY: 12,
    UnitKind.CAFE: 12,
    UnitKind.SHOP: 8,
    UnitKind.TRANSPORT: 4,
    UnitKind.QUARANTINE_SITE: 1,
    UnitKind.OTHER: 3,
}
TOURISM = frozenset({UnitKind.HOTEL, UnitKind.LODGING, UnitKind.RESTAURANT})
INDUSTRIAL_SHARE = 0.3
HOTEL_NAME, HOTEL_COMMUNE = "Khách sạn Biển Ngọc", "31078"
SITE_NAME, SITE_COMMUNE = "Cơ sở cách ly tập trung Hướng Dương", "31096"


class Fate(StrEnum):
    """What becomes of a registration."""

    ACTIVE = "active"
    PENDING = "pending"
    REFUSED = "refused"
    SUSPENDED = "suspended"
    CLOSED = "closed"
    MERGED = "merged"


# What becomes of units that are registered twice; no more than one in so many.
DOUBLES = (Fate.MERGED, Fate.PENDING, Fate.PENDING)
UNITS_A_DOUBLE = 100


class Wall(StrEnum):
    """How far the poster came."""

    ISSUED = "issued"
    PRINTED = "printed"
    UP = "up"
    REPLACED = "replaced"


@dataclass(frozen=True)
class UnitPlan:
    """One unit before it is registered: `special` names those that accounts belong to, and the carriers; `double_of`
    another unit.
    """

    kind: UnitKind
    name: str
    commune: Area
    address: str
    owner: str
    fate: Fate
    wall: Wall
    special: str = ""
    double_of: str = ""


@dataclass(frozen=True)
class _Place:
    kind: UnitKind
    commune: Area
    name: str = ""
    owner: str = ""
    special: str = ""


def plan_units(story: Story) -> list[UnitPlan]:
    """The units of the story, those that accounts belong to first."""
    rng, taken = story.random("units"), {HOTEL_NAME, SITE_NAME, *(carrier.name for carrier in CARRIERS.values())}
    places = _Places(rng)
    fates = DOUBLES[: story.unit_count // UNITS_A_DOUBLE]
    plans = [_plan(place, rng, taken) for place in islice(places.all(), story.unit_count - len(fates))]
    registered = [plan for plan in plans if plan.fate is Fate.ACTIVE and not plan.special]
    return plans + [_double(plan, fate) for plan, fate in zip(registered, fates, strict=False)]


def _double(plan: UnitPlan, fate: Fate) -> UnitPlan:
    """The same unit once more, by somebody who writes in capitals."""
    return replace(plan, name=plan.name.upper(), fate=fate, wall=Wall.ISSUED, double_of=plan.name)


class _Places:
    """Where a unit of which kind is, the most needed first; never ends."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._by_code: dict[str, Area] = {}
        self._communes: dict[str, Sequence[Area]] = {}
        for district in list_areas(AreaLevel.DISTRICT, on=VALID_FROM):
            communes = list_areas(AreaLevel.COMMUNE, on=VALID_FROM, parent_id=district.id)
            self._communes[district.code] = communes
            self._by_code |= {commune.code: commune for commune in communes}

    def all(self) -> Iterator[_Place]:
        yield _Place(UnitKind.HOTEL, self._by_code[HOTEL_COMMUNE], HOTEL_NAME, special=HOTEL)
        yield _Place(UnitKind.QUARANTINE_SITE, self._by_code[SITE_COMMUNE], SITE_NAME, special=SITE)
        for special, carrier in CARRIERS.items():
            yield _Place(UnitKind.TRANSPORT, self._by_code[carrier.commune], carrier.name, special=special)
        yield from self._every_kind_everywhere()
        yield from self._seats()
        while True:
            yield self._anywhere()

    def _every_kind_everywhere(self) -> Iterator[_Place]:
        for kind in UnitKind:
            for code in PEOPLE:
                yield _Place(kind, self._rng.choice(self._communes[code]))

    def _seats(self) -> Iterator[_Place]:
        """The seats of the province's own bodies, for which each answers itself."""
        communes = self._communes[RACH_GIA]
        yield _Place(UnitKind.OFFICE, self._rng.choice(communes), f"Trụ sở {OFFICE_NAME}", OFFICE_CODE)
        for row in shipped_bodies():
            yield _Place(UnitKind.OFFICE, self._rng.choice(communes), f"Trụ sở {row['name']}", row["code"])

    def _anywhere(self) -> _Place:
        (code,) = self._rng.choices(list(PEOPLE), weights=list(PEOPLE.values()))
        weights = [FREQUENCY[kind] * (4 if code == PHU_QUOC and kind in TOURISM else 1) for kind in UnitKind]
        (kind,) = self._rng.choices(list(UnitKind), weights=weights)
        return _Place(kind, self._rng.choice(self._communes[code]))


def _plan(place: _Place, rng: Random, taken: set[str]) -> UnitPlan:
    name = place.name or invent_unit_name(rng, place.kind, place.commune.name, taken)
    fixed = bool(place.special)
    return UnitPlan(
        kind=place.kind,
        name=name,
        commune=place.commune,
        address=invent_address(rng, place.commune.name),
        owner=place.owner or _owner(rng, place, name),
        fate=Fate.ACTIVE if fixed else _fate(rng),
        wall=Wall.UP if fixed else _wall(rng, _district(place.commune)),
        special=place.special,
    )


def _owner(rng: Random, place: _Place, name: str) -> str:
    """Code of the body that answers: the department for its kinds, the zones' boards for companies, else the place."""
    district = _district(place.commune)
    if department := natural_department(place.kind, name):
        return {row["name"]: row["code"] for row in shipped_bodies()}[department]
    if place.kind is UnitKind.COMPANY and rng.random() < INDUSTRIAL_SHARE:
        return "ban-quan-ly-kkt-phu-quoc" if district == PHU_QUOC else "ban-quan-ly-kkt"
    if place.kind in (UnitKind.OFFICE, UnitKind.MARKET):
        return f"commune-{place.commune.code}"
    return f"district-{district}"


def _fate(rng: Random) -> Fate:
    weights = {Fate.ACTIVE: 84, Fate.PENDING: 8, Fate.REFUSED: 1, Fate.SUSPENDED: 4, Fate.CLOSED: 3}
    return rng.choices(list(weights), weights=list(weights.values()))[0]


def _wall(rng: Random, district_code: str) -> Wall:
    weak, strong = district_code in WEAK, district_code in STRONG
    up = 45 if weak else 92 if strong else 78
    weights = {Wall.UP: up, Wall.PRINTED: (97 - up) * 2 // 3, Wall.ISSUED: (97 - up) // 3 + 1, Wall.REPLACED: 3}
    return rng.choices(list(weights), weights=list(weights.values()))[0]


def _district(commune: Area) -> str:
    return commune.parent.code if commune.parent else ""
