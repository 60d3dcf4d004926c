"""A hotel in Phú Quốc with a code at its gate, and a market beside it."""

import pytest
from flask import Flask

from app.units.rules import UnitKind
from tests.cast import Cast
from tests.places import Place, open_place


@pytest.fixture
def inn(app: Flask, cast: Cast) -> Place:
    return open_place(app, cast.an)


@pytest.fixture
def market(app: Flask, cast: Cast) -> Place:
    return open_place(app, cast.an, username="cho", name="Chợ Dương Đông", kind=UnitKind.MARKET)
