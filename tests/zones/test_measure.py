"""`zones` (a) and (b) against the naive answer, equal at every level."""

from collections import Counter
from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import text

from app.areas.actions import list_as_high_risk
from app.clock import at
from app.db import db, transaction
from app.directives.measures import Cut, figures_by, figures_of_body, totals, unit_day_rows
from app.directives.rules import MeasureKey
from app.organisations.models import Organisation
from app.zones.actions import attach_team, end_team, file_round, lift_zone, save_answer, set_total, take_off
from app.zones.queries import get_team, get_zone, list_households
from app.zones.rules import Answer, RoundSession
from tests.made_once import made_once
from tests.zones.conftest import DONG_HO, DUONG_DONG, DUONG_TO, decision, make_team, make_zone

ZONES = MeasureKey.ZONES
FIRST, LAST = date(2021, 5, 11), date(2021, 5, 16)
AT = at(LAST + timedelta(1), 12)
SPAN = {"first": FIRST, "last": LAST, "at": AT}
# day by day in SQL that knows nothing of scopes, calendars or windows: households, then teams
HOUSEHOLDS = """
SELECT team.organisation_id, team.area_id,
  (SELECT MIN(e.first_at) FROM round_entry e WHERE e.household_id = household.id AND e.day = :day)
FROM household JOIN team ON team.id = household.team_id
WHERE household.from_on <= :day AND (household.until_on IS NULL OR household.until_on > :day)
  AND team.from_on <= :day AND (team.until_on IS NULL OR team.until_on > :day)
  AND EXISTS (SELECT 1 FROM zone_team zt JOIN zone z ON z.id = zt.zone_id WHERE zt.team_id = team.id
    AND z.from_on <= :day AND (z.until_on IS NULL OR z.until_on > :day))
"""
TEAMS = """
SELECT team.organisation_id, team.area_id,
  (SELECT MIN(r.filed_at) FROM round r WHERE r.team_id = team.id AND r.day = :day)
FROM team JOIN area ON area.id = team.area_id
WHERE team.from_on <= :day AND (team.until_on IS NULL OR team.until_on > :day)
  AND EXISTS (SELECT 1 FROM high_risk_listing h WHERE h.area_id IN (area.id, area.parent_id)
    AND h.from_on <= :day AND (h.until_on IS NULL OR h.until_on > :day))
"""


@made_once
def weeks(app, cast):
    """Teams in Phú Quốc (at high risk) and in Hà Tiên, areas that come and go, rounds that are late or missing."""
    office = cast.chau.viewer
    with time_machine.travel(at(date(2021, 5, 10), 8), tick=False), app.app_context(), transaction():
        dong = make_team(office, DUONG_DONG, "Tổ 1", households=4, standing=True)
        to = make_team(office, DUONG_TO, "Tổ 1", households=2, standing=True)
        ho = make_team(office, DONG_HO, "Tổ 1", households=3, standing=True)
        second = make_team(office, DUONG_DONG, "Tổ 2", households=1, standing=True)
        for team, commune in ((dong, DUONG_DONG), (ho, DONG_HO)):
            attach_team(office, get_zone(office, make_zone(office, commune)), team)
        set_total(office, dong.area, household_count=900, source="Công an")
        set_total(office, ho.area, household_count=500, source="Công an")
        ids = {"dong": dong.id, "to": to.id, "ho": ho.id, "second": second.id}
        zone_id = make_zone(office, DUONG_TO, "Ấp 2")
        attach_team(office, get_zone(office, zone_id), to)
    acts = [
        (0, 9, lambda v: _file(v, ids["dong"], 0)),
        (0, 9, lambda v: _file(v, ids["ho"], 0)),
        (1, 9, lambda v: _say(v, ids["dong"], 1, 2)),
        (1, 20, lambda v: _file(v, ids["to"], 1)),
        (2, 9, lambda v: take_off(v, get_team(v, ids["dong"]), _first(v, ids["dong"]))),
        (2, 11, lambda v: _file(v, ids["second"], 1)),  # after ten of the next day: late
        (3, 7, lambda v: lift_zone(v, get_zone(v, zone_id), decision=decision(on=_day(3)), until_on=_day(3))),
        (3, 9, lambda v: _file(v, ids["dong"], 3, national=True)),
        (4, 8, lambda v: _file(v, ids["dong"], 3)),
        (4, 9, lambda v: end_team(v, get_team(v, ids["second"]), until_on=_day(4))),
        (5, 12, lambda v: _file(v, ids["ho"], 4)),
    ]
    for days, hour, act in acts:
        with time_machine.travel(at(_day(days), hour), tick=False), app.app_context(), transaction():
            act(office)
    return ids


