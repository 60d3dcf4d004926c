"""What `qr` looks at besides gates: vehicles, national codes and must-register lists, with a slow, plain answer."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import select

from app import clock
from app.areas.models import Area
from app.areas.rules import AreaLevel
from app.codes import new_code
from app.db import db, transaction
from app.organisations.models import Organisation
from app.posters.models import Poster
from app.posters.national.models import NationalCode
from app.posters.national.rules import TextSource
from app.posters.rules import DisplaySource
from app.units.coverage.models import MustRegisterEntry, MustRegisterList
from app.units.coverage.rules import CallStatus
from app.units.models import Checkpoint
from app.units.rules import CheckpointKind, UnitKind, UnitStatus
from tests.directives.world import FIRST, TODAY, TODAY_ENDS, Fact, Place, fact_of, is_active

KINDS = (UnitKind.SHOP, UnitKind.CAFE)
WORTHS = (
    *("no_code", "not_displayed", "national_not_displayed"),
    *("displayed_manager", "displayed_officer", "national_manager", "national_officer"),
)


@dataclass
class More:
    """What was written besides the places themselves."""

    posters: list[Poster] = field(default_factory=list)
    national: list[NationalCode] = field(default_factory=list)
    entries: list[MustRegisterEntry] = field(default_factory=list)


def add_points(places: list[Place], seed: int) -> More:
    """Vehicles, national codes and two lists for the places of a world."""
    chance, more = random.Random(f"points {seed}"), More()
    with transaction():
        for place in places:
            _vehicles(chance, place, more)
            _national(chance, place, more)
        db.session.flush()
        _lists(chance, places, more)
    return more


def _some_day(chance: random.Random) -> date:
    return TODAY + timedelta(chance.randrange(-6, 3))


def _vehicles(chance: random.Random, place: Place, more: More) -> None:
    """More of them than the place has, each with a code; they join the place's points."""
    unit = place.unit
    for number in range(chance.choice((0, 0, 1, 2))):
        vehicle = Checkpoint(unit_id=unit.id, name=f"Xe {number}", kind=CheckpointKind.VEHICLE)
        vehicle.created_at = chance.choice((clock.day_start(FIRST), clock.at(TODAY, 12), TODAY_ENDS))
        vehicle.retired_at = chance.choice((None, None, clock.at(TODAY, 12), TODAY_ENDS))
        poster = Poster(unit_id=unit.id, checkpoint=vehicle, code=new_code(randbits=chance.getrandbits))
        poster.issued_at = vehicle.created_at
        _display(chance, poster)
        place.points.append(vehicle)
        more.posters.append(poster)
        db.session.add_all((vehicle, poster))
    db.session.flush()


def _display(chance: random.Random, code: Poster | NationalCode) -> None:
    code.displayed_on = chance.choice((None, TODAY, TODAY + timedelta(1)))
    if code.displayed_on:
        code.display_source = chance.choice(list(DisplaySource))


def _national(chance: random.Random, place: Place, more: More) -> None:
    unit, mine = place.unit, [point.id for point in place.points if point.kind is CheckpointKind.VEHICLE]
    for checkpoint_id in (None, *mine):
        if chance.random() < 0.5:
            continue
        code = NationalCode(unit_id=unit.id, checkpoint_id=checkpoint_id, text_source=TextSource.LINK)
        code.content = f"https://qr.tokhaiyte.vn/{unit.id}-{checkpoint_id}"
        code.recorded_at = chance.choice((clock.day_start(FIRST), clock.at(_some_day(chance), 9), TODAY_ENDS))
        code.ended_at = chance.choice((None, None, clock.at(TODAY, 20), TODAY_ENDS))
        _display(chance, code)
        more.national.append(code)
        db.session.add(code)


