"""`safety` against the naive answer, equal at every level."""

from collections import Counter
from datetime import date, timedelta

import time_machine
from sqlalchemy import text

from app.clock import at
from app.db import db, transaction
from app.directives.measures import Cut, figures_by, figures_of_body, totals, unit_day_rows
from app.directives.rules import MeasureKey
from app.organisations.models import Organisation
from app.safety.actions import record_national, say_closed
from app.safety.measure import OF_UNITS
from app.safety.rules import Level, Source
from app.units.actions import suspend_unit
from app.units.queries import get_unit
from app.units.rules import UnitStatus
from tests.factories import make_unit
from tests.made_once import made_once

SAFETY = MeasureKey.SAFETY
BEGAN, DAY = at(date(2021, 5, 1), 8), date(2021, 5, 20)
# (owner, commune, what it said: days before DAY, level, source), by unit
UNITS = (
    ("district-911", "31078", [(3, Level.SAFE, Source.ANTOANCOVID)]),
    ("district-911", "31078", [(9, Level.SAFE, Source.TOURISM), (2, Level.UNSAFE, Source.ANTOANCOVID)]),
    ("commune-31078", "31078", [(2, Level.AT_RISK, Source.PORTAL), (2, Level.SAFE, Source.PORTAL)]),
    ("tourism", "31078", [(30, Level.SAFE, Source.TOURISM)]),
    ("tourism", "30769", [(29, Level.AT_RISK, Source.TOURISM)]),
    ("tourism", "31096", []),
    ("district-900", "30769", [(1, Level.CLOSED, Source.PORTAL)]),
    ("district-900", "30769", [(-1, Level.SAFE, Source.PORTAL)]),
)
# The same in SQL that knows nothing of scopes, spells or windows; all units were approved on one day.
NAIVE = """
SELECT unit.id, (
    SELECT CASE WHEN a.valid_until <= :day THEN 'expired' ELSE a.level || '/' || a.source END
    FROM assessment a WHERE a.unit_id = unit.id AND a.assessed_on <= :day AND a.submitted_at IS NOT NULL
    AND NOT EXISTS (
        SELECT 1 FROM assessment b WHERE b.unit_id = a.unit_id AND b.assessed_on <= :day
        AND (b.assessed_on > a.assessed_on OR (b.assessed_on = a.assessed_on AND b.id > a.id)))
) FROM unit WHERE unit.status = 'active'
"""


@made_once
def units(app, cast):
    """Units that said this and that, one of them suspended since; their ids."""
    with time_machine.travel(BEGAN, tick=False), app.app_context():
        made = [
            make_unit(cast.chau, owner=owner, commune=commune, name=f"Quán số {n}", status=UnitStatus.ACTIVE)
            for n, (owner, commune, _said) in enumerate(UNITS)
        ]
        gone = make_unit(cast.chau, name="Quán đã nghỉ", status=UnitStatus.ACTIVE)
        ids, gone_id = [unit.id for unit in made], gone.id
    acts = [(unit_id, said) for unit_id, (*_place, sayings) in zip(ids, UNITS, strict=True) for said in sayings]
    for unit_id, (days, level, source) in acts:
        with time_machine.travel(at(DAY - timedelta(days), 9), tick=False), app.app_context(), transaction():
            _say(cast.chau.viewer, get_unit(cast.chau.viewer, unit_id), DAY - timedelta(days), level, source)
    with time_machine.travel(at(DAY, 8), tick=False), app.app_context(), transaction():
        suspend_unit(cast.chau.viewer, get_unit(cast.chau.viewer, gone_id), from_on=DAY, reason="Sửa chữa")
    return ids


def _say(viewer, unit, day, level, source):
    if level is Level.CLOSED:
        say_closed(viewer, unit, reason="Tạm nghỉ")
    else:
        record_national(viewer, unit, source=source, link="", assessed_on=day, level=level)


def _span():
    return {"first": DAY - timedelta(6), "last": DAY, "at": at(DAY + timedelta(1), 12)}


def _naive():
    found = dict(db.session.execute(text(NAIVE), {"day": DAY.isoformat() if _is_sqlite() else DAY}).all())
    said = Counter("not_assessed" if each is None else each for each in found.values())
    due = {each: count for each, count in said.items() if not each.startswith("closed")}
    done = {each: count for each, count in due.items() if "/" in each}
    national = sum(count for each, count in done.items() if not each.endswith("/portal"))
    return sum(done.values()), sum(due.values()), national


def _is_sqlite():
    return db.engine.dialect.name == "sqlite"


def test_the_figure_is_the_naive_one_and_the_same_at_every_level(inside, cast, units):
    sums = [
        totals(figures_by(cast.chau.viewer, cut, [SAFETY], **_span()), [SAFETY])[SAFETY]
        for cut in (Cut.OWNER, Cut.PLACE, Cut.UNIT)
    ]
    office = db.session.query(Organisation.id).filter_by(code="office").scalar()
    whole = figures_of_body(cast.chau.viewer, office, [SAFETY], **_span())[SAFETY]

    assert sums == [whole] * 3
    units_alone = OF_UNITS.figure(whole.split)
    assert (units_alone.numerator, units_alone.denominator, whole.split["level_national"]) == _naive() == (4, 7, 3)
    assert (whole.numerator, whole.denominator) == (4, 7 + whole.split["area_never"])
    assert {name: count for name, count in units_alone.split.items() if count} == {
        "level_safe": 2,
        "level_at_risk": 1,
        "level_unsafe": 1,
        "level_expired": 1,
        "not_assessed": 2,
        "level_closed": 1,
        "level_national": 3,
    }


def test_what_is_said_later_changes_no_earlier_day(inside, cast, units):
    day_before = {"first": DAY - timedelta(3), "last": DAY - timedelta(3), "at": at(DAY + timedelta(1), 12)}

    every = unit_day_rows(cast.chau.viewer, SAFETY, **day_before)
    rows = {row.unit_id: row.why for row in every if row.unit_id > 0}

    assert rows[units[1]] == "level_safe"
    assert rows[units[2]] == "not_assessed"
    assert len(rows) == len(UNITS) + 1


def test_binh_counts_the_units_of_ha_tien_alone(inside, cast, units):
    rows = unit_day_rows(cast.binh.viewer, SAFETY, **_span())

    assert {row.unit_id for row in rows if row.unit_id > 0} == {units[4], units[6], units[7]}