def _day(n):
    return FIRST + timedelta(n)


def _first(viewer, team_id):
    return list_households(viewer, get_team(viewer, team_id))[0]


def _file(viewer, team_id, n, *, national=False):
    team = get_team(viewer, team_id)
    first = list_households(viewer, team, day=_day(n))[:1] if national else ()
    said = {row.id: Answer(is_national=True) for row in first}
    file_round(viewer, team, _day(n), RoundSession.MORNING, said, on_paper=False)


def _say(viewer, team_id, n, count):
    team = get_team(viewer, team_id)
    for row in list_households(viewer, team)[:count]:
        save_answer(viewer, team, row, _day(n), RoundSession.AFTERNOON, Answer(1))


def _naive(key):
    """numerator, denominator by `key` (0: body, 1: commune)."""
    counted, due = Counter(), Counter()
    for n in range((LAST - FIRST).days + 1):
        day = _day(n)
        closes = at(day + timedelta(1), 10)
        for sql in (HOUSEHOLDS, TEAMS):
            for row in db.session.execute(text(sql), {"day": day.isoformat() if _is_sqlite() else day}):
                due[row[key]] += 1
                counted[row[key]] += row[2] is not None and _instant(row[2]) < closes
    return {leaf: (counted[leaf], due[leaf]) for leaf in due}


def _instant(stored):
    from datetime import UTC, datetime

    found = datetime.fromisoformat(stored) if isinstance(stored, str) else stored
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _is_sqlite():
    return db.engine.dialect.name == "sqlite"


def _leaves(viewer, cut):
    found = figures_by(viewer, cut, (ZONES,), **SPAN)
    return {leaf: figures[ZONES] for leaf, figures in found.items()}


@pytest.mark.parametrize(("cut", "key"), [(Cut.OWNER, 0), (Cut.PLACE, 1)])
@pytest.mark.slow
def test_every_leaf_is_what_naive_sql_counts(app, cast, weeks, cut, key):
    with app.app_context():
        found = {leaf: (each.numerator, each.denominator) for leaf, each in _leaves(cast.chau.viewer, cut).items()}

        assert found == _naive(key)
        assert sum(due for _counted, due in found.values()) > 40
        assert all(0 < counted < due for counted, due in found.values())


@pytest.mark.slow
def test_levels_above_sum_those_below(app, cast, weeks):
    with app.app_context():
        viewer, span = cast.chau.viewer, SPAN
        bodies = {body.code: body.id for body in db.session.scalars(db.select(Organisation))}
        whole = totals(figures_by(viewer, Cut.OWNER, (ZONES,), **span), (ZONES,))[ZONES]
        by_place = totals(figures_by(viewer, Cut.PLACE, (ZONES,), **span), (ZONES,))[ZONES]
        below = [
            figures_of_body(viewer, bodies[code], (ZONES,), **span)[ZONES] for code in ("district-911", "district-900")
        ]

        assert (whole.numerator, whole.denominator) == (by_place.numerator, by_place.denominator)
        assert whole.denominator == sum(each.denominator for each in below)
        assert whole.numerator == sum(each.numerator for each in below)
        assert whole.split == by_place.split


