"""`isolation` against the naive answer, equal at every level."""

from collections import Counter
from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import text

from app.clock import at
from app.db import db, transaction
from app.directives.measures import Cut, count_unit_days, figures_by, figures_of_body, totals, unit_day_rows
from app.directives.rules import MeasureKey
from app.door import office_viewer
from app.follow_ups.actions import accept_transfer, end_case, move_to_hospital, propose_transfer, write_report
from app.follow_ups.measure import ABSENT, ELSEWHERE, SILENT
from app.follow_ups.queries import get_case, get_transfer
from app.follow_ups.rules.cases import CaseEnd
from app.follow_ups.rules.reports import Session, Writer, read_cell
from app.organisations.models import Organisation
from app.units.queries import get_unit
from tests.follow_ups.conftest import open_at
from tests.made_once import made_once

pytestmark = pytest.mark.slow
ISOLATION = MeasureKey.ISOLATION
DAY = date(2021, 5, 20)
FIRST = DAY - timedelta(6)
# (at the site, commune, body, started so many days before DAY, records: days before DAY → (session, cell, writer))
PEOPLE = (
    (True, "", "", 10, {0: [("morning", "", "staff")], 1: [("morning", "t", "upload"), ("evening", "36,6", "staff")]}),
    (True, "", "", 2, {0: [("morning", "t", "self")], 1: [("evening", "v", "staff")]}),
    (False, "31078", "", 10, {n: [("morning", "36,5", "self"), ("evening", "38", "head")] for n in range(5)}),
    (False, "31078", "", 3, {1: [("morning", "v", "team"), ("evening", "36,5", "team")]}),
    (False, "30769", "", 30, {2: [("morning", "36,5", "officer")]}),
    (False, "30769", "district-900", 0, {}),
    (False, "31096", "", 4, {}),
)
NAIVE = """
SELECT s.organisation_id, s.area_id, s.unit_id, d.day, (
    SELECT group_concat(r.kind || '/' || r.writer) FROM daily_report r
    WHERE r.follow_up_id = s.follow_up_id AND r.day = d.day AND r.superseded_at IS NULL
) FROM follow_up_spell s JOIN ({days}) d
WHERE s.place <> 'hospital' AND s.from_on <= d.day AND (s.until_on IS NULL OR s.until_on > d.day)
"""


@made_once
def people(app, cast, site):
    """Some in isolation, one in hospital since, one released, one handed over to the site; their ids."""
    ids = []
    for at_site, commune, body, days, _records in PEOPLE:
        with time_machine.travel(at(DAY - timedelta(days), 8), tick=False), app.app_context(), transaction():
            where = {"site": site} if at_site else {"commune": commune, "body": body}
            ids.append(open_at(**where, started_on=DAY - timedelta(days)).id)
    for ago in range(6, -1, -1):
        for case_id, (*_place, records) in zip(ids, PEOPLE, strict=True):
            for session, cell, writer in records.get(ago, ()):
                _report(app, case_id, DAY - timedelta(ago), session, cell, writer)
    with time_machine.travel(at(DAY - timedelta(2), 9), tick=False), app.app_context(), transaction():
        office = office_viewer()
        unit = get_unit(office, site.unit_id)
        sent = get_case(office, ids[3])
        transfer = propose_transfer(
            office, sent, organisation=unit.organisation, area=unit.area, unit=unit, reason="Không đủ điều kiện"
        )
        db.session.flush()
        move_to_hospital(office, get_case(office, ids[4]))
        end_case(office, get_case(office, ids[6]), end=CaseEnd.EARLY, reason="x")
        transfer_id = transfer.id
    with time_machine.travel(at(DAY - timedelta(1), 20), tick=False), app.app_context(), transaction():
        accept_transfer(office_viewer(), get_transfer(office_viewer(), transfer_id))
    return ids


def _report(app, case_id, day, session, cell, writer):
    hour = 8 if session == "morning" else 15
    with time_machine.travel(at(day, hour), tick=False), app.app_context(), transaction():
        row = get_case(office_viewer(), case_id)
        write_report(office_viewer(), row, read_cell(cell), day=day, session=Session(session), writer=Writer(writer))


def _naive(**where):
    days = " UNION ALL ".join(f"SELECT '{FIRST + timedelta(n)}' AS day" for n in range(7))
    if db.engine.dialect.name == "postgresql":
        days = days.replace("' AS day", "'::date AS day")
    query = NAIVE.format(days=days)
    if db.engine.dialect.name == "postgresql":
        query = query.replace("group_concat(r.kind || '/' || r.writer)", "string_agg(r.kind || '/' || r.writer, ',')")
        query = query.replace("\nWHERE", " ON TRUE\nWHERE")
    counts = Counter()
    for organisation_id, area_id, unit_id, _day, said in db.session.execute(text(query)):
        found = {"organisation_id": organisation_id, "area_id": area_id, "unit_id": unit_id}
        if all(found[name] in ids for name, ids in where.items()):
            counts[_why(said.split(",") if said else [])] += 1
    return counts


