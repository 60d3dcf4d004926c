"""What a household lacks waits on a queue until somebody gives it by name: what cannot wait stands first."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.access.scope import unscoped
from app.clock import at, local_day
from app.db import db, transaction
from app.door import office_viewer
from app.web.pagination import Wish
from app.zones.actions import file_round, move_household, save_answer, take_off
from app.zones.models import HouseholdNeed
from app.zones.queries import (
    NeedFilter,
    get_household,
    get_team,
    lines_of,
    list_households,
    list_needs,
    needs_by_place,
    question_of_needs,
)
from app.zones.rules import Answer, Need, RoundSession
from tests.zones.conftest import DONG_HO, DUONG_DONG, DUONG_TO, make_team, team_of

MORNING, AFTERNOON = RoundSession
CARD = "Nhu cầu của hộ do tổ Covid ghi"


@pytest.fixture
def say(app, cast, locked):
    """A household's row of a round is written."""

    def write(n, answer, session=MORNING, day=None):
        with app.app_context(), transaction():
            team = team_of(locked)
            household = get_household(cast.duong.viewer, team, locked.household_ids[n])
            save_answer(cast.duong.viewer, team, household, day or local_day(), session, answer)

    return write


def _waiting(app, person):
    with app.app_context():
        page = list_needs(person.viewer, NeedFilter(), Wish(1, 50))
        return [(need.household.number, need.kind) for need in page.rows]


def test_what_cannot_wait_stands_first_and_then_who_waits_longest(app, cast, say):
    with time_machine.travel(at(local_day() + timedelta(1), 8), tick=False) as clock:
        for n, need in enumerate((Need.OTHER, Need.FOOD, Need.CARE)):
            clock.shift(60)
            say(n, Answer(need=need))

        assert _waiting(app, cast.duong) == [(3, Need.CARE), (1, Need.OTHER), (2, Need.FOOD)]
        with app.app_context():
            found = question_of_needs(cast.an.viewer).ask()
    assert (found.waiting, found.urgent) == (3, 1)


def test_said_again_it_waits_once_and_silence_gives_nothing(app, cast, say):
    say(0, Answer(need=Need.FOOD))
    say(0, Answer(need=Need.FOOD), AFTERNOON)
    say(0, Answer(), MORNING, local_day() - timedelta(1))

    assert _waiting(app, cast.duong) == [(1, Need.FOOD)]


def test_another_thing_is_another_need(app, cast, say):
    say(0, Answer(need=Need.FOOD))
    say(0, Answer(need=Need.CARE), AFTERNOON)

    assert _waiting(app, cast.duong) == [(1, Need.CARE), (1, Need.FOOD)]


@pytest.mark.parametrize(("corrected", "left"), [(None, []), (Need.BIRTH, [(1, Need.BIRTH)])])
def test_what_was_typed_by_mistake_was_never_lacking(app, cast, say, corrected, left):
    say(0, Answer(need=Need.FOOD))
    say(0, Answer(need=corrected))

    assert _waiting(app, cast.duong) == left


def test_a_round_filed_at_once_asks_too(app, cast, locked):
    with app.app_context(), transaction():
        typed = {locked.household_ids[1]: Answer(need=Need.MEDICINE)}
        file_round(cast.duong.viewer, team_of(locked), local_day(), MORNING, typed, on_paper=True)

    assert _waiting(app, cast.duong) == [(2, Need.MEDICINE)]


def _give(person, browse, need_id):
    return browse(person).send("/zones/needs", to=f"/zones/needs/{need_id}")


def _needs(app):
    with app.app_context():
        return db.session.scalars(unscoped(select(HouseholdNeed), because="a test looks at all rows")).all()


@pytest.mark.parametrize("who", ["tam", "duong", "an", "hai"])
def test_who_gave_it_says_so_by_name_and_the_first_answer_stands(app, cast, browse, locked, say, who):
    say(0, Answer(need=Need.MEDICINE))
    person = locked.tam if who == "tam" else getattr(cast, who)
    desk, need = browse(person), _needs(app)[0]
    opened = desk.get("/zones/needs")
    to = f"/zones/needs/{need.id}"

    page = desk.follow(desk.post(to, opened.fields(to)))
    first = _needs(app)[0]
    assert desk.post(to, opened.fields(to)).status == 303

    assert "Đã ghi là đã giải quyết." in page.text
    assert "Không có nhu cầu nào đang chờ." in page.text
    assert (first.answered_by_id, first.answered_at is not None) == (person.user_id, True)
    assert _needs(app)[0].answered_at == first.answered_at
    assert "xong sau 0,0 giờ" in desk.get("/zones/needs?done=1").text


