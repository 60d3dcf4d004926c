"""Every measure has its trend and the period before: what the job keeps of a day is what is counted of it live."""

from datetime import timedelta

import pytest

from app import jobs
from app.clock import at
from app.directives.measures import Cut, Limits, totals
from app.directives.rules import MeasureKey, Period
from app.monitoring.queries import Order, area_overview, figures, own_overview
from app.monitoring.queries.kept import kept_series
from app.monitoring.queries.results import results
from app.monitoring.rules import Section
from tests.follow_ups.conftest import site  # noqa: F401 - a fixture
from tests.monitoring.conftest import TODAY
from tests.monitoring.test_isolation import LAST, people  # noqa: F401 - a fixture

pytestmark = pytest.mark.slow
VIEWERS = ("chau", "an", "binh", "lan", "duong")
ISOLATION, SAFETY, PUBLICISE = MeasureKey.ISOLATION, MeasureKey.SAFETY, MeasureKey.PUBLICISE


def pair(figure):
    return (figure.numerator, figure.denominator) if figure else (0, 0)


@pytest.fixture
def kept(app, people):  # noqa: F811
    with app.app_context():
        jobs.run_job("keep-figures", LAST)


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
def test_levels_stand_as_of_a_day_with_the_grades_of_its_week(app, cast, province, inside, who):
    jobs.run_job("keep-figures", TODAY)
    week = Period(TODAY - timedelta(7), TODAY - timedelta(1))
    viewer = getattr(cast, who).viewer

    kept = kept_series(viewer, (SAFETY,), week, Limits()).get(SAFETY, {})
    assert pair(kept.get(week.last_on)) == pair(own_overview(viewer, week, Order()).figures[SAFETY])
    after = Period(TODAY, TODAY + timedelta(6))
    if who == "chau":
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
    assert len(browser.get("/monitor/trend/publicise.csv?area=91").text.splitlines()) == 1
    assert PUBLICISE not in area_overview(cast.chau.viewer, "91", april, Order()).sparks
