"""What units say, what inspections found and how visitors rate them stand side by side; the gap is a statistic."""

from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import insert

from app.access.scope import unscoped
from app.clock import at, local_day, now
from app.db import db, transaction
from app.door import office_viewer
from app.safety.actions import record_national
from app.safety.inspected import record_inspected
from app.safety.levels import LevelFilter
from app.safety.rules import Level, Source
from app.safety.sources.models import VisitorRating
from app.safety.sources.queries import gap_tables, list_all_sources, list_gaps
from app.safety.sources.rules import gap, visitors_level
from app.units.queries import get_unit
from app.units.rules import UnitStatus
from app.web.pagination import Wish
from tests.factories import make_unit

TODAY = date(2021, 5, 20)
# name, owner, commune, claimed, found, (good, fair, poor)
UNITS = (
    ("Quán A", "tourism", "31078", Level.SAFE, Level.UNSAFE, (9, 1, 0)),
    ("Quán B", "tourism", "31078", Level.SAFE, Level.SAFE, (0, 1, 9)),
    ("Quán C", "district-911", "31096", Level.AT_RISK, Level.SAFE, (1, 1, 1)),
    ("Quán D", "district-900", "30769", Level.SAFE, None, (0, 0, 4)),
    ("Quán E", "district-900", "30769", None, Level.UNSAFE, (0, 0, 9)),
)


@pytest.mark.parametrize(
    ("ratings", "level"),
    [
        ((4, 0, 0), Level.NONE),
        ((5, 0, 0), Level.SAFE),
        ((3, 3, 0), Level.SAFE),
        ((3, 4, 0), Level.AT_RISK),
        ((0, 6, 2), Level.AT_RISK),
        ((0, 5, 2), Level.UNSAFE),
        ((0, 0, 5), Level.UNSAFE),
    ],
)
def test_what_ratings_come_to(ratings, level):
    assert visitors_level(*ratings) is level


@pytest.mark.parametrize(
    ("claimed", "other", "steps"),
    [
        (Level.SAFE, Level.UNSAFE, 2),
        (Level.SAFE, Level.SAFE, 0),
        (Level.UNSAFE, Level.AT_RISK, -1),
        (Level.NONE, Level.UNSAFE, None),
        (Level.SAFE, Level.NONE, None),
        (Level.CLOSED, Level.UNSAFE, None),
    ],
)
def test_the_gap_counts_levels(claimed, other, steps):
    assert gap(claimed, other) == steps


@pytest.fixture
def units(app: Flask, cast):
    """Units with what three sources say of them; it is noon."""
    with time_machine.travel(at(TODAY, 12), tick=False):
        with app.app_context():
            made = {}
            for name, owner, commune, *_rest in UNITS:
                made[name] = make_unit(cast.chau, name=name, owner=owner, commune=commune, status=UnitStatus.ACTIVE).id
            with transaction():
                for name, _owner, _commune, claimed, found, ratings in UNITS:
                    _tell(made[name], claimed, found, ratings)
        yield made


def _tell(unit_id: int, claimed: Level | None, found: Level | None, ratings: tuple[int, int, int]) -> None:
    office = office_viewer()
    unit = get_unit(office, unit_id)
    if claimed:
        told = {"source": Source.ANTOANCOVID, "link": "", "assessed_on": local_day(), "level": claimed}
        record_national(office, unit, **told)
    if found:
        until = {"answer_until": now(), "inspection_ref": "inspection:1"}
        record_inspected(office, unit, level=found, inspected_on=local_day(), **until)
    counts = dict(zip(("good_count", "fair_count", "poor_count"), ratings, strict=True))
    row = {"unit_id": unit_id, "counted_on": local_day(), **counts}
    db.session.execute(unscoped(insert(VisitorRating).values(**row), because="a test"))


def test_units_of_which_another_source_is_worse_are_listed(app, cast, units):
    with app.app_context():
        page = list_gaps(cast.chau.viewer, LevelFilter(), Wish(1, 50))

    assert [(line.unit.name, line.claimed, line.found, line.rated, line.worst_gap) for line in page.rows] == [
        ("Quán A", Level.SAFE, Level.UNSAFE, Level.SAFE, 2),
        ("Quán B", Level.SAFE, Level.SAFE, Level.UNSAFE, 2),
    ]


def test_columns_say_what_the_rules_say(app, cast, units):
    with app.app_context():
        found = {line.unit.name: line.rated for line in list_all_sources(cast.chau.viewer, LevelFilter())}

    assert found == {name: visitors_level(*ratings) for name, *_rest, ratings in UNITS}


def test_the_statistic_counts_what_can_be_compared(app, cast, units):
    with app.app_context():
        tables = gap_tables(cast.chau.viewer, LevelFilter())

    names = ("units", "claimed", "inspected", "worse_inspected", "rated", "worse_rated")

    def numbers(rows):
        return {row.name: tuple(getattr(row, name) for name in names) for row in rows}

    assert numbers(tables.districts) == {
        "Thành phố Phú Quốc": (3, 3, 3, 1, 2, 1),
        "Thành phố Hà Tiên": (2, 1, 0, 0, 0, 0),
    }
    assert numbers(tables.bodies) == {
        "Sở Du lịch": (2, 2, 2, 1, 2, 1),
        "UBND thành phố Phú Quốc": (1, 1, 1, 0, 0, 0),
        "UBND thành phố Hà Tiên": (2, 1, 0, 0, 0, 0),
    }


def test_what_ended_is_compared_no_more(app, cast, units):
    with time_machine.travel(at(TODAY + timedelta(30), 12), tick=False), app.app_context():
        assert list_gaps(cast.chau.viewer, LevelFilter(), Wish(1, 50)).total == 0


@pytest.mark.parametrize(("who", "sees"), [("an", True), ("lan", True), ("oanh", True), ("binh", False)])
def test_officers_see_their_units(cast, units, browse, who, sees):
    browser = browse(getattr(cast, who))

    assert ("Quán A" in browser.get("/assessments/sources").text) is sees
    assert ("Quán A" in browser.get("/assessments/sources.csv").text) is sees
    assert ("Sở Du lịch" in browser.get("/assessments/sources/gaps.csv").text) is sees


def test_ratings_are_on_no_public_page_and_not_for_managers(school, units, browse):
    assert browse(school.mai).get("/assessments/sources").status == 403
    assert browse().get("/assessments/sources").status == 303
    assert "chưa tốt" not in browse().get(f"/safety/units/{units['Quán B']}").text
    assert "chưa tốt" not in browse().get("/safety").text


def test_the_page_of_a_unit_shows_three_sources(cast, units, browse):
    page = browse(cast.an).get(f"/units/{units['Quán B']}/safety").text

    assert "0 tốt, 1 bình thường, 9 chưa tốt" in page
    assert "chưa đủ lượt đánh giá" in browse(cast.an).get(f"/units/{units['Quán C']}/safety").text
