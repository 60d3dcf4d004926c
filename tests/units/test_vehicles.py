"""Vehicles are points of their own: entered with plate and route, corrected, and only by who answers for the unit."""

import pytest

from app.clock import local_day
from app.db import db, transaction
from app.posters.queries import list_posters
from app.units.actions import add_vehicle, describe_vehicle
from app.units.queries import get_unit, list_checkpoints
from app.units.rules import UnitKind, UnitStatus, VehicleKind, goes_by_trips
from tests.factories import make_manager, make_unit
from tests.made_once import made_once

FERRY = {
    "name": "Tàu Biển Ngọc 1",
    "kind": "ferry",
    "plate": "KG-0123",
    "route_from": "Rạch Giá",
    "route_to": "Phú Quốc",
    "seats": "210",
}


@made_once
def unit_id(app, cast):
    with app.app_context():
        unit = make_unit(cast.an, kind=UnitKind.TRANSPORT, status=UnitStatus.ACTIVE, name="Công ty Tàu Biển Ngọc")
        found = unit.id
        db.session.remove()
    return found


def test_a_manager_adds_a_ferry_with_a_code_of_its_own(app, cast, browse, unit_id):
    with app.app_context():
        manager = make_manager(get_unit(cast.an.viewer, unit_id))
    mai, path = browse(manager), f"/units/{unit_id}/vehicles/new"

    listed = mai.follow(mai.send(path, FERRY, to=path)).text

    assert "Tàu, phà, đò" in listed
    assert "KG-0123" in listed
    assert "Rạch Giá – Phú Quốc" in listed
    assert "210 ghế" in listed
    assert mai.get(f"/units/{unit_id}/posters").text.count("app-code") == 2


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"kind": ""}, {"kind": "rocket"}, {"plate": ""}, {"plate": "?"}, {"seats": "0"}, {"seats": "x"}],
    ids=str,
)
def test_a_vehicle_that_cannot_be_is_refused_and_stays_typed(cast, browse, unit_id, wrong):
    path = f"/units/{unit_id}/vehicles/new"

    page = browse(cast.an).send(path, {**FERRY, **wrong}, to=path)

    assert page.status == 422
    assert page.fields(path)["route_to"] == "Phú Quốc"


def test_a_renamed_vehicle_needs_a_new_sticker_and_a_new_route_does_not(app, cast, unit_id):
    with app.app_context(), transaction():
        unit = get_unit(cast.an.viewer, unit_id)
        details = {"kind": VehicleKind.FERRY, "plate": "KG-0123"}
        ferry = add_vehicle(cast.an.viewer, unit, name="Tàu 1", **details)
        assert describe_vehicle(cast.an.viewer, ferry, name="Tàu 1", **details) == frozenset()
        describe_vehicle(cast.an.viewer, ferry, name="Tàu 1", route_to="Hà Tiên", **details)
        versions = [list_posters(cast.an.viewer, unit)[1].version]
        describe_vehicle(cast.an.viewer, ferry, name="Tàu 2", route_to="Hà Tiên", **details)
        versions.append(list_posters(cast.an.viewer, unit)[1].version)

        assert versions == [1, 2]
        assert [poster.version for poster in list_posters(cast.an.viewer, unit)] == [1, 2]


def test_a_taxi_goes_by_no_trips_and_a_coach_from_the_day_it_became_one(app, cast, unit_id):
    with app.app_context(), transaction():
        taxi = add_vehicle(
            cast.an.viewer, get_unit(cast.an.viewer, unit_id), name="Xe 1", kind=VehicleKind.TAXI, plate="68A-1"
        )
        from_on = [taxi.vehicle.by_trips_from_on]
        describe_vehicle(cast.an.viewer, taxi, name="Xe 1", kind=VehicleKind.COACH, plate="68A-1")
        from_on.append(taxi.vehicle.by_trips_from_on)

        assert from_on == [None, local_day()]


def test_binh_neither_sees_nor_changes_a_vehicle(app, cast, browse, unit_id):
    with app.app_context(), transaction():
        unit = get_unit(cast.an.viewer, unit_id)
        ferry_id = add_vehicle(cast.an.viewer, unit, name="Tàu 1", kind=VehicleKind.FERRY, plate="KG-1").id
    binh, path = browse(cast.binh), f"/units/{unit_id}/vehicles/{ferry_id}"
    token = binh.get("/units/new").fields("/units/new")["csrf_token"]

    assert binh.get(path).status == 404
    assert binh.get(f"/units/{unit_id}/vehicles/new").status == 404
    assert binh.post(path, {**FERRY, "csrf_token": token}).status == 404
    with app.app_context():
        names = [point.name for point in list_checkpoints(cast.an.viewer, get_unit(cast.an.viewer, unit_id))]
    assert names == ["Cổng chính", "Tàu 1"]


def test_a_gate_is_no_vehicle(cast, browse, unit_id):
    assert browse(cast.an).get(f"/units/{unit_id}/vehicles/1").status == 404


TODAY = local_day()


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        pytest.param([], False, id="no checkpoint"),
        pytest.param([(TODAY, None, TODAY)], True, id="a ferry from today"),
        pytest.param([(TODAY, None, TODAY), (TODAY, None, None)], False, id="a gate beside it"),
        pytest.param([(TODAY, None, TODAY), (TODAY, TODAY, None)], True, id="whose gate was retired today"),
        pytest.param([(TODAY, TODAY, TODAY)], False, id="retired itself"),
    ],
)
def test_a_unit_of_nothing_but_vehicles_goes_by_trips(points, expected):
    assert goes_by_trips(points, TODAY) is expected
