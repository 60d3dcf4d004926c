"""How many statements a page asks of the database, whatever the number of units."""

import sys

import pytest
from sqlalchemy import event

from app.db import db
from app.units.rules import UnitStatus
from tests.factories import make_unit

pytestmark = pytest.mark.slow
# Finding out who asks and what he may see takes three; the page seven more, and each measure counted one. Whether
# the worker has counted ahead is asked once.
DOOR, MEASURES, AHEAD = 3, 7, 1
MOST = 7 + DOOR + MEASURES + AHEAD
# The desk counts besides what waits in each chapter: what is to be put right, levels that press, places without a
# grade, inspections, rounds of teams (several for who has missed them), isolated people, their alerts and transfers.
ON_DESK = 8
PATHS = (
    "/desk",
    "/monitor",
    "/monitor/areas/911",
    "/monitor/rows/entry",
    "/monitor/rows/lead",
    "/monitor/areas/31078/units",
    "/reports",
)


def count(app, browser, path):
    asked = []

    def note(_connection, _cursor, statement, *_about):
        if statement.startswith(("SELECT", "WITH")):
            asked.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    assert browser.get(path).status == 200
    event.remove(engine, "before_cursor_execute", note)
    return len(asked)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("who", ["chau", "an", "anh"])
def test_pages_ask_little_and_as_much_of_one_unit_as_of_fifty(app, cast, browse, noon, letter, who, path):
    browser = browse(getattr(cast, who))
    with app.app_context():
        make_unit(cast.chau, name="Quán 0", status=UnitStatus.ACTIVE)
    browser.get(path)
    few = count(app, browser, path)
    with app.app_context():
        for number in range(1, 50):
            make_unit(cast.chau, name=f"Quán {number}", status=UnitStatus.ACTIVE)

    most = MOST + (ON_DESK if path == "/desk" else 0)
    assert count(app, browser, path) == few <= most


# Where a worker counts ahead: who asks what somebody asked less than a minute ago pays for the door, for whether the
# count is another, and for the page. Work is told in calls of functions, which no other load of the machine changes.
LARGE = (
    *PATHS[:4],
    "/monitor?period=month",
    "/monitor/areas/91",
    "/monitor/results",
    "/monitor/late",
    "/monitor/rows/qr",
    "/monitor/rows/safety",
)
# The list of who is late counts and names rows that are written down for it.
ASKED_MORE = {"/monitor/late": 2}
# Cards with their definitions, a trend and a map; and each line of a table with its figures.
TIMES_AN_EMPTY_PAGE, A_LINE = 3.5, 0.05


@pytest.mark.parametrize("who", ["chuong", "an", "duong"])
def test_a_page_of_a_large_province_costs_little_more_than_an_empty_one(app, cast, rolled, letter, browse, who):
    browser = browse(getattr(cast, who))
    found = {}
    for path in ("/inbox", *LARGE):
        for _ in range(2):
            page = browser.get(path)
        lines = page.text.count('<tr class="govuk-table__row">')
        found[path] = (count(app, browser, path), calls(browser, path), lines)
    asked, empty, _ = found.pop("/inbox")

    for path, (statements, work, lines) in found.items():
        assert statements <= asked + ASKED_MORE.get(path, 0), path
        assert work <= empty * (TIMES_AN_EMPTY_PAGE + A_LINE * lines), (path, work / empty, lines)


def calls(browser, path):
    made = 0

    def note(_frame, what, _about):
        nonlocal made
        made += what == "call"

    sys.setprofile(note)
    try:
        browser.get(path)
    finally:
        sys.setprofile(None)
    return made