@pytest.mark.parametrize(("who", "named"), [("tam", True), ("duong", True), ("an", False), ("hai", False)])
@pytest.mark.parametrize("suffix", ["", ".csv"])
def test_heads_are_named_to_whose_daily_work_they_are(cast, browse, locked, say, who, named, suffix):
    say(0, Answer(need=Need.FOOD))
    page = browse(locked.tam if who == "tam" else getattr(cast, who)).get(f"/zones/needs{suffix}")
    text = page.response.data.decode("utf-8-sig") if suffix else page.text

    assert page.status == 200
    assert ("Trần Thị Hộ 1" in text) is named
    assert "Lương thực, thực phẩm" in text


def test_another_district_neither_reads_nor_answers(app, cast, browse, say):
    say(0, Answer(need=Need.FOOD))
    binh = browse(cast.binh)
    token = binh.get("/zones/new").fields("/zones/new")["csrf_token"]

    assert "Lương thực" not in binh.get("/zones/needs").text
    assert binh.post(f"/zones/needs/{_needs(app)[0].id}", {"csrf_token": token}).status == 404


@pytest.fixture
def everywhere(app, cast, say):
    """Dương Đông waits for two things, Dương Tơ beside it for one, Đông Hồ in another district for one."""
    say(0, Answer(need=Need.FOOD))
    say(1, Answer(need=Need.CARE))
    with app.app_context(), transaction():
        office = office_viewer()
        for commune in (DUONG_TO, DONG_HO):
            team = make_team(office, commune, "Tổ 8", households=1)
            typed = {list_households(office, team)[0].id: Answer(need=Need.OTHER)}
            file_round(office, team, local_day(), MORNING, typed, on_paper=False)


@pytest.mark.parametrize(
    ("who", "area", "places"),
    [
        ("hai", "", {"911": 3, "900": 1}),
        ("hai", "911", {DUONG_DONG: 2, DUONG_TO: 1}),
        ("an", "", {DUONG_DONG: 2, DUONG_TO: 1}),
        ("duong", "", {}),
        ("hai", DUONG_DONG, {}),
    ],
)
def test_they_are_drilled_down_and_each_number_is_as_long_as_its_list(app, cast, everywhere, who, area, places):
    with app.app_context():
        viewer = getattr(cast, who).viewer
        found = {each.area.code: each.count for each in needs_by_place(viewer, NeedFilter(area_code=area))}

        assert found == places
        for code, count in found.items():
            assert list_needs(viewer, NeedFilter(area_code=code), Wish(1, 50)).total == count


def test_the_page_leads_from_place_to_place(cast, browse, everywhere):
    page = browse(cast.an).get("/zones/needs")

    assert "Phường Dương Đông: 2" in page.text
    assert "area=31078" in page.text
    assert "Mọi địa bàn" in browse(cast.an).get("/zones/needs?area=31078").text


@pytest.mark.parametrize("who", ["chau", "oanh"])
def test_who_reads_no_households_answers_for_none(app, cast, browse, say, who):
    say(0, Answer(need=Need.FOOD))
    office = browse(getattr(cast, who))

    assert office.get("/zones/needs").status in (200, 403)
    assert office.post(f"/zones/needs/{_needs(app)[0].id}").status in (400, 403)
    assert _needs(app)[0].answered_at is None


@pytest.mark.parametrize("who", ["tam", "duong", "an"])
def test_it_stands_on_desks_until_it_is_given(app, cast, browse, locked, say, who):
    person = locked.tam if who == "tam" else getattr(cast, who)
    assert CARD not in browse(person).get("/desk").text
    say(0, Answer(need=Need.CARE))
    assert CARD in browse(person).get("/desk").text

    _give(cast.duong, browse, _needs(app)[0].id)

    assert CARD not in browse(person).get("/desk").text


def test_who_left_the_list_waits_no_more(app, cast, locked, say):
    say(0, Answer(need=Need.FOOD))
    with app.app_context(), transaction():
        team = team_of(locked)
        take_off(cast.duong.viewer, team, get_household(cast.duong.viewer, team, locked.household_ids[0]))

    assert _waiting(app, cast.duong) == []


def test_it_goes_along_to_another_team(app, cast, locked, say):
    say(0, Answer(need=Need.FOOD))
    with app.app_context(), transaction():
        duong, other = cast.duong.viewer, make_team(cast.duong.viewer, name="Tổ 2", households=0)
        household = get_household(duong, team_of(locked), locked.household_ids[0])
        move_household(duong, team_of(locked), household, other)
        other_id = other.id

    with app.app_context():
        found = list_needs(cast.duong.viewer, NeedFilter(team_id=other_id), Wish(1, 50))
        assert [need.kind for need in found.rows] == [Need.FOOD]


def test_ill_and_in_need_twice_a_day_is_once(app, cast, locked, say):
    for session in RoundSession:
        say(0, Answer(2, need=Need.FOOD), session)
    say(1, Answer(1), MORNING)

    with app.app_context():
        line = lines_of(cast.duong.viewer, [get_team(cast.duong.viewer, locked.team_id)], local_day())[0]
    assert (line.reported_count, line.symptom_count, line.need_count) == (2, 3, 1)
