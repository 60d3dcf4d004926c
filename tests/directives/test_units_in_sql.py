"""`qr` and `entry` equal a plain SQL answer for the province, each body, each district and each commune."""

import random

import pytest
from sqlalchemy import select

from app import clock
from app.areas.models import Area
from app.areas.rules import AreaLevel
from app.db import db, transaction
from app.directives.measures import Cut, count_unit_days, figures_by, figures_of_body, totals, unit_day_rows
from app.directives.rules import MeasureKey
from app.organisations.models import Organisation
from app.organisations.queries import ids_below
from tests.directives import naive
from tests.directives.points import add_points
from tests.directives.world import AT, FIRST, LAST, TODAY, make_world

pytestmark = pytest.mark.slow
SPAN = {"first": FIRST, "last": LAST, "at": AT}
MEASURES = (MeasureKey.ENTRY, MeasureKey.QR)


@pytest.fixture(params=range(4))
def rows(request, inside):
    """By measure what plain SQL finds in a random province, a third of whose units are shown to few."""
    places, chance = make_world(request.param, count=30), random.Random(request.param)
    add_points(places, request.param)
    with transaction():
        for place in chance.sample(places, 10):
            place.unit.restricted_at = AT
    return {
        MeasureKey.ENTRY: naive.ask(naive.ENTRY, clock.days(FIRST, TODAY), AT),
        MeasureKey.QR: naive.ask(naive.QR, [TODAY], AT),
    }


def said(figure):
    """Done, due, and with what was not due."""
    outside = sum(figure.split.get(why, 0) for why in ("door_open", "announced_late", "off_list"))
    return figure.numerator, figure.denominator, figure.denominator + outside


def areas_below(area):
    below = select(Area.id).where((Area.id == area.id) | (Area.parent_id == area.id))
    return set(db.session.scalars(below))


@pytest.mark.parametrize("measure", MEASURES)
def test_it_is_the_plain_answer_for_the_province_by_owner_and_by_place(cast, rows, measure):
    for cut in (Cut.OWNER, Cut.PLACE):
        figure = totals(figures_by(cast.chau.viewer, cut, [measure], **SPAN), [measure])[measure]
        assert said(figure) == naive.shares(rows[measure])


@pytest.mark.parametrize("measure", MEASURES)
def test_it_is_the_plain_answer_for_every_department_district_and_commune(cast, rows, measure):
    bodies = db.session.scalars(select(Organisation)).all()
    assert {body.kind.value for body in bodies} >= {"department", "district", "commune"}
    for body in bodies:
        figure = figures_of_body(cast.chau.viewer, body.id, [measure], **SPAN)[measure]
        below = ids_below(body.id)
        assert said(figure) == naive.shares([row for row in rows[measure] if row.organisation_id in below])


@pytest.mark.parametrize("measure", MEASURES)
def test_it_is_the_plain_answer_of_what_stands_in_every_district_and_commune(cast, rows, measure):
    places = db.session.scalars(select(Area).where(Area.level != AreaLevel.PROVINCE)).all()
    for area in places:
        ids = areas_below(area)
        leaves = figures_by(cast.chau.viewer, Cut.PLACE, [measure], **SPAN, area_ids=ids)
        mine = [row for row in rows[measure] if row.area_id in ids]
        assert said(totals(leaves, [measure])[measure]) == naive.shares(mine)


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("who", ["chau", "an", "binh", "lan", "duong"])
def test_units_shown_to_few_are_counted_for_all_and_named_to_few(cast, rows, measure, who):
    """A district counts what stands in it, and does not name the restricted units of others."""
    viewer = getattr(cast, who).viewer
    figure = totals(figures_by(viewer, Cut.OWNER, [measure], **SPAN), [measure])[measure]
    restricted = set(db.session.scalars(naive.restricted()))

    mine = [
        row
        for row in rows[measure]
        if viewer.sees_all or row.organisation_id in viewer.organisation_ids or row.area_id in viewer.area_ids
    ]
    named = [row for row in mine if _is_named(viewer, row, restricted)]
    assert said(figure) == naive.shares(mine)
    listed = unit_day_rows(viewer, measure, **SPAN)
    assert sorted(row.unit_id for row in listed) == sorted(row.unit_id for row in named)
    assert count_unit_days(viewer, measure, **SPAN) == len(named)


def _is_named(viewer, row, restricted):
    return row.unit_id not in restricted or viewer.sees_restricted or row.organisation_id in viewer.organisation_ids
