"""A ferry company in Phú Quốc whose ferry leaves at 09:00 today, and who works for it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import time_machine as travelling
from flask import Flask

from app.access.actions import create_account, grant_unit
from app.access.policy import Role
from app.clock import at, local_day
from app.db import db, transaction
from app.door import office_viewer
from app.posters.queries import list_posters
from app.trips.actions import plan_trip
from app.units.actions import add_vehicle, retire_checkpoint
from app.units.models import Unit
from app.units.rules import UnitKind, UnitStatus, VehicleKind
from tests.browser_client import Browser, Page
from tests.cast import PASSWORD, Cast, Person, as_person
from tests.factories import make_unit
from tests.made_once import made_once
from tests.visits.sheets import sheet

DAY = local_day()
NINE = at(DAY, 9)
BEGAN = at(DAY - timedelta(3), 8)


@dataclass(frozen=True)
class Ferry:
    """Plain ids: what tests need of the company, its ferry and the ferry's trip; `tu` is the attendant."""

    unit_id: int
    checkpoint_id: int
    code: str
    trip_id: int
    tu: Person

    @property
    def trips(self) -> str:
        return f"/units/{self.unit_id}/trips"

    @property
    def trip(self) -> str:
        return f"{self.trips}/{self.trip_id}"


@made_once
def ferry(app: Flask, cast: Cast) -> Ferry:
    return make_ferry(app, cast)


def make_ferry(app: Flask, cast: Cast, *, kind: VehicleKind = VehicleKind.FERRY) -> Ferry:
    """The company with nothing but one vehicle, registered three days ago; with a trip where the kind makes trips."""
    with travelling.travel(BEGAN, tick=False), app.app_context():
        unit = make_unit(cast.an, kind=UnitKind.TRANSPORT, status=UnitStatus.ACTIVE, name="Tàu Biển Ngọc")
        with transaction():
            unit = db.session.merge(unit, load=False)
            vehicle = add_vehicle(
                cast.an.viewer, unit, name="Tàu số 1", kind=kind, plate="KG-1", route_from="Rạch Giá",
                route_to="Phú Quốc", seats=100,
            )  # fmt: skip
            retire_checkpoint(cast.an.viewer, unit.checkpoints[0])
            trip_id = plan(cast, vehicle, NINE) if kind is VehicleKind.FERRY else 0
            code = list_posters(cast.an.viewer, unit)[0].code
            made = Ferry(unit.id, vehicle.id, code, trip_id, _attendant(unit))
        db.session.remove()
    return made


def plan(cast: Cast, vehicle: object, planned_at: datetime) -> int:
    """A trip from Rạch Giá to Phú Quốc."""
    details = {"route_from": "Rạch Giá", "route_to": "Phú Quốc", "seats": 100}
    return plan_trip(cast.an.viewer, vehicle, planned_at=planned_at, **details).id


def _attendant(unit: Unit) -> Person:
    user = create_account(
        office_viewer(),
        username="tu",
        password=PASSWORD,
        full_name="Lê Văn Tú",
        role=Role.GATEKEEPER,
        must_change_password=False,
    )
    db.session.flush()
    grant_unit(office_viewer(), user, unit.id, confirmed=True)
    return as_person(user)


def board(phone: Browser, ferry: Ferry, **changes: object) -> Page:
    """Scan the ferry's code, declare, enter; the page is the redirect to the receipt."""
    page = phone.send(f"/q/{ferry.code}", sheet(origin="91", **changes))
    assert page.status == 303, page.text
    return page
