"""A carrier that was registered twice becomes one: its vehicles and what has not arrived go along."""

from datetime import timedelta

import pytest

from app.clock import at
from app.db import db, transaction
from app.units.actions import merge_units
from app.units.queries import get_checkpoint, get_unit, list_checkpoints
from app.units.rules import UnitStatus, VehicleKind
from app.visits.rules import ExitKind
from tests.factories import make_unit
from tests.trips.conftest import DAY, NINE, board, make_ferry, plan
from tests.trips.records import trips
from tests.visits.records import visits

pytestmark = pytest.mark.slow


def merge(app, cast, ferry):
    """Let the company go up in another with the same name; returns the other's id. Its attendant goes along."""
    with app.app_context():
        staying = make_unit(cast.an, status=UnitStatus.ACTIVE, name="Hãng tàu Biển Ngọc").id
        with transaction():
            units = (get_unit(cast.an.viewer, unit_id) for unit_id in (ferry.unit_id, staying))
            merge_units(cast.an.viewer, *units, reason="Cùng một hãng", user_ids=[ferry.tu.user_id])
        db.session.remove()
    return staying


def test_the_trip_goes_on_and_its_arrival_ends_the_stays_of_both_units(app, cast, ferry, browse, time_machine):
    time_machine.move_to(NINE - timedelta(minutes=20), tick=False)
    board(browse(), ferry, full_name="NGUYỄN VĂN AN")
    staying = merge(app, cast, ferry)
    board(browse(), ferry, full_name="NGUYỄN VĂN BA")
    trip = f"/units/{staying}/trips/{ferry.trip_id}"
    time_machine.move_to(NINE + timedelta(hours=3), tick=False)

    attendant = browse(ferry.tu)
    assert "2 / 100" in attendant.get(f"/units/{staying}/trips?day={DAY}").text
    attendant.send(trip, {"arrived": "11:30"}, to=f"{trip}/arrive")

    assert {(visit.unit_id, visit.exit_kind) for visit in visits(app)} == {
        (ferry.unit_id, ExitKind.ARRIVED),
        (staying, ExitKind.ARRIVED),
    }


def test_the_past_and_what_nobody_ended_stay_where_they_were(app, cast, ferry, time_machine):
    with app.app_context(), transaction():
        unit = get_unit(cast.an.viewer, ferry.unit_id)
        plan(cast, get_checkpoint(cast.an.viewer, unit, ferry.checkpoint_id), at(DAY - timedelta(1), 9))
    time_machine.move_to(NINE - timedelta(minutes=20), tick=False)

    staying = merge(app, cast, ferry)

    assert [trip.unit_id for trip in trips(app)] == [ferry.unit_id, staying]


def test_a_taxi_remains_one(app, cast):
    taxi = make_ferry(app, cast, kind=VehicleKind.TAXI)
    staying = merge(app, cast, taxi)

    with app.app_context():
        *_, taken = list_checkpoints(cast.an.viewer, get_unit(cast.an.viewer, staying))
        assert (taken.name, taken.vehicle.kind, taken.vehicle.plate) == ("Tàu số 1", VehicleKind.TAXI, "KG-1")
        db.session.remove()
