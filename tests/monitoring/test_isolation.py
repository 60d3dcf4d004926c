"""The indicators of isolation against naive SQL at every level, and who reads which name behind them."""

from datetime import date, datetime, timedelta
from statistics import median

import pytest
import time_machine
from sqlalchemy import text

from app.clock import at, day_start
from app.db import db, transaction
from app.door import office_viewer
from app.follow_ups.actions import answer_need, end_case, write_report
from app.follow_ups.actions.reports import ask_for
from app.follow_ups.queries import get_case, list_needs_of
from app.follow_ups.rules.cases import CaseEnd, NeedKind
from app.follow_ups.rules.indicators import Indicators, ordered_at
from app.follow_ups.rules.reports import Session, Writer, read_cell
from tests.follow_ups.conftest import NAME, open_at, open_case_at, site  # noqa: F401 - fixtures

pytestmark = pytest.mark.slow
LAST = date(2021, 5, 20)
FIRST = LAST - timedelta(6)
NOW = at(LAST, 16)  # the evening's cut-off of the last day is ahead
# (at the site, commune, in the team, started so many days before LAST, {days ago: [(hour, cell)]})
PEOPLE = (
    (True, "", False, 10, {0: [(8, "")], 1: [(8, "t"), (15, "36,6")], 2: [(11, "36,5"), (18, "")], 3: [(15, "v")]}),
    (True, "", False, 3, {0: [(11, "")]}),
    (False, "31078", True, 10, {n: [(7, "36,5"), (14, "37")] for n in range(7)}),
    (False, "31078", False, 2, {}),
    (False, "30769", False, 5, {2: [(9, "36,5")], 1: [(10, "36,6")]}),
    (False, "31096", False, 4, {3: [(8, "")]}),
)
FIELDS = ("days_due", "days_updated", "sessions_due", "sessions_received", "missed_mornings", "missed_evenings")
OWED = """
SELECT s.follow_up_id, s.area_id, s.unit_id, s.from_on, s.until_on, f.team_id
FROM follow_up_spell s JOIN follow_up f ON f.id = s.follow_up_id WHERE s.place <> 'hospital'
"""
SAID = "SELECT follow_up_id, day, session, reported_at FROM daily_report"
CASES = "SELECT id, area_id, unit_id, team_id, started_on, opened_at, first_report_at, ended_on FROM follow_up"
NEEDS = """
SELECT f.area_id, f.unit_id, f.team_id, n.kind, n.asked_at, n.answered_at, f.ended_on
FROM follow_up_need n JOIN follow_up f ON f.id = n.follow_up_id
"""


@pytest.fixture
def people(app, cast, site):  # noqa: F811
    """Their ids; one of them left early, some families ask for something."""
    ids = []
    for at_site, commune, in_team, ago, _records in PEOPLE:
        with time_machine.travel(at(LAST - timedelta(ago), 9), tick=False), app.app_context(), transaction():
            where = {"site": site} if at_site else {"commune": commune, "team_id": site.team_id if in_team else None}
            ids.append(open_at(**where, started_on=LAST - timedelta(ago)).id)
    for ago in range(6, -1, -1):
        for case_id, (*_place, records) in zip(ids, PEOPLE, strict=True):
            for hour, cell in records.get(ago, ()):
                _report(app, case_id, at(LAST - timedelta(ago), hour), cell)
    _ask(app, ids[0], at(LAST - timedelta(1), 8), [NeedKind.FOOD, NeedKind.DIALYSIS])
    _ask(app, ids[2], at(LAST - timedelta(9), 8), [NeedKind.MEDICINE])
    _ask(app, ids[4], at(LAST - timedelta(2), 9), [NeedKind.OTHER])
    _ask(app, ids[5], at(LAST - timedelta(3), 9), [NeedKind.FOOD])
    with time_machine.travel(at(LAST - timedelta(1), 20), tick=False), app.app_context(), transaction():
        office = office_viewer()
        [need] = list_needs_of(office, get_case(office, ids[4]))
        answer_need(office, need)
        end_case(office, get_case(office, ids[5]), end=CaseEnd.EARLY, reason="x")
    with time_machine.travel(NOW, tick=False):
        yield ids