def _lists(chance: random.Random, places: list[Place], more: More) -> None:
    bodies = db.session.scalars(select(Organisation).order_by(Organisation.id)).all()
    communes = db.session.scalars(select(Area).where(Area.level == AreaLevel.COMMUNE).order_by(Area.id)).all()
    loaded = MustRegisterList(organisation_id=bodies[0].id, source="Thuế", file_name="", content=b"")
    loaded.loaded_at = clock.day_start(FIRST)
    db.session.add(loaded)
    db.session.flush()
    # One commune has no list of any kind, the kinds of the others are drawn.
    for _ in range(24):
        unit = chance.choice((None, chance.choice(places).unit))
        entry = MustRegisterEntry(list_id=loaded.id, organisation_id=chance.choice(bodies).id, source="Thuế")
        entry.area_id, entry.kind = chance.choice(communes[:-1]).id, chance.choice(KINDS)
        entry.name = entry.name_key = entry.search_key = entry.sort_key = f"co so {chance.random()}"
        entry.from_on = chance.choice((None, FIRST, TODAY, TODAY + timedelta(1)))
        entry.until_on = entry.from_on and chance.choice((None, None, max(entry.from_on, TODAY), TODAY + timedelta(1)))
        entry.unit_id = unit.id if unit else None
        entry.call_status = chance.choice(list(CallStatus))
        entry.called_on = None if entry.call_status is CallStatus.OPEN else chance.choice((TODAY, _some_day(chance)))
        more.entries.append(entry)
        db.session.add(entry)
    db.session.flush()


def points(places: list[Place], more: More, day: date) -> Iterator[Fact]:
    """Each point of the day and what it is worth, found by looking at one row after the other.

    A row of a list that nobody registered has no unit: its own id stands for one, negative.
    """
    counting = [entry for entry in more.entries if _counts(entry, day)]
    with_list = {(entry.area_id, entry.kind) for entry in counting}
    on_list = {entry.unit_id for entry in counting}
    for place in places:
        if is_active(place, day):
            off_list = (place.unit.area_id, place.unit.kind) in with_list and place.unit.id not in on_list
            for worth in _worths(place, more, day):
                yield fact_of(place, day, "off_list" if off_list else WORTHS[worth])
    for entry in counting:
        if _is_missing(entry, places, day):
            yield Fact(-entry.id, entry.organisation_id, entry.area_id, day, "unregistered")


def _counts(entry: MustRegisterEntry, day: date) -> bool:
    if entry.from_on is None or entry.from_on > day:
        return False
    return entry.until_on is None or entry.until_on > day


def _is_missing(entry: MustRegisterEntry, places: list[Place], day: date) -> bool:
    if entry.unit_id is None:
        return entry.call_status is not CallStatus.NOT_APPLICABLE or entry.called_on > day
    (place,) = (each for each in places if each.unit.id == entry.unit_id)
    return not any(change.status is UnitStatus.ACTIVE and change.from_on <= day for change in place.changes)


def _worths(place: Place, more: More, day: date) -> Iterator[int]:
    """The worth of the unit's point, if it is one, and of those of its vehicles."""
    vehicles = [each for each in place.points if each.kind is CheckpointKind.VEHICLE and _is_used(each, day)]
    gates = {poster.checkpoint for poster in place.posters if _is_used(poster.checkpoint, day)}
    national = [code for code in more.national if code.unit_id == place.unit.id and _is_in_use(code, day)]
    if gates or not vehicles:
        ours = [_worth_of_ours(poster, day) for poster in place.posters]
        yield max([0, *ours, *(_worth_of_national(code, day) for code in national if code.checkpoint_id is None)])
    for vehicle in vehicles:
        ours = [_worth_of_ours(poster, day) for poster in more.posters if poster.checkpoint is vehicle]
        theirs = [_worth_of_national(code, day) for code in national if code.checkpoint_id == vehicle.id]
        yield max([0, *ours, *theirs])


def _ends(day: date) -> object:
    return clock.day_start(day + timedelta(1))


def _is_used(door: Checkpoint, day: date) -> bool:
    return door.created_at < _ends(day) and not (door.retired_at and door.retired_at < _ends(day))


def _is_in_use(code: NationalCode, day: date) -> bool:
    return code.recorded_at < _ends(day) and not (code.ended_at and code.ended_at < _ends(day))


def _worth_of_ours(poster: Poster, day: date) -> int:
    gone = [at for at in (poster.replaced_at, poster.checkpoint.retired_at) if at and at < _ends(day)]
    if poster.issued_at >= _ends(day) or gone:
        return 0
    if not poster.displayed_on or poster.displayed_on > day:
        return 1
    return 4 if poster.display_source is DisplaySource.OFFICER else 3


def _worth_of_national(code: NationalCode, day: date) -> int:
    if not code.displayed_on or code.displayed_on > day:
        return 2
    return 6 if code.display_source is DisplaySource.OFFICER else 5
