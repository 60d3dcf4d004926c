"""The report's figures against SQL written here, that knows nothing of the measures."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from app.db import db, transaction
from app.directives.rules import Period
from app.reports.figures import compile_figures
from app.reports.queries import get_body
from tests.monitoring.conftest import TODAY

pytestmark = pytest.mark.slow

FIRST, LAST = TODAY - timedelta(7), TODAY - timedelta(1)
# A point is a door or vehicle in use of an active unit; a day that is over is due of each unit, whose doors are open
# every day.
UNITS = """
    SELECT count(*) FROM unit JOIN area commune ON commune.id = unit.area_id
    JOIN organisation owner ON owner.id = unit.organisation_id WHERE unit.status = 'active' AND {where}"""
POINTS = """
    SELECT count(*) FROM unit JOIN organisation owner ON owner.id = unit.organisation_id
    JOIN area commune ON commune.id = unit.area_id WHERE unit.status = 'active' AND {where}"""
COUNTED = """
    SELECT count(*) FROM unit_day JOIN unit ON unit.id = unit_day.unit_id
    JOIN area commune ON commune.id = unit.area_id JOIN organisation owner ON owner.id = unit.organisation_id
    WHERE unit_day.day BETWEEN :first AND :last AND unit_day.entry_count > 0 AND {where}"""
VISITS = """
    SELECT sum(entry_count), sum(exit_count) FROM unit_day WHERE day BETWEEN :first AND :last"""
UNCONFIRMED = """
    SELECT name FROM organisation WHERE kind IN ('department', 'district')
    AND id NOT IN (SELECT organisation_id FROM confirmation)"""
BY_OWNER = (("owner.code = 'tourism'", "tourism"), ("owner.code = 'district-900'", "district-900"))
BY_PLACE = "commune.parent_id IN (SELECT id FROM area WHERE code = '{code}' AND level = 'district')"


@pytest.fixture
def figures(app, cast, province, letter):
    with app.app_context(), transaction():
        body = get_body(cast.chau.viewer, province["office"])
        return compile_figures(cast.chau.viewer, body, Period(FIRST, LAST))


@pytest.fixture
def asked(app):
    def ask(sql, where="1 = 1"):
        with app.app_context():
            days = {"first": FIRST.isoformat(), "last": LAST.isoformat()}
            stmt = text(sql.format(where=where))
            return db.session.execute(stmt, {name: days[name] for name in days if f":{name}" in sql}).all()

    return ask


def pair(figure):
    return figure["numerator"], figure["denominator"]


def test_the_whole(figures, asked):
    ((units,),) = asked(UNITS)
    ((counted,),) = asked(COUNTED)

    assert figures["units"]["active"] == units == 5
    assert (figures["visits"]["entries"], figures["visits"]["exits"]) == tuple(asked(VISITS)[0])
    assert pair(figures["measures"]["entry"]) == (counted, units * 7)
    assert pair(figures["measures"]["qr"]) == (0, asked(POINTS)[0][0])


def test_each_body_answers_for_its_own(figures, asked):
    lines = {line["code"]: line for section in figures["sections"] for line in section["lines"]}
    for where, code in BY_OWNER:
        ((units,),), ((counted,),) = asked(UNITS, where), asked(COUNTED, where)
        assert pair(lines[code]["measures"]["entry"]) == (counted, units * 7), code


def test_each_place_has_what_is_located_there(figures, asked):
    lines = {line["code"]: line for section in figures["places"]["sections"] for line in section["lines"]}
    for code in ("900", "911"):
        where = BY_PLACE.format(code=code)
        ((units,),), ((counted,),) = asked(UNITS, where), asked(COUNTED, where)
        assert pair(lines[code]["measures"]["entry"]) == (counted, units * 7), code


def test_who_has_not_confirmed(figures, asked):
    assert set(figures["confirmations"]["missing_names"]) == {name for (name,) in asked(UNCONFIRMED)}
