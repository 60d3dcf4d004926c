"""A register of the province's size, entered without ceremony: what is measured on it is reading."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import timedelta
from random import Random
from typing import Any

from sqlalchemy import insert, text

from app.areas.actions import load_shipped_areas
from app.areas.places import VALID_FROM
from app.areas.queries import list_areas
from app.areas.rules import AreaLevel
from app.clock import local_day, now
from app.codes import new_code
from app.db import db, transaction
from app.demo.unit_names import invent_address, invent_unit_name
from app.demo.unit_plans import FREQUENCY
from app.door import office_viewer
from app.organisations.loading import load_shipped_bodies
from app.organisations.queries import list_organisations
from app.posters.models import Poster
from app.text import search_key, sort_key
from app.units.likeness import likeness_key
from app.units.models import Checkpoint, Unit, UnitOwnership
from app.units.rules import FIRST_GATE, CheckpointKind, UnitKind, UnitStatus, natural_department

# Of a hundred units: how many are in which status.
STATUSES: Mapping[UnitStatus, int] = {
    UnitStatus.ACTIVE: 84,
    UnitStatus.PENDING: 8,
    UnitStatus.SUSPENDED: 4,
    UnitStatus.CLOSED: 3,
    UnitStatus.REFUSED: 1,
}
BATCH = 2000
Row = dict[str, Any]


def make_register(unit_count: int, *, seed: int = 1) -> None:
    """Load places and bodies into an empty database, and so many units with a gate and a code each."""
    with transaction():
        load_shipped_areas(office_viewer())
        load_shipped_bodies(office_viewer())
    rows = _units(Random(seed), unit_count)
    while batch := [row for row, _ in zip(rows, range(BATCH), strict=False)]:
        with transaction():
            db.session.execute(insert(Unit), batch)
            db.session.execute(insert(UnitOwnership), [_ownership(row) for row in batch])
            db.session.execute(insert(Checkpoint), [_checkpoint(row) for row in batch])
            db.session.execute(insert(Poster), [_poster(row) for row in batch])
    settle()


def settle() -> None:
    """What PostgreSQL does by and by after so many rows, now instead of in the middle of a round."""
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))


def _units(rng: Random, unit_count: int) -> Iterator[Row]:
    communes = list(list_areas(AreaLevel.COMMUNE, on=VALID_FROM))
    bodies = {body.code: body for body in list_organisations()}
    departments = {body.search_key: body.id for body in bodies.values() if body.area_id is None}
    owners = {
        commune.id: (bodies[f"district-{commune.parent.code}"].id, bodies[f"commune-{commune.code}"].id)
        for commune in communes
        if commune.parent
    }
    taken: defaultdict[int, set[str]] = defaultdict(set)
    places = [(area.id, area.name) for area in communes]
    for number in range(1, unit_count + 1):
        area_id, place = rng.choice(places)
        (kind,) = rng.choices(list(FREQUENCY), weights=list(FREQUENCY.values()))
        name = invent_unit_name(rng, kind, place, taken[area_id])
        department = departments.get(search_key(natural_department(kind, name) or ""))
        owner = department or owners[area_id][rng.random() < 0.2]
        yield _unit(rng, number, kind, name, area_id, place, owner)


def _unit(rng: Random, number: int, kind: UnitKind, name: str, area_id: int, place: str, owner: int) -> Row:
    address = invent_address(rng, place)
    (status,) = rng.choices(list(STATUSES), weights=list(STATUSES.values()))
    return {
        "id": number,
        "name": name,
        "kind": kind,
        "organisation_id": owner,
        "area_id": area_id,
        "address": address,
        "phone": "",
        "tax_code": "",
        "manager_name": "Lê Thị Mai",
        "manager_phone": f"09{number:08}",
        "status": status,
        "opened_on": local_day(),
        "registered_at": now() - timedelta(minutes=rng.randrange(60 * 24 * 200)),
        "search_key": search_key(f"{name} {address} "),
        "sort_key": sort_key(name),
        "likeness_key": likeness_key(name),
        "version": 1,
    }


def _ownership(unit: Row) -> Row:
    return {
        "unit_id": unit["id"],
        "organisation_id": unit["organisation_id"],
        "from_on": unit["opened_on"],
        "at": unit["registered_at"],
    }


def _checkpoint(unit: Row) -> Row:
    return {
        "id": unit["id"],
        "unit_id": unit["id"],
        "name": FIRST_GATE,
        "kind": CheckpointKind.GATE,
        "created_at": unit["registered_at"],
    }


def _poster(unit: Row) -> Row:
    return {
        "unit_id": unit["id"],
        "checkpoint_id": unit["id"],
        "code": new_code(),
        "issued_at": unit["registered_at"],
    }