def _report(app, case_id, moment, cell):
    session = Session.MORNING if moment < at((moment + timedelta(hours=7)).date(), 12) else Session.EVENING
    with time_machine.travel(moment, tick=False), app.app_context(), transaction():
        row, day = get_case(office_viewer(), case_id), (moment + timedelta(hours=7)).date()
        write_report(office_viewer(), row, read_cell(cell), day=day, session=session, writer=Writer.STAFF)


def _ask(app, case_id, moment, kinds):
    with time_machine.travel(moment, tick=False), app.app_context(), transaction():
        ask_for(get_case(office_viewer(), case_id), kinds)


def _instant(stored):
    """What either database gives for an instant."""
    found = datetime.fromisoformat(stored) if isinstance(stored, str) else stored
    return found if found is None or found.tzinfo else found.replace(tzinfo=NOW.tzinfo)


def _day(stored):
    return date.fromisoformat(stored) if isinstance(stored, str) else stored


def _rows(query):
    return db.session.execute(text(query)).all()


def _naive(**where):
    """All indicators, counted person by person and day by day in plain Python over plain SQL."""
    said: dict = {}
    for case_id, day, session, moment in _rows(SAID):
        key = (case_id, _day(day), session)
        said[key] = min(said.get(key, _instant(moment)), _instant(moment))
    found = dict.fromkeys((*FIELDS, "needs_waiting", "needs_urgent", "needs_answered"), 0)
    for case_id, area_id, unit_id, from_on, until_on, team_id in _rows(OWED):
        if not _is_meant(where, area_id, unit_id, team_id):
            continue
        for day in (FIRST + timedelta(n) for n in range(7)):
            if day < _day(from_on) or (until_on and day >= _day(until_on)):
                continue
            found["days_due"] += 1
            found["days_updated"] += any((case_id, day, each) in said for each in ("morning", "evening"))
            for session, hour, name in (("morning", 10, "missed_mornings"), ("evening", 17, "missed_evenings")):
                moment, until = said.get((case_id, day, session)), at(day, hour)
                if until <= NOW:
                    found["sessions_due"] += 1
                    found["sessions_received"] += moment is not None
                    found[name] += moment is None or moment > until
    first, waiting = [], []
    for _id, area_id, unit_id, team_id, started_on, opened_at, reported_at, ended_on in _rows(CASES):
        if not _is_meant(where, area_id, unit_id, team_id) or not FIRST <= _day(started_on) <= LAST:
            continue
        since = min(_instant(opened_at), day_start(_day(started_on) + timedelta(1)))
        if reported_at:
            first.append((_instant(reported_at) - since).total_seconds() / 3600)
        elif not ended_on:
            waiting.append((NOW - since).total_seconds() / 3600)
    for area_id, unit_id, team_id, kind, _asked_at, answered_at, ended_on in _rows(NEEDS):
        if not _is_meant(where, area_id, unit_id, team_id):
            continue
        found["needs_answered"] += bool(answered_at)
        found["needs_waiting"] += not answered_at and not ended_on
        found["needs_urgent"] += not answered_at and not ended_on and kind in ("medicine", "dialysis", "childbirth")
    return found, sorted(first), sorted(waiting)


def _is_meant(where, area_id, unit_id, team_id):
    found = {"area_id": area_id, "unit_id": unit_id, "team_id": None if unit_id else team_id}
    return all(found[name] in (wanted if isinstance(wanted, set) else {wanted}) for name, wanted in where.items())


def _table(viewer, area="", body=None):
    from app.directives.rules import MeasureKey, Period
    from app.monitoring.queries import Wanted, wanted_rows
    from app.monitoring.queries.isolation import isolation_table

    wanted = Wanted(MeasureKey.ISOLATION, Period(FIRST, LAST), area_code=area, body_id=body)
    return isolation_table(viewer, wanted_rows(viewer, wanted))


