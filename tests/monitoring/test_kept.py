"""Every measure has its trend and the period before: what the job keeps of a day is what is counted of it live."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from app import jobs
from app.areas.models import Area
from app.clock import at
from app.db import db, transaction
from app.directives.measures import Cut, Limits, totals
from app.directives.rules import MeasureKey, Period
from app.door import office_viewer
from app.monitoring.models import FigureDay
from app.monitoring.queries import Order, area_overview, figures, own_overview
from app.monitoring.queries.kept import kept_series
from app.monitoring.queries.results import results
from app.monitoring.rules import Section
from app.safety.grades.actions import grade_area, load_shipped_grades, offered_grades
from tests.follow_ups.conftest import open_at, site  # noqa: F401 - a fixture
from tests.made_once import made_once
from tests.monitoring.conftest import TODAY
from tests.monitoring.test_isolation import LAST, people  # noqa: F401 - a fixture

pytestmark = pytest.mark.slow
VIEWERS = ("chau", "an", "binh", "lan", "duong")
ISOLATION, SAFETY, PUBLICISE = MeasureKey.ISOLATION, MeasureKey.SAFETY, MeasureKey.PUBLICISE


def pair(figure):
    return (figure.numerator, figure.denominator) if figure else (0, 0)


@pytest.fixture
def kept(app, people, site):  # noqa: F811
    """Besides those of the fixture, two more at the site of whom nobody ever reports: one row of two people a day."""
    with time_machine.travel(at(LAST - timedelta(9), 9), tick=False), app.app_context(), transaction():
        for name in ("Lê Thị Sáu", "Lê Thị Bảy"):
            open_at(site=site, name=name, phone=f"09123400{len(name)}", started_on=LAST - timedelta(9))
    with app.app_context():
        jobs.run_job("keep-figures", LAST)


@made_once
def graded(app, cast, province):
    """A commune of Phú Quốc was graded in the middle of the week."""
    moment = at(TODAY - timedelta(4), 9)
    with time_machine.travel(moment, tick=False), app.app_context(), transaction():
        load_shipped_grades(office_viewer())
        commune = db.session.scalars(select(Area).where(Area.code == "31078")).one()
        details = {"from_on": TODAY - timedelta(4), "basis": "QĐ 5", "signer": "Chủ tịch"}
        grade_area(cast.anh.viewer, commune, grade=offered_grades()[0], **details)


@pytest.mark.parametrize("who", VIEWERS)
def test_people_of_each_day_are_kept_as_they_are_counted(cast, kept, inside, who):
    viewer = getattr(cast, who).viewer
    series = kept_series(viewer, (ISOLATION,), Period(LAST - timedelta(9), LAST), Limits()).get(ISOLATION, {})

    for ago in range(1, 10):
        day = LAST - timedelta(ago)
        live = totals(figures(viewer, Cut.OWNER, (ISOLATION,), Period(day, day), Limits()), (ISOLATION,))
        assert pair(series.get(day)) == pair(live[ISOLATION]), day


def test_a_page_and_a_row_of_the_results_say_how_isolation_stood_before(cast, kept, inside, browse):
    before, now = (Period(LAST - timedelta(ago + 3), LAST - timedelta(ago)) for ago in (5, 1))
    overview = own_overview(cast.chau.viewer, now, Order())
    live = totals(figures(cast.chau.viewer, Cut.OWNER, (ISOLATION,), before, Limits()), (ISOLATION,))[ISOLATION]

    assert live.denominator
    assert pair(overview.previous[ISOLATION]) == pair(live)
    table = results(cast.chau.viewer, Section.DISTRICTS, now, Order())
    each = [line.get(ISOLATION) for line in table.before.values()]
    assert sum(figure.denominator for figure in each if figure) == live.denominator
    query = f"?from={now.first_on:%d/%m/%Y}&to={now.last_on:%d/%m/%Y}&group=districts"
    assert "so với" in browse(cast.chau).get(f"/monitor/results{query}").text


@pytest.mark.parametrize("who", VIEWERS)
def test_levels_stand_as_of_a_day_with_the_grades_of_its_week(app, cast, graded, inside, who):
    jobs.run_job("keep-figures", TODAY)
    week = Period(TODAY - timedelta(7), TODAY - timedelta(1))
    viewer = getattr(cast, who).viewer

    kept = kept_series(viewer, (SAFETY,), week, Limits()).get(SAFETY, {})
    assert pair(kept.get(week.last_on)) == pair(own_overview(viewer, week, Order()).figures[SAFETY])
    after = Period(TODAY, TODAY + timedelta(6))
    if who == "chau":
        assert kept[week.last_on].numerator == 1
        assert pair(own_overview(viewer, after, Order()).previous[SAFETY]) == pair(kept[week.last_on])


def test_a_month_of_publicity_is_kept_with_its_last_day_and_places_have_none(cast, province, letter, inside, browse):
    jobs.run_job("keep-figures", TODAY)
    browser = browse(cast.chau)
    april = Period(at(TODAY, 0).date().replace(month=4, day=1), TODAY.replace(month=4, day=30))
    live = totals(figures(cast.chau.viewer, Cut.OWNER, (PUBLICISE,), april, Limits()), (PUBLICISE,))[PUBLICISE]

    [line] = browser.get("/monitor/trend/publicise.csv").text.splitlines()[1:2]
    assert line.split(";")[1:3] == [str(live.numerator), str(live.denominator)]
    assert live.denominator
    assert "step=day" not in browser.get("/monitor/trend/publicise").text
    commune = db.session.scalars(select(Area).where(Area.code == "31078")).one()
    key = {"organisation_id": province["commune-31096"], "area_id": commune.id, "measure": PUBLICISE}
    with transaction():
        db.session.add(FigureDay(day=april.last_on, numerator=1, denominator=2, **key))
    assert len(browser.get("/monitor/trend/publicise.csv?area=31078").text.splitlines()) == 1
    assert PUBLICISE not in area_overview(cast.chau.viewer, "91", april, Order()).sparks
