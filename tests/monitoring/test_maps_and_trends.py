"""Officers see the districts on a map, and how a measure went over weeks and months."""

from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select

from app import jobs
from app.access.scope import unscoped
from app.db import db, transaction
from app.directives.measures import Limits
from app.directives.rules import MeasureKey, Period
from app.monitoring.models import FigureDay
from app.monitoring.queries import Order, own_overview
from app.monitoring.queries.kept import kept_series
from app.monitoring.rules import Band, Step, band_of, points_of
from app.organisations.queries import list_organisations
from app.tallies.actions import bump
from tests.made_once import made_once
from tests.monitoring.conftest import TODAY

pytestmark = pytest.mark.slow

WEEK = Period(TODAY - timedelta(7), TODAY - timedelta(1))
UNIT_MEASURES = (MeasureKey.QR, MeasureKey.ENTRY)


@made_once
def kept(app, province, letter):
    with app.app_context():
        jobs.run_job("keep-figures", TODAY)
    return province


def pairs(days):
    return {day: (figure.numerator, figure.denominator) for day, figure in days.items()}


@pytest.mark.parametrize("who", ["chau", "an", "binh", "lan", "duong"])
def test_what_was_kept_of_a_day_is_what_is_counted_live_whoever_looks(cast, kept, inside, who):
    viewer = getattr(cast, who).viewer
    overview = own_overview(viewer, WEEK, Order())
    series = kept_series(viewer, UNIT_MEASURES, WEEK, Limits())

    assert pairs(series.get(MeasureKey.ENTRY, {})) == {d: p for d, p in pairs(overview.days).items() if p[1]}
    last = series.get(MeasureKey.QR, {}).get(WEEK.last_on)
    qr = overview.figures[MeasureKey.QR]
    assert ((last.numerator, last.denominator) if last else (0, 0)) == (qr.numerator, qr.denominator)


def test_keeping_again_changes_nothing_but_what_came_late(app, cast, kept, inside):
    def rows():
        stmt = select(FigureDay.day, FigureDay.measure, FigureDay.organisation_id, FigureDay.area_id)
        stmt = stmt.add_columns(FigureDay.numerator, FigureDay.denominator)
        return set(map(tuple, db.session.execute(unscoped(stmt, because="a test looks at all rows"))))

    before = rows()
    jobs.run_job("keep-figures", TODAY)
    assert rows() == before

    with transaction():
        bump(kept["Quán Gió"], TODAY - timedelta(3), entries=1)
    jobs.run_job("keep-figures", TODAY)
    assert len(rows() - before) == 1


def test_the_province_is_drawn_by_a_measure_and_its_districts_lead_on(cast, kept, browse):
    page = browse(cast.chau).get("/monitor/areas/91?map=qr").text

    assert page.count('class="app-map__link" href="/monitor/areas/911"') == 2
    assert 'class="app-map__link" href="/monitor/areas/900"' in page
    assert "Bản đồ: Mã QR tại điểm" in page


def test_a_district_with_one_line_has_no_map(cast, kept, browse):
    assert "app-map__drawing" not in browse(cast.an).get("/monitor/areas/911").text


def test_a_trend_by_week_adds_up_days_and_takes_codes_as_they_stood_last(cast, kept, browse):
    browser = browse(cast.chau)

    entry = browser.get("/monitor/trend/entry.csv?step=week").text
    # Five units, each open on each of the days from 1 May to yesterday.
    due = [int(cell) for line in entry.splitlines()[1:] for cell in line.split(";")[2:3] if cell]
    assert sum(due) == 5 * 19
    assert "Diễn biến: Mã QR tại điểm" in browser.get("/monitor/trend/qr?step=month").text


def test_heads_weeks_are_kept_on_their_last_day(cast, kept, inside):
    series = kept_series(cast.chau.viewer, (MeasureKey.LEAD,), Period(TODAY - timedelta(30), TODAY), Limits())

    assert series[MeasureKey.LEAD]
    assert {day.weekday() for day in series[MeasureKey.LEAD]} == {3}


def test_binh_finds_no_trend_of_a_body_or_place_that_is_not_his(cast, kept, browse, inside):
    tourism_free = next(body.id for body in list_organisations() if body.code == "commune-31096")
    browser = browse(cast.binh)

    assert browser.get(f"/monitor/trend/entry?body={tourism_free}").status == 404
    assert browser.get("/monitor/trend/entry?area=911").status == 404
    assert browser.get("/monitor/trend/entry?area=900").status == 200


@pytest.mark.parametrize(
    ("share", "rankable", "band"),
    [
        (None, False, Band.NONE),
        (0.99, False, Band.FEW),
        (0.0, True, Band.LOWEST),
        (0.5, True, Band.LOW),
        (0.9499, True, Band.HIGH),
        (0.95, True, Band.HIGHEST),
    ],
)
def test_steps_of_a_map(share, rankable, band):
    assert band_of(share, is_rankable=rankable) is band


def test_points_of_a_trend_follow_each_other_and_end_today():
    def week(day):
        return Period(day - timedelta(day.weekday()), day + timedelta(6 - day.weekday()))

    for step in Step:
        points = points_of(step, TODAY, week)
        assert points[-1].last_on == TODAY
        follow = list(pairwise(points))
        assert all(after.first_on - before.last_on == timedelta(1) for before, after in follow)
