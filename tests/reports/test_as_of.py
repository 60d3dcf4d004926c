"""A report as of a past moment says the same whenever it is compiled."""

from datetime import timedelta

import pytest
import time_machine

from app.db import transaction
from app.directives.rules import Period
from app.reports.actions import take_figures
from app.reports.wording import general
from app.tallies.actions import bump
from app.units.actions import approve_unit
from app.units.queries import get_unit
from tests.factories import make_unit
from tests.monitoring.conftest import NOON, TODAY

pytestmark = pytest.mark.slow
WEEK = Period(TODAY - timedelta(7), TODAY - timedelta(1))


def words(figures):
    return " ".join("".join(piece.text for piece in sentence) for sentence in general(figures))


@pytest.fixture
def as_of_noon(app, cast, province):
    """The figures as of noon, taken at any later moment."""

    def take(later=timedelta()):
        with time_machine.travel(NOON + later, tick=False), app.app_context():
            return take_figures(cast.chau.viewer, organisation_id=province["office"], period=WEEK, as_of=NOON).figures

    return take


def test_what_is_decided_later_changes_nothing(app, cast, as_of_noon):
    with time_machine.travel(NOON - timedelta(2), tick=False), app.app_context():
        waiting = make_unit(cast.chau, name="Quán chờ duyệt", owner="district-911", commune="31078")
        unit_id = waiting.id
    before = as_of_noon()
    assert before["units"] == {"active": 5, "pending": 1}

    with time_machine.travel(NOON + timedelta(hours=1), tick=False), app.app_context():
        with transaction():
            make_unit(cast.chau, name="Quán đăng ký sau", owner="district-911", commune="31078")
            approve_unit(cast.chau.viewer, get_unit(cast.chau.viewer, unit_id))
    assert as_of_noon(timedelta(hours=2)) == before


def test_who_waits_is_counted_at_the_end_of_the_period(app, cast, province, as_of_noon):
    """Who registered after it waits in no sentence of it; who was let in after it waited then."""
    with time_machine.travel(NOON - timedelta(2), tick=False), app.app_context():
        unit_id = make_unit(cast.chau, name="Quán chờ duyệt", owner="district-911", commune="31078").id
    with time_machine.travel(NOON - timedelta(hours=1), tick=False), app.app_context(), transaction():
        make_unit(cast.chau, name="Quán đăng ký hôm nay", owner="district-911", commune="31078")
        approve_unit(cast.chau.viewer, get_unit(cast.chau.viewer, unit_id))

    figures = as_of_noon()

    assert figures["units"]["pending"] == 1
    assert "có 05 đơn vị đang hoạt động đã đăng ký trên hệ thống; 01 đơn vị đang chờ duyệt" in words(figures)


def test_counts_that_came_late_stand_apart(app, province, as_of_noon):
    before = as_of_noon()
    with app.app_context(), transaction():
        bump(province["Chợ Đông Hồ"], WEEK.last_on, entries=4, late=4)
    after = as_of_noon(timedelta(hours=1))

    assert after["visits"] == {**before["visits"], "late": 4}
    assert "Trong kỳ ghi nhận 48 lượt khách đến, 32 lượt khách đi." in words(before)
    assert "48 lượt khách đến, 32 lượt khách đi; ngoài ra có 04 lượt khách đến bổ sung muộn." in words(after)
