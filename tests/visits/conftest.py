"""A hotel in Phú Quốc with a code at its gate, and a market beside it."""

from flask import Flask

from app.units.rules import UnitKind
from tests.cast import Cast
from tests.made_once import made_once
from tests.places import Place, open_place


@made_once
def inn(app: Flask, cast: Cast) -> Place:
    return open_place(app, cast.an)


@made_once
def market(app: Flask, cast: Cast) -> Place:
    return open_place(app, cast.an, username="cho", name="Chợ Dương Đông", kind=UnitKind.MARKET)