def _same(indicators, **where):
    counts, first, waiting = _naive(**where)
    assert {name: getattr(indicators, name) for name in counts} == counts
    assert sorted(indicators.first_hours) == pytest.approx(first)
    assert sorted(indicators.waiting_hours) == pytest.approx(waiting)


def test_the_province_its_districts_communes_sites_and_teams_have_what_the_naive_count_has(inside, cast, site, people):  # noqa: F811
    areas = dict(_rows("SELECT code, id FROM area"))
    whole = _table(cast.chau.viewer)
    _same(whole.total)
    counts = _naive()[0]
    assert all(counts.values()), counts  # nothing is compared that does not occur

    assert {line.code for line in whole.lines} == {"911", "900"}
    below = {"911": {areas["31078"], areas["31096"]}, "900": {areas["30769"]}}
    for line in whole.lines:
        _same(line.indicators, area_id=below[line.code])
    district = _table(cast.chau.viewer, "911")
    assert {line.code for line in district.lines} == {"31078", "31096"}
    for line in district.lines:
        _same(line.indicators, area_id=areas[line.code])
    commune = _table(cast.chau.viewer, "31078")
    assert [line.name for line in commune.lines] == ["Cơ sở cách ly Dương Đông", "", "Tổ 1, khu phố 3"]
    for line in commune.lines:
        _same(line.indicators, area_id=areas["31078"], unit_id=line.leaf.unit_id, team_id=line.leaf.team_id)


def test_each_viewer_counts_his_own(inside, cast, site, people):  # noqa: F811
    areas = dict(_rows("SELECT code, id FROM area"))

    _same(_table(cast.an.viewer).total, area_id={areas["31078"], areas["31096"]})
    _same(_table(cast.duong.viewer).total, area_id=areas["31078"])
    _same(_table(cast.binh.viewer).total, area_id=areas["30769"])
    assert _table(cast.lan.viewer).lines == []


def test_days_are_those_of_the_measure(inside, cast, people):
    from app.directives.measures import Cut, figures_by, totals
    from app.directives.rules import MeasureKey

    key = MeasureKey.ISOLATION
    leaves = figures_by(cast.chau.viewer, Cut.PLACE, [key], first=FIRST, last=LAST, at=NOW)
    figure, indicators = totals(leaves, [key])[key], _table(cast.chau.viewer).total

    assert (indicators.days_updated, indicators.days_due) == (figure.numerator, figure.denominator)


DAYS = f"from={FIRST}&to={LAST}"


def test_the_rows_behind_a_number_are_as_many(app, cast, site, people, browse):  # noqa: F811
    with app.app_context():
        n, first, waiting = _naive()
    counts = {
        "silent": n["days_due"] - n["days_updated"],
        "sessions": n["sessions_due"] - n["sessions_received"],
        "missed": n["missed_mornings"] + n["missed_evenings"],
        "first": len(first) + len(waiting),
        "needs": n["needs_waiting"] + n["needs_answered"],
    }
    desk = browse(cast.chau)
    files = {about: desk.get(f"/monitor/isolation/{about}.csv?{DAYS}").text for about in counts}

    assert {about: len(file.strip().splitlines()) - 1 for about, file in files.items()} == counts


def test_names_behind_a_number_are_those_of_ones_own_people(app, cast, site, people, browse):  # noqa: F811
    for path in ("silent", "sessions", "missed", "first", "needs"):
        for suffix in ("", ".csv"):
            address = f"/monitor/isolation/{path}{suffix}?{DAYS}"
            assert NAME in browse(cast.an).get(address).text, address
            for other in (cast.chau, cast.chuong, cast.oanh, cast.hai, cast.lan):
                found = browse(other).get(address)
                assert found.status == 200
                assert NAME not in found.text, (other.username, address)
            assert browse(site.sau).get(address).status == 403
            assert browse(site.tam).get(address).status == 403


