"""What isolated families need: what cannot wait first, with times and names, on the desks and on the site's page."""

from datetime import timedelta

import pytest
import time_machine

from app.clock import at, local_day
from app.db import transaction
from app.door import office_viewer
from app.follow_ups.actions import answer_need, end_case
from app.follow_ups.actions.reports import ask_for
from app.follow_ups.queries import NeedFilter, desk_counts, get_case, list_needs, list_needs_of
from app.follow_ups.rules.cases import CaseEnd, NeedKind
from app.web.pagination import Wish
from tests.follow_ups.conftest import NAME

NEEDS = "/isolation/needs"


@pytest.fixture
def clock():
    with time_machine.travel(at(local_day(), 8), tick=False) as travel:
        yield travel


@pytest.fixture
def lua(clock, app, cast, site, open_case_at):
    """At the site; she asked for food first, for what cannot wait an hour later."""
    case_id = open_case_at(site, started_on=local_day() - timedelta(1))
    for kind in (NeedKind.FOOD, NeedKind.OTHER, NeedKind.MEDICINE, NeedKind.CHILDBIRTH):
        _ask(app, case_id, kind)
        clock.shift(timedelta(minutes=20))
    return case_id


def _ask(app, case_id, *kinds):
    with app.app_context(), transaction():
        ask_for(get_case(office_viewer(), case_id), kinds)


def _kinds(app, person, **wanted):
    with app.app_context():
        return [need.kind.value for need in list_needs(person.viewer, NeedFilter(**wanted), Wish()).rows]


def test_what_cannot_wait_stands_first_then_the_oldest(app, cast, lua):
    assert _kinds(app, cast.an) == ["medicine", "childbirth", "food", "other"]


def test_an_answer_has_its_time_and_its_name(app, cast, site, lua, browse, clock):
    desk = browse(site.sau)
    desk.send(NEEDS, to=f"{NEEDS}/3")
    clock.shift(timedelta(hours=5))
    desk.send(NEEDS, to=f"{NEEDS}/1")

    assert _kinds(app, cast.an) == ["childbirth", "other"]
    assert _kinds(app, cast.an, is_done=True) == ["food", "medicine"]
    done = browse(cast.an).get(f"{NEEDS}?done=1").text
    assert "Lê Văn Sau" in done
    assert "7 ngày qua đã giải quyết 2 nhu cầu, trung bình sau 3,5 giờ." in done
    assert "xong sau 6,3 giờ" in done
    assert "xong sau 0,7 giờ" in done
    rows = browse(cast.an).get(f"{NEEDS}.csv?done=1").text.splitlines()
    assert [row.split(";")[-2] for row in rows[1:]] == ["Lê Văn Sau", "Lê Văn Sau"]
    assert "Lê Văn Sau" in browse(cast.an).get(f"/isolation/{lua}").text


def test_the_mean_is_that_of_the_last_week(app, cast, lua, browse, clock):
    with app.app_context(), transaction():
        answer_need(cast.an.viewer, list_needs_of(office_viewer(), get_case(office_viewer(), lua))[0])
    clock.shift(timedelta(days=7, hours=1))

    assert "7 ngày qua chưa giải quyết nhu cầu nào." in browse(cast.an).get(NEEDS).text
    assert len(_kinds(app, cast.an, is_done=True)) == 1


def test_what_cannot_wait_is_counted_apart(app, cast, lua):
    _ask(app, lua, NeedKind.DIALYSIS)

    with app.app_context():
        assert (desk_counts(cast.an.viewer).needs.waiting, desk_counts(cast.an.viewer).needs.urgent) == (5, 3)


def test_answered_twice_it_stays_with_who_was_first(app, cast, site, lua):
    with app.app_context(), transaction():
        need = list_needs_of(office_viewer(), get_case(office_viewer(), lua))[0]
        for person in (site.sau, cast.an):
            answer_need(person.viewer, need)
        assert need.answered_by_id == site.sau.user_id


@pytest.mark.slow
def test_needs_are_on_the_desks_that_must_act(app, cast, site, lua, browse):
    title = "Nhu cầu của người được cách ly"
    for person in (cast.an, site.sau, site.ha):
        desk = browse(person).get("/desk").text
        assert title in desk
        assert "2 cần gấp" in desk
    for person in (cast.binh, site.tam, cast.chau, cast.oanh):
        assert title not in browse(person).get("/desk").text


def test_the_sites_own_page_shows_its_needs_and_no_other(app, cast, site, lua, browse, open_case_at):
    with time_machine.travel(at(local_day(), 7), tick=False):
        _ask(app, open_case_at(name="Trần Thị Nhà"), NeedKind.DIALYSIS)
    page = browse(site.sau).get(f"/isolation/sites/{site.unit_id}").text

    assert "Nhu cầu đang chờ: 4" in page
    assert NAME in page
    assert "Chạy thận" not in page
    assert "Trần Thị Nhà" not in browse(cast.an).get(f"{NEEDS}?site={site.unit_id}").text
    assert _kinds(app, cast.an)[0] == "dialysis"


def test_who_left_needs_nothing_more_and_what_he_got_stays_known(app, cast, lua):
    with app.app_context(), transaction():
        office = office_viewer()
        answer_need(cast.an.viewer, list_needs_of(office, get_case(office, lua))[0])
        end_case(office, get_case(office, lua), end=CaseEnd.EARLY, reason="x")

    with app.app_context():
        assert desk_counts(cast.an.viewer).needs.waiting == 0
    assert _kinds(app, cast.an) == []
    assert len(_kinds(app, cast.an, is_done=True)) == 1


@pytest.mark.parametrize(("who", "count"), [("an", 4), ("sau", 4), ("ha", 4), ("tam", 0), ("binh", 0), ("hai", 4)])
def test_each_sees_the_needs_of_his_own(app, cast, site, lua, who, count):
    person = getattr(site, who, None) or getattr(cast, who)

    with app.app_context():
        counts = desk_counts(person.viewer).needs
    assert (counts.waiting, counts.urgent) == (count, count // 2)
