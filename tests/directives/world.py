"""A random small province written straight into the tables, and a slow, plain answer for each of its unit-days."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app import clock
from app.areas.queries import list_areas
from app.areas.rules import AreaLevel
from app.codes import new_code
from app.db import db, transaction
from app.organisations.models import Organisation
from app.organisations.queries import list_organisations
from app.posters.models import Poster
from app.posters.rules import DisplaySource
from app.tallies.models import UnitDay
from app.units.models import Checkpoint, Closure, Unit, UnitOwnership, UnitStatusChange
from app.units.rules import UnitKind, UnitStatus
from tests.factories import make_poster, make_unit

FIRST, LAST = date(2021, 5, 3), date(2021, 5, 16)
DAYS = clock.days(FIRST, LAST)
# Thursday 13 May, 09:00: the door of the 12th is still open, the 13th runs, three days are to come.
TODAY = date(2021, 5, 13)
AT, TODAY_ENDS = clock.at(TODAY, 9), clock.day_start(TODAY + timedelta(1))
STATUSES = (UnitStatus.PENDING, UnitStatus.ACTIVE, UnitStatus.ACTIVE, UnitStatus.SUSPENDED, UnitStatus.CLOSED)


@dataclass
class Place:
    """A unit with all that was written of it."""

    unit: Unit
    changes: list[UnitStatusChange]
    closures: list[Closure]
    book: dict[date, UnitDay]
    posters: list[Poster]
    owners: list[UnitOwnership]

    def owner_on(self, day: date) -> int:
        """The id of the body that answered for the unit on a day."""
        return [row.organisation_id for row in self.owners if row.from_on <= day][-1]


def make_world(seed: int, *, count: int = 20) -> list[Place]:
    """So many units of random bodies and communes with random histories."""
    chance = random.Random(seed)
    with transaction():
        bodies = list_organisations()
        communes = list_areas(AreaLevel.COMMUNE, on=FIRST)
        return [_place(chance, number, bodies, chance.choice(communes)) for number in range(count)]


def _place(chance: random.Random, number: int, bodies: Sequence[Organisation], commune: object) -> Place:
    owners = _owners(chance, bodies)
    unit = Unit(
        name=f"Đơn vị {number}",
        kind=UnitKind.SHOP,
        organisation_id=owners[-1].organisation_id,
        area=commune,
        address="",
        manager_name="",
        open_weekdays=chance.choice((127, 127, 31, chance.randrange(128))),
        opened_on=FIRST,
        registered_at=clock.day_start(FIRST),
        search_key="",
        likeness_key="",
        sort_key=f"{number:04}",
    )
    db.session.add(unit)
    db.session.flush()
    made = Place(
        unit, _changes(chance, unit), _closures(chance, unit), _book(chance, unit), _posters(chance, unit), owners
    )
    for row in owners:
        row.unit_id = unit.id
    for rows in (made.changes, made.closures, made.book.values(), made.posters, made.owners):
        db.session.add_all(rows)
        db.session.flush()
    return made


def _owners(chance: random.Random, bodies: Sequence[Organisation]) -> list[UnitOwnership]:
    """One body from the beginning on; of some units others take over, now and then twice on one day."""
    days = [FIRST - timedelta(9), *sorted(_some_day(chance) for _ in range(chance.choice((0, 0, 1, 2))))]
    ends = [*days[1:], None]
    return [
        UnitOwnership(organisation_id=chance.choice(bodies).id, from_on=day, until_on=until, at=AT)
        for day, until in zip(days, ends, strict=True)
    ]


def _some_day(chance: random.Random) -> date:
    return FIRST + timedelta(chance.randrange(-4, len(DAYS) + 2))


def _changes(chance: random.Random, unit: Unit) -> list[UnitStatusChange]:
    changes = []
    days = [_some_day(chance) for _ in range(chance.randrange(4))]
    # Two changes on one day: what was said last holds.
    for from_on in sorted(days + days[:1]):
        change = UnitStatusChange(unit_id=unit.id, status=chance.choice(STATUSES), from_on=from_on, at=AT)
        changes.append(change)
    return changes


def _closures(chance: random.Random, unit: Unit) -> list[Closure]:
    return [
        Closure(
            unit_id=unit.id,
            from_on=from_on,
            until_on=from_on + timedelta(chance.randrange(1, 4)),
            reason="nghỉ",
            # Around both ends of the first closed day: the boundary between announced in time and afterwards.
            announced_at=clock.day_start(from_on) + timedelta(hours=chance.choice((-5, 23, 24, 25, 60))),
        )
        for from_on in (_some_day(chance) for _ in range(chance.randrange(3)))
    ]


def _book(chance: random.Random, unit: Unit) -> dict[date, UnitDay]:
    return {day: _unit_day(chance, unit, day) for day in DAYS if chance.random() < 0.7}


def _unit_day(chance: random.Random, unit: Unit, day: date) -> UnitDay:
    closes_at = clock.at(day + timedelta(1), 10)
    row = UnitDay(unit_id=unit.id, day=day, estimated_exit_count=chance.randrange(2), exit_count=chance.randrange(3))
    row.entry_count = chance.choice((0, 0, 1, 5))
    row.suspect_count = chance.choice((0, row.entry_count))
    row.late_count = chance.choice((0, row.entry_count - row.suspect_count))
    if not row.entry_count and chance.random() < 0.5:
        row.no_visitors_at = closes_at + timedelta(seconds=chance.choice((-3600, -1, 0, 3600)))
    return row


def _posters(chance: random.Random, unit: Unit) -> list[Poster]:
    door = Checkpoint(unit_id=unit.id, name="Cổng", created_at=clock.day_start(FIRST))
    door.retired_at = chance.choice((None, None, clock.at(_some_day(chance), 12), TODAY_ENDS))
    return [_poster(chance, unit, door) for _ in range(chance.randrange(3))]


def _poster(chance: random.Random, unit: Unit, door: Checkpoint) -> Poster:
    poster = Poster(unit_id=unit.id, checkpoint=door, code=new_code(randbits=chance.getrandbits))
    # Around the end of the day on which codes are looked at.
    poster.issued_at = chance.choice((clock.day_start(FIRST), clock.at(_some_day(chance), 12), TODAY_ENDS))
    poster.replaced_at = chance.choice((None, None, clock.day_start(_some_day(chance)), TODAY_ENDS))
    poster.displayed_on = chance.choice((None, _some_day(chance), TODAY, TODAY + timedelta(1)))
    if poster.displayed_on:
        poster.display_source = chance.choice(list(DisplaySource))
    return poster


def make_active(*, from_on: date, entries: int, displayed: bool = True, **details: object) -> Unit:
    """A unit active from a day on, with visitors on so many of its first days and its code on display or not."""
    unit = make_unit(opened_on=from_on, **details)
    poster = make_poster(unit=unit)
    with transaction():
        change = UnitStatusChange(unit_id=unit.id, status=UnitStatus.ACTIVE, from_on=from_on, at=clock.now())
        db.session.add(change)
        db.session.add_all(
            UnitDay(unit_id=unit.id, day=from_on + timedelta(number), entry_count=1) for number in range(entries)
        )
        poster.issued_at = clock.day_start(from_on)
        if displayed:
            poster.displayed_on, poster.display_source = from_on, DisplaySource.MANAGER
    return unit


@dataclass(frozen=True)
class Fact:
    """A unit on a day: who answered for it then, where it is, and why the day counts or not."""

    id: int
    organisation_id: int
    area_id: int
    day: date
    why: str


def _fact(place: Place, day: date, why: str) -> Fact:
    return Fact(place.unit.id, place.owner_on(day), place.unit.area_id, day, why)


def entry_days(places: list[Place], *, at: datetime = AT) -> Iterator[Fact]:
    """Each unit's open days and why they count or not, found by looking at one row after the other."""
    for place in places:
        for day in DAYS:
            if day <= clock.local_day(at) and (why := _entry_why(place, day, at)):
                yield _fact(place, day, why)


