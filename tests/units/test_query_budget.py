"""The list of units costs the same number of statements for one unit and for fifty, never more than ten."""

import pytest

from app.clock import local_day
from app.db import db, transaction
from app.door import Viewer
from app.organisations.models import Organisation
from app.organisations.queries import find_organisation
from app.units.actions import correct_by_manager, propose_transfer
from app.units.queries import get_unit
from app.units.rules import UnitStatus
from tests.factories import make_unit


def _enter(app, cast, count):
    with app.app_context():
        for number in range(count):
            make_unit(cast.an, name=f"Quán {number}", owner="commune-31096" if number % 2 else "district-911")


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/units?size=50", f"/units?size=50&on={local_day()}", "/posters?size=50"])
def test_a_list_costs_as_many_statements_for_fifty_units_as_for_one(app, cast, browse, statements, path):
    _enter(app, cast, 1)
    browser = browse(cast.an)
    statements.clear()
    browser.get(path)
    for_one = list(statements)
    _enter(app, cast, 49)
    statements.clear()
    page = browser.get(path)

    assert page.text.count("Quán ") >= 50
    assert len(statements) == len(for_one), statements
    assert len(statements) <= 10, statements


def _to_decide(app, cast, count):
    """So many active units whose managers propose a new name and which the city offers to the department."""
    with app.app_context():
        tourism = find_organisation("tourism").id
        for number in range(count):
            unit = make_unit(cast.an, name=f"Quán {number}", status=UnitStatus.ACTIVE)
            with transaction():
                found, body = get_unit(cast.an.viewer, unit.id), db.session.get(Organisation, tourism)
                correct_by_manager(Viewer(unit_ids=frozenset({unit.id})), found, name=f"Quán mới {number}")
                propose_transfer(cast.an.viewer, found, organisation=body, reason="x")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("person", "path"),
    [
        ("an", "/units/proposals?size=50"),
        ("an", "/units/transfers?show=all&size=50"),
        ("lan", "/units/transfers?size=50"),
        ("an", "/units/waiting"),
    ],
)
def test_a_work_list_costs_as_many_statements_for_thirty_as_for_one(app, cast, browse, statements, person, path):
    _to_decide(app, cast, 1)
    browser = browse(getattr(cast, person))
    statements.clear()
    browser.get(path)
    for_one = list(statements)
    _to_decide(app, cast, 29)
    statements.clear()

    assert browser.get(path).status == 200
    assert len(statements) == len(for_one) <= 10, statements


@pytest.mark.parametrize(
    "page",
    [
        *("", "/posters", "/calendar", "/checkpoints", "/correct", "/slip", "/slip/panel", "/suspend", "/refuse"),
        *("/history", "/double", "/proceedings", "/proposal", "/transfer", "/ask", "/answer", "/disclaim"),
    ],
)
def test_a_units_pages_cost_ten_statements_at_most(app, cast, browse, statements, page):
    with app.app_context():
        unit_id = make_unit(cast.an).id
    browser = browse(cast.an)
    statements.clear()

    assert browser.get(f"/units/{unit_id}{page}").status == 200
    assert len(statements) <= 10, statements


@pytest.mark.slow
def test_the_list_of_doubles_costs_as_many_statements_for_fifty_pairs_as_for_one(app, cast, browse, statements):
    browser = browse(cast.an)
    counts = []
    for more in (2, 9):
        with app.app_context():
            for _ in range(more):
                make_unit(cast.an)
        statements.clear()
        page = browser.get("/units/doubles?size=100")
        counts.append(len(statements))

    assert "55 cặp đơn vị" in page.text
    assert counts[0] == counts[1] <= 10, statements


@pytest.mark.parametrize("person", ["chau", "lan", "duong"])
def test_the_list_costs_the_same_for_everybody(app, cast, browse, statements, person):
    browser = browse(getattr(cast, person))
    statements.clear()
    browser.get("/units")

    assert len(statements) <= 10, statements


def test_a_screen_of_the_registration_costs_three_statements(app, cast, browse, statements):
    with app.app_context():
        make_unit(cast.an)
    browser = browse()
    statements.clear()
    browser.get("/register")

    assert len(statements) <= 3, statements