def _why(said):
    writers = [each.split("/")[1] for each in said if each.startswith("health")]
    order = ["self", "head", "staff", "team", "officer"]
    if writers:
        return f"isolation_{min(writers, key=order.index)}"
    if any(each.startswith("absent") for each in said):
        return ABSENT
    return ELSEWHERE if said else SILENT


def _span():
    return {"first": FIRST, "last": DAY, "at": at(DAY + timedelta(1), 12)}


def _same(figure, counts):
    split = {name: n for name, n in figure.split.items() if n and name != "isolation_sessions"}
    return (split, figure.denominator) == (dict(counts), sum(counts.values()))


def test_every_level_has_what_the_naive_count_has(inside, cast, people):
    whole = figures_by(cast.chau.viewer, Cut.OWNER, [ISOLATION], **_span())
    counts = _naive()

    total = totals(whole, [ISOLATION])[ISOLATION]
    assert _same(total, counts), (total, counts)
    assert total.numerator == sum(counts.values()) - counts[SILENT]
    assert {SILENT, ABSENT, ELSEWHERE, "isolation_self", "isolation_staff", "isolation_team"} <= set(counts)
    assert all(_same(leaves[ISOLATION], _naive(organisation_id={body})) for body, leaves in whole.items())
    places = figures_by(cast.chau.viewer, Cut.PLACE, [ISOLATION], **_span())
    assert totals(places, [ISOLATION])[ISOLATION] == total
    assert all(_same(leaves[ISOLATION], _naive(area_id={area})) for area, leaves in places.items())
    points = figures_by(cast.chau.viewer, Cut.UNIT, [ISOLATION], **_span())
    assert totals(points, [ISOLATION])[ISOLATION] == total


def test_a_body_answers_for_those_below_it(inside, cast, people):
    codes = ("district-911", "commune-31078", "commune-31096")
    rows = db.session.query(Organisation.code, Organisation.id).all()
    ids = dict(rows)

    figure = figures_of_body(cast.chau.viewer, ids["district-911"], [ISOLATION], **_span())[ISOLATION]

    assert _same(figure, _naive(organisation_id={ids[code] for code in codes}))


def test_binh_counts_ha_tien_alone(inside, cast, people):
    figure = totals(figures_by(cast.binh.viewer, Cut.OWNER, [ISOLATION], **_span()), [ISOLATION])[ISOLATION]

    assert _same(figure, _naive(area_id={6}))


def test_the_rows_behind_a_figure_are_counts_of_people(inside, cast, people):
    wanted = {"first": DAY, "last": DAY, "at": at(DAY + timedelta(1), 12)}
    rows = unit_day_rows(cast.chau.viewer, ISOLATION, **wanted)
    figure = totals(figures_by(cast.chau.viewer, Cut.OWNER, [ISOLATION], **wanted), [ISOLATION])[ISOLATION]

    assert sum(row.people for row in rows) == figure.denominator
    assert sum(row.people for row in rows if row.is_counted) == figure.numerator
    assert len(rows) == count_unit_days(cast.chau.viewer, ISOLATION, **wanted)
    assert {row.point for row in rows if row.unit_id > 0} == {""}
    assert {row.unit_name for row in rows} == {"Cơ sở cách ly Dương Đông", "Cách ly tại nhà"}


def test_what_was_written_later_changes_nothing_that_was_known_before(app, cast, people):
    known_at = {"first": DAY, "last": DAY, "at": at(DAY, 12)}
    with app.app_context():
        before = figures_by(cast.chau.viewer, Cut.OWNER, [ISOLATION], **known_at)
    _report(app, people[5], DAY + timedelta(1), "morning", "36,5", "self")
    _report(app, people[2], DAY, "evening", "36,5", "self")

    with app.app_context():
        assert figures_by(cast.chau.viewer, Cut.OWNER, [ISOLATION], **known_at) == before


def test_the_first_day_owes_nothing_and_the_last_neither(inside, cast, people):
    released, new = people[6], people[5]
    rows = db.session.execute(
        text("SELECT follow_up_id, from_on, until_on FROM follow_up_spell WHERE follow_up_id IN (:a, :b)"),
        {"a": released, "b": new},
    ).all()

    spells = {case_id: (str(first), str(until)) for case_id, first, until in rows}
    assert spells[new] == (str(DAY + timedelta(1)), "None")
    assert spells[released] == (str(DAY - timedelta(3)), str(DAY - timedelta(2)))
