"""Every number of the desk and of the list's own head is the length of the list behind it."""

from datetime import date, timedelta

import pytest
import time_machine

from app.clock import at
from app.db import db, transaction
from app.door import office_viewer
from app.follow_ups.actions import end_case, write_report
from app.follow_ups.actions.positive import raise_positive
from app.follow_ups.queries import LISTS, CaseFilter, CaseNeed, desk_counts, get_case, list_cases
from app.follow_ups.queries.alerts import AlertFilter, list_alerts
from app.follow_ups.rules.alerts import AlertKind
from app.follow_ups.rules.cases import CaseClass, CaseEnd, Place
from app.follow_ups.rules.reports import Session, Writer, read_cell
from app.jobs import run_job
from app.web.pagination import Wish
from tests.made_once import made_once

DAY, BEFORE = date(2021, 5, 8), date(2021, 5, 7)
MORNING, AFTERNOON = 8, 14


@made_once
def people(app, cast, site, open_case_at):
    """By what is known of them on the morning of the eighth; all but one began the day before."""
    with time_machine.travel(at(BEFORE, 14), tick=False):
        started = {"started_on": BEFORE - timedelta(1)}
        names = ("silent", "yesterday", "said", "hospital", "ending", "ended")
        ids = {name: open_case_at(site, name=name, **started) for name in names}
        ids["f2"] = open_case_at(case_class=CaseClass.F2, **started)
        _report(app, ids["yesterday"], BEFORE, Session.EVENING)
    with time_machine.travel(at(DAY, MORNING), tick=False), app.app_context():
        ids["new"] = open_case_at(site, name="new", started_on=DAY)
        for name in ("said", "ending"):
            _report(app, ids[name], DAY, Session.MORNING)
        with transaction():
            rows = {name: get_case(office_viewer(), id_) for name, id_ in ids.items()}
            rows["hospital"].place, rows["ending"].planned_end_on = Place.HOSPITAL, DAY
            end_case(office_viewer(), rows["ended"], end=CaseEnd.EARLY, reason="x")
    return ids


def _report(app, case_id, day, session):
    with app.app_context(), transaction():
        row = get_case(office_viewer(), case_id)
        write_report(office_viewer(), row, read_cell("36,6"), day=day, session=session, writer=Writer.SELF)


def _lists(viewer, people, **wanted):
    """Who stands on each list, and what is counted of it."""
    names = {id_: name for name, id_ in people.items()}
    counts = desk_counts(viewer, CaseFilter(**wanted), lists=LISTS).cases
    found = {}
    for need in (None, *LISTS):
        page = list_cases(viewer, CaseFilter(need, **wanted), Wish())
        assert page.total == len(page.rows) == counts.of(need)
        found[need] = {names[row.id] for row in page.rows}
    return found


@pytest.mark.parametrize(
    ("hour", "session"),
    [
        (MORNING, {"silent", "yesterday", "f2"}),
        # Who reported in the morning owes the afternoon.
        (AFTERNOON, {"silent", "yesterday", "f2", "said", "ending"}),
    ],
)
def test_lists_hold_who_owes_something_now(app, cast, people, hour, session):
    with time_machine.travel(at(DAY, hour), tick=False), app.app_context():
        assert _lists(cast.hai.viewer, people) == {
            None: people.keys() - {"ended"},
            CaseNeed.SESSION: session,
            CaseNeed.SILENT: {"silent", "yesterday", "f2"},
            CaseNeed.ENDING: {"ending"},
        }
        ended = list_cases(cast.hai.viewer, CaseFilter(CaseNeed.ENDED), Wish())
        assert (ended.total, [row.id for row in ended.rows]) == (1, [people["ended"]])


def test_who_reported_in_the_afternoon_alone_is_not_silent(app, cast, people):
    with time_machine.travel(at(DAY, AFTERNOON), tick=False), app.app_context():
        _report(app, people["silent"], DAY, Session.EVENING)
        assert _lists(cast.hai.viewer, people)[CaseNeed.SILENT] == {"yesterday", "f2"}


