"""What waits, read off the worker's counts, equals what the database says when it is asked, for everybody."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
import time_machine
from sqlalchemy import func

from app import clock
from app.access.ahead import answers, counted_ahead, reading
from app.access.ahead.counting import count_topics
from app.access.ahead.reading import FRESH_FOR
from app.access.ahead.sheets import read
from app.access.scope import within
from app.db import db, transaction
from app.directives.actions import load_letter
from app.door import Viewer, office_viewer
from app.follow_ups.models import FollowUp, FollowUpAlert
from app.follow_ups.queries import LISTS, CaseFilter, counts_ahead, counts_for_list, desk_counts
from app.follow_ups.rules.cases import CaseClass, Place
from app.monitoring import desk, rolling
from app.units.rules import UnitStatus
from app.units.work import WORK, WorkList
from tests.factories import make_unit
from tests.monitoring.anybody import World
from tests.monitoring.conftest import NOON, TODAY

pytestmark = pytest.mark.slow

PEOPLE = ("chau", "chuong", "oanh", "hai", "lan", "loan", "an", "anh", "binh", "duong", "quan")
MORNING, EVENING = clock.at(TODAY, 7), clock.at(TODAY, 20)


@pytest.fixture
def world(app, cast, noon, request):
    with app.app_context():
        made = World(getattr(request, "param", 1))
        units = made.units()
        with transaction():
            load_letter(office_viewer(), published_on=TODAY - timedelta(21))
            made.fill(units)
        yield made
        db.session.remove()


def viewers(cast, world) -> dict[str, Viewer]:
    """The cast, and whom no role makes: all that may be told apart."""
    found = {who: getattr(cast, who).viewer for who in PEOPLE}
    found["nobody"] = Viewer()
    found["a stranger who sees all"] = replace(found["hai"], organisation_id=None, organisation_ids=frozenset())
    body = world.one(*world.bodies)
    found["sees all, owns some"] = replace(found["hai"], organisation_id=body, organisation_ids=frozenset([body]))
    found["any body"] = Viewer(organisation_id=body, organisation_ids=frozenset([body]))
    found["any place"] = Viewer(organisation_id=body, area_ids=frozenset(world.rng.sample(world.places, 2)))
    return found


def told(viewer, ahead):
    """By topic; of isolation the desk names one list, the worker counts all."""
    found = dict(zip([topic.name for topic in desk.TOPICS], answers(viewer, desk.TOPICS, ahead), strict=True))
    cases = found["isolation"].cases
    session = {need: n for need, n in cases.by_need.items() if need == "session"}
    found["isolation"] = replace(found["isolation"], cases=replace(cases, by_need=session))
    return found


@pytest.mark.parametrize(
    ("world", "at", "idle"),
    [(1, MORNING, {"rounds"}), (2, NOON, set()), (3, EVENING, set())],
    ids=["morning", "noon", "evening"],
    indirect=["world"],
)
def test_every_number_equals_the_one_that_is_asked_for(cast, world, at, idle):
    with time_machine.travel(at, tick=False):
        with transaction():
            count_topics(desk.TOPICS, at)
        seen = set()
        for name, viewer in viewers(cast, world).items():
            ahead = counted_ahead(viewer, desk.TOPICS)
            assert ahead
            live = told(viewer, None)
            assert told(viewer, ahead) == live, name
            seen |= {(topic, str(found)) for topic, found in live.items()}
    # Nothing is compared with nothing only.
    kinds = Counter(topic for topic, _found in seen)
    assert {topic.name for topic in desk.TOPICS if kinds[topic.name] < 2} == idle


@pytest.mark.parametrize("world", [2], indirect=True)
def test_the_numbers_beside_every_list_of_cases_equal_those_that_are_asked_for(cast, world):
    with transaction():
        count_topics(desk.TOPICS, NOON)
    found = Counter()
    for name, viewer in viewers(cast, world).items():
        for case_class, place in product((None, *CaseClass), (None, *Place)):
            wanted = CaseFilter(case_class=case_class, place=place)
            ahead = counts_ahead(viewer, wanted)
            assert ahead
            live = desk_counts(viewer, wanted, lists=LISTS)
            assert counts_for_list(viewer, wanted, ahead) == live, (name, wanted)
            found[live.cases.followed] += 1
    assert len(found) > 5
    assert counts_ahead(cast.an.viewer, CaseFilter(unit_id=1)) is None
    assert counts_ahead(cast.an.viewer, CaseFilter(area_id=1)) is None


@pytest.fixture
def large(app, cast, noon, monkeypatch):
    """So large an installation that its worker counts ahead; it has done so."""
    monkeypatch.setattr(rolling, "FROM_UNITS", 1)
    with app.app_context():
        make_unit(cast.an, name="Khách sạn Gió", status=UnitStatus.ACTIVE)
        assert rolling.count_next()
        assert not rolling.count_next()
        db.session.remove()


WAITING = "Đơn vị chờ duyệt"


def test_what_others_did_is_seen_when_it_was_counted_and_what_i_did_at_once(app, cast, large, browse):
    me, other = browse(cast.chau), browse(cast.an)
    for reader in (me, other):
        assert WAITING not in reader.get("/desk").text
    with app.app_context():
        make_unit(cast.an, name="Quán Mới")
    me.send("/monitor", {"name": "hôm nay"}, to="/monitor/views")

    assert WAITING in me.get("/desk").text
    assert WAITING not in other.get("/desk").text
    with time_machine.travel(NOON + timedelta(seconds=50), tick=False):
        with app.app_context():
            assert rolling.count_next()
        assert WAITING in other.get("/desk").text


ALERTS = "Cảnh báo sức khỏe chưa ai nhận"


def test_an_alert_is_on_every_desk_at_once(app, cast, world, monkeypatch, browse):
    monkeypatch.setattr(rolling, "FROM_UNITS", 1)
    with transaction():
        for alert in db.session.scalars(within(office_viewer(), FollowUpAlert)):
            alert.acknowledged_at = NOON
    assert rolling.count_next()
    while rolling.roll_next():
        pass
    reader = browse(cast.hai)
    before = reader.get("/desk").text
    with app.app_context(), transaction():
        db.session.scalars(within(cast.hai.viewer, FollowUpAlert)).first().acknowledged_at = None

    assert ALERTS not in before
    assert ALERTS in reader.get("/desk").text


def test_what_was_counted_long_ago_is_not_shown(app, cast, large, browse):
    with app.app_context():
        make_unit(cast.an, name="Quán Mới")
    with time_machine.travel(NOON + FRESH_FOR - timedelta(seconds=1), tick=False):
        assert WAITING not in browse(cast.an).get("/desk").text
    with time_machine.travel(NOON + FRESH_FOR, tick=False):
        assert WAITING in browse(cast.an).get("/desk").text


def test_who_has_units_or_a_team_or_has_just_acted_is_told_what_the_database_says(app, cast, large):
    with app.app_context():
        an = cast.an.viewer
        assert counted_ahead(an, desk.TOPICS)
        for other in (
            replace(an, unit_ids=frozenset([1])),
            replace(an, team_ids=frozenset([1])),
            replace(an, acted=1),
            replace(an, sees_restricted=True),
        ):
            assert counted_ahead(other, desk.TOPICS) is None


def test_a_small_installation_is_not_counted(app, cast, noon):
    with app.app_context():
        make_unit(cast.an, name="Khách sạn Gió", status=UnitStatus.ACTIVE)
        assert not rolling.count_next()
        assert counted_ahead(cast.an.viewer, desk.TOPICS) is None


def test_a_sheet_is_read_again_only_when_it_changed(app, cast, large, monkeypatch):
    read_anew = []
    monkeypatch.setattr(reading, "read", lambda rows: read_anew.append(rows) or read(rows))
    with app.app_context():
        for _ in range(2):
            assert counted_ahead(cast.an.viewer, desk.TOPICS)
        first = len(read_anew)
        make_unit(cast.an, name="Quán Mới")
        with transaction():
            count_topics(desk.TOPICS, NOON)
        (work,) = answers(cast.an.viewer, [WORK], counted_ahead(cast.an.viewer, [WORK]))

    assert len(read_anew) - first == 1
    assert work[WorkList.REGISTRATIONS].count == 1


def test_the_list_of_cases_has_the_number_of_its_rows(app, cast, world, monkeypatch, browse):
    """Though its numbers were counted a moment ago, and somebody has ended cases since."""
    monkeypatch.setattr(rolling, "FROM_UNITS", 1)
    assert rolling.count_next()
    with transaction():
        rows = db.session.scalars(within(office_viewer(), FollowUp).where(FollowUp.ended_on.is_(None))).all()
        for row in rows[:4]:
            row.ended_on = TODAY
    left = db.session.scalar(
        within(office_viewer(), FollowUp).where(FollowUp.ended_on.is_(None)).with_only_columns(func.count())
    )
    page = browse(cast.chau).get("/isolation?size=100").text

    assert len(rows) - 4 == left
    assert f"{left} người đang được theo dõi" in page