@pytest.mark.slow
def test_each_sees_his_own_part(app, cast, weeks):
    with app.app_context():
        shares = {who: _leaves(getattr(cast, who).viewer, Cut.PLACE) for who in ("chau", "an", "binh", "duong", "lan")}

        assert {who: len(leaves) for who, leaves in shares.items()} == {
            "chau": 3,
            "an": 2,
            "binh": 1,
            "duong": 1,
            "lan": 0,
        }
        assert all(shares["chau"][leaf] == figure for who in ("an", "binh") for leaf, figure in shares[who].items())


@pytest.mark.slow
def test_the_split_says_what_kind_of_thing_was_done_and_what_came_late(app, cast, weeks):
    with app.app_context():
        whole = totals(figures_by(cast.chau.viewer, Cut.OWNER, (ZONES,), **SPAN), (ZONES,))[ZONES]

    assert whole.split["household_national"] == 1
    assert whole.split["round_late"] == 1
    assert whole.split["household_late"] == 3
    # On the last day: Tổ 1 of Dương Đông lost one, Tổ 2 ended; Hà Tiên is not at high risk.
    assert (whole.split["households_listed"], whole.split["households_known"]) == (5, 900)
    # While two teams work in a commune it has its households once all the same.
    with app.app_context():
        both = {**SPAN, "last": FIRST + timedelta(3)}
        earlier = totals(figures_by(cast.chau.viewer, Cut.OWNER, (ZONES,), **both), (ZONES,))[ZONES]
    assert (earlier.split["households_listed"], earlier.split["households_known"]) == (6, 900)
    due = sum(whole.split[each] for each in whole.split if each.startswith(("household_", "round_")))
    assert due - whole.split["household_national"] == whole.denominator


@pytest.mark.slow
def test_a_commune_can_be_at_high_risk_by_itself(app, cast, weeks):
    def teams(day):
        with app.app_context():
            leaves = figures_by(cast.chau.viewer, Cut.OWNER, (ZONES,), first=day, last=day, at=AT)
            split = totals(leaves, (ZONES,))[ZONES].split
            return sum(split[each] for each in split if each.startswith("round_"))

    before = teams(LAST)
    with time_machine.travel(at(LAST, 8), tick=False), app.app_context(), transaction():
        commune = get_team(cast.chau.viewer, weeks["ho"]).area
        list_as_high_risk(cast.chau.viewer, commune, from_on=LAST, basis="Công văn 1")

    assert (teams(LAST - timedelta(1)), teams(LAST)) == (before, before + 1)


@pytest.mark.slow
def test_the_rows_behind_a_figure_are_as_many_and_name_nobody(app, cast, weeks):
    with app.app_context():
        rows = unit_day_rows(cast.chau.viewer, ZONES, **SPAN)
        whole = totals(figures_by(cast.chau.viewer, Cut.OWNER, (ZONES,), **SPAN), (ZONES,))[ZONES]

    assert (sum(row.is_counted for row in rows), len(rows)) == (whole.numerator, whole.denominator)
    assert {"Tổ 1", "Tổ 1 – hộ 1"} <= {row.unit_name for row in rows}
    assert not any("Trần" in row.unit_name or row.is_open for row in rows)


@pytest.mark.slow
def test_whoever_asks_for_units_asks_for_none_of_these(app, cast, weeks):
    with app.app_context():
        assert figures_by(cast.chau.viewer, Cut.UNIT, (ZONES,), unit_ids=[1], **SPAN) == {}
        assert figures_by(cast.chau.viewer, Cut.OWNER, (ZONES,), unit_kinds=["hotel"], **SPAN) == {}


@pytest.mark.slow
def test_the_drill_down_shows_the_figure_and_its_rows(app, cast, browse, weeks):
    with time_machine.travel(AT, tick=False):
        desk = browse(cast.an)
        address = f"from={FIRST}&to={LAST}"

        assert "Khu vực cách ly, Tổ Covid" in desk.get(f"/monitor?{address}").text
        page = desk.get(f"/monitor/rows/zones?{address}&show=missing")

    assert page.status == 200
    assert "Tổ 1 – hộ" in page.text