def _entry_why(place: Place, day: date, at: datetime) -> str | None:
    if not is_active(place, day) or not place.unit.open_weekdays & 2 ** day.weekday():
        return None
    over_day = [closure for closure in place.closures if closure.from_on <= day < closure.until_on]
    if any(clock.local_day(closure.announced_at) <= day for closure in over_day):
        return None
    if over_day:
        return "announced_late"
    if at < clock.at(day + timedelta(1), 10):
        return "door_open"
    return _counted_why(place.book.get(day), clock.at(day + timedelta(1), 10))


def _counted_why(row: UnitDay | None, closes_at: datetime) -> str:
    if row is None:
        return "none"
    if row.entry_count - row.suspect_count - row.late_count > 0:
        return "entries"
    if row.no_visitors_at and row.no_visitors_at < closes_at:
        return "no_visitors"
    return "late" if row.late_count or row.no_visitors_at else "none"


def is_active(place: Place, day: date) -> bool:
    """Whether the last change up to the day made the unit active."""
    status = None
    for change in place.changes:
        if change.from_on <= day:
            status = change.status
    return status is UnitStatus.ACTIVE


def code_states(places: list[Place], day: date) -> Iterator[Fact]:
    """Each unit active on the day, and what the best of its codes is worth then."""
    worth = ("no_code", "not_displayed", "displayed_manager", "displayed_officer")
    for place in places:
        if is_active(place, day):
            yield _fact(place, day, worth[max((_worth(poster, day) for poster in place.posters), default=0)])


def _worth(poster: Poster, day: date) -> int:
    ended = clock.day_start(day + timedelta(1))
    gone = [at for at in (poster.replaced_at, poster.checkpoint.retired_at) if at and at < ended]
    if poster.issued_at >= ended or gone:
        return 0
    if not poster.displayed_on or poster.displayed_on > day:
        return 1
    return 3 if poster.display_source is DisplaySource.OFFICER else 2
