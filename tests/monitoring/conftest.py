"""A small province of which every figure can be counted by hand."""

from datetime import date, timedelta

import pytest
import time_machine

from app import clock
from app.db import transaction
from app.directives.actions import load_letter
from app.monitoring import memory, rolling
from app.organisations.queries import list_organisations
from app.tallies.actions import bump
from app.units.rules import UnitStatus
from tests.factories import make_unit
from tests.made_once import made_once

TODAY = date(2026, 5, 20)  # a Wednesday
NOON = clock.at(TODAY, 12)
DONG_HO, DUONG_DONG, DUONG_TO = "30769", "31078", "31096"
# name, who answers, commune, days ago with an entry
UNITS = (
    ("Khách sạn Biển Xanh", "tourism", DUONG_DONG, (1, 2, 3, 4, 5, 6, 7)),
    ("Khách sạn Sao Mai", "tourism", DONG_HO, (1, 2)),
    ("Chợ Dương Đông", "district-911", DUONG_DONG, (1, 3)),
    ("Quán Gió", "commune-31096", DUONG_TO, ()),
    ("Chợ Đông Hồ", "district-900", DONG_HO, (1, 2, 3, 4, 5)),
)
# Each of the five is open on each of seven days.
DUE, COUNTED = 35, 16


@pytest.fixture
def noon():
    with time_machine.travel(NOON, tick=False):
        yield


@made_once
def province(cast, app, noon):
    """Five units with entries on some of the last seven days; their ids and those of bodies by name or code."""
    # A context of its own: one that stayed open would make every browser of a test the first one's.
    with app.app_context():
        units = {name: _unit(cast, name, *rest) for name, *rest in UNITS}
        bodies = {body.code: body.id for body in list_organisations()}
    return units | bodies


def _unit(cast, name, owner, commune, days_ago):
    with time_machine.travel(clock.at(date(2026, 5, 1), 8), tick=False):
        unit = make_unit(cast.chau, name=name, owner=owner, commune=commune, status=UnitStatus.ACTIVE)
    unit_id = unit.id
    with transaction():
        for days in days_ago:
            bump(unit_id, TODAY - timedelta(days), entries=3, exits=2)
    return unit_id


@made_once
def letter(app, cast, noon):
    """Letter 568, sent three weeks ago; nobody has answered it yet."""
    with app.app_context(), transaction():
        load_letter(cast.chau.viewer, published_on=date(2026, 4, 29))


@pytest.fixture
def large(monkeypatch):
    """A province of any size is so large that its days are counted ahead."""
    monkeypatch.setattr(rolling, "FROM_UNITS", 1)
    monkeypatch.setattr(rolling, "ROLLED_FOR", timedelta(14))


@made_once
def rolled(app, large, province):
    """The same province with its days counted ahead."""
    with app.app_context():
        with transaction():
            bump(province["Quán Gió"], TODAY, entries=2, exits=1)
            bump(province["Chợ Đông Hồ"], TODAY - timedelta(2), entries=1, late=1)
        while rolling.roll_next():
            pass
    return province


def forget(app):
    """What is remembered: a comparison must not be one with itself."""
    memory.init_app(app)