@pytest.mark.parametrize(
    ("wanted", "silent"),
    [
        ({"case_class": CaseClass.F2}, {"f2"}),
        ({"place": Place.HOME}, {"f2"}),
        ({"place": Place.SITE}, {"silent", "yesterday"}),
    ],
)
def test_a_filter_narrows_lists_and_their_numbers(app, cast, people, wanted, silent):
    with time_machine.travel(at(DAY, MORNING), tick=False), app.app_context():
        assert _lists(cast.hai.viewer, people, **wanted)[CaseNeed.SILENT] == silent


def test_the_site_and_the_place_narrow_too_and_others_see_nothing(app, cast, site, people):
    with time_machine.travel(at(DAY, MORNING), tick=False), app.app_context():
        area_id = get_case(office_viewer(), people["f2"]).area_id
        everybody = people.keys() - {"ended"}
        assert _lists(cast.hai.viewer, people, unit_id=site.unit_id)[None] == everybody - {"f2"}
        assert _lists(cast.hai.viewer, people, area_id=area_id)[None] == everybody
        assert _lists(cast.binh.viewer, people)[None] == set()
        assert _lists(site.sau.viewer, people)[None] == everybody - {"f2"}


def test_the_page_and_the_desk_say_the_same(app, cast, site, people, browse):
    with time_machine.travel(at(DAY, MORNING), tick=False):
        _report(app, people["silent"], DAY, Session.MORNING)
        with app.app_context(), transaction():
            row = get_case(office_viewer(), people["silent"])
            fever = read_cell("38,6")
            write_report(office_viewer(), row, fever, day=DAY, session=Session.MORNING, writer=Writer.SELF)
            db.session.flush()
        page, desk = browse(site.ha).get("/isolation").text, browse(site.ha).get("/desk").text

    for words in ("7 người đang được theo dõi", "Chưa cập nhật buổi này: 2", "Hôm nay chưa cập nhật: 2"):
        assert words in page
    assert "Đến hạn kết thúc: 1" in page
    assert "Cảnh báo chưa ai nhận: 1" in page
    for title in ("Người được cách ly chưa cập nhật buổi này", "trong 7 người", "0 đã lên cấp trên"):
        assert title in desk
    with time_machine.travel(at(DAY, MORNING, 30), tick=False):
        assert "1 đã lên cấp trên" in browse(site.ha).get("/desk").text


@pytest.mark.parametrize(
    ("query", "count"), [("need=session", 3), ("need=ended", 1), ("place=hospital", 1), ("class=f0", 0), ("need=", 7)]
)
def test_the_count_above_the_list_is_of_the_list(app, cast, site, people, browse, query, count):
    with time_machine.travel(at(DAY, MORNING), tick=False):
        page = browse(site.ha).get(f"/isolation?{query}")

    (said,) = [each.text for each in page.tree.iter("p") if each.get("class") == "app-count"]
    rows = page.tree.findall(".//tbody/tr")
    assert (int(said.split()[0]), len(rows)) == (count, count)
    assert said.endswith("đang được theo dõi" if count == 7 else "phù hợp với bộ lọc")


@pytest.mark.parametrize(("clock", "is_over"), [((9, 59), False), ((10, 0), True), ((12, 0), False), ((17, 0), True)])
def test_who_is_missing_past_the_cut_off_is_overdue_on_the_desks(app, cast, site, people, browse, clock, is_over):
    with time_machine.travel(at(DAY, *clock), tick=False):
        pages = [browse(who).get("/desk") for who in (site.ha, site.sau, cast.an)]

    for page in pages:
        (card,) = [
            "".join(li.itertext())
            for li in page.tree.iter("li")
            if "app-card" in li.get("class", "") and "chưa cập nhật buổi này" in "".join(li.itertext())
        ]
        assert ("Quá hạn" in card, "Quá giờ chốt; trong" in card) == (is_over, is_over)


def test_who_is_infected_stands_before_who_has_not_written_yet(app, cast, site, people, browse):
    with time_machine.travel(at(DAY, 10, 1), tick=False):
        with app.app_context():
            run_job("isolation-cut-offs")
        with app.app_context(), transaction():
            raise_positive(get_case(office_viewer(), people["said"]), DAY)
        with app.app_context():
            lines = list_alerts(site.ha.viewer, AlertFilter(), Wish()).rows
            kinds = [line.alert.kind for line in lines]

    assert kinds[0] is AlertKind.POSITIVE
    assert set(kinds[1:]) == {AlertKind.MISSING}