def test_a_site_and_a_team_lead_to_their_own_people_only(app, cast, site, people, browse):  # noqa: F811
    desk = browse(cast.an)
    commune = desk.get(f"/monitor/isolation?area=31078&{DAYS}").text

    assert f"site={site.unit_id}" in commune
    assert f"team={site.team_id}" in commune
    numbers = {people[0]: f"site={site.unit_id}", people[3]: "team=0"}
    for case_id, leaf in numbers.items():
        rows = desk.get(f"/monitor/isolation/missed?area=31078&{leaf}&{DAYS}").text
        others = set(people) - {case_id, people[1] if case_id == people[0] else case_id}
        assert f"/isolation/{case_id}" in rows
        assert not [other for other in others if f'/isolation/{other}"' in rows]
    # A site is a site, whichever team an address names besides.
    both = desk.get(f"/monitor/isolation/missed?area=31078&site={site.unit_id}&team={site.team_id}&{DAYS}").text
    assert f"/isolation/{people[0]}" in both
    assert browse(cast.binh).get(f"/monitor/isolation?area=31078&{DAYS}").status == 404
    assert desk.get(f"/monitor/isolation/missed?site={site.unit_id}&{DAYS}").status == 404


def test_the_measure_leads_to_its_rows_and_to_the_indicators(app, cast, site, people, browse):  # noqa: F811
    desk = browse(cast.an)

    assert "/monitor/rows/isolation?" in desk.get(f"/monitor?{DAYS}").text
    rows = desk.get(f"/monitor/rows/isolation?area=911&{DAYS}").text
    assert "Cơ sở cách ly Dương Đông" in rows
    file = desk.get(f"/monitor/rows/isolation.csv?area=911&{DAYS}").text.strip().splitlines()
    with app.app_context():
        areas = {id_ for id_, code in _rows("SELECT id, code FROM area") if code in ("31078", "31096")}
        due = _naive(area_id=areas)[0]["days_due"]
    assert file[0].endswith("Số người")
    assert sum(int(line.rsplit(";", 1)[1]) for line in file[1:]) == due
    assert "/monitor/isolation?" in rows
    assert NAME not in rows
    assert desk.get(f"/monitor/isolation.xlsx?{DAYS}").status == 200


def test_a_withheld_site_is_counted_and_not_named(app, cast, site, people, browse):  # noqa: F811
    with app.app_context(), transaction():
        db.session.execute(text("UPDATE unit SET restricted_at = :at WHERE id = :id"), {"at": NOW, "id": site.unit_id})
    page = browse(cast.duong).get(f"/monitor/isolation?area=31078&{DAYS}").text

    assert "Cơ sở cách ly Dương Đông" not in page
    assert "Cơ sở hạn chế công khai" in page
    rows = browse(cast.duong).get(f"/monitor/isolation/missed?area=31078&{DAYS}").text
    assert "dòng của đơn vị hạn chế công khai" in rows
    assert f'/isolation/{people[0]}"' not in rows


def test_a_case_that_was_entered_late_was_ordered_all_the_same():
    end_of_day = day_start(LAST)

    assert ordered_at(at(LAST - timedelta(1), 9), end_of_day) == at(LAST - timedelta(1), 9)
    assert ordered_at(at(LAST + timedelta(3), 9), end_of_day) == end_of_day


def test_longest_includes_who_still_waits_and_the_median_does_not():
    found = Indicators(first_hours=(1.0, 5.0, 3.0), waiting_hours=(40.0,))

    assert (found.median_hours, found.longest_hours) == (median([1, 3, 5]), 40.0)
    assert (Indicators().median_hours, Indicators().longest_hours) == (None, None)


def test_reminding_reaches_the_site_and_who_answers_for_people_at_home(inside, cast, site, people):  # noqa: F811
    from app.directives.rules import MeasureKey, Period
    from app.monitoring.behind import behind_in_rows
    from app.monitoring.queries import Wanted, wanted_rows

    rows = wanted_rows(cast.chau.viewer, Wanted(MeasureKey.ISOLATION, Period(FIRST, LAST)))
    found = behind_in_rows(cast.chau.viewer, rows)

    counts = _naive()[0]
    assert sum(each.missing for each in found) == counts["days_due"] - counts["days_updated"]
    assert {each.name for each in found if each.is_unit} == {"Cơ sở cách ly Dương Đông"}
    assert "UBND phường Dương Đông" in {each.name for each in found if not each.is_unit}
