"""Pages that were opened before somebody else did something: nothing is undone, doubled or said of another day."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from app.access.scope import unscoped
from app.clock import at, local_day
from app.db import db, transaction
from app.directives.measures import Cut, figures_by, totals
from app.directives.rules import MeasureKey
from app.zones.actions import NobodyListed, attach_team, file_round, lift_zone, take_off
from app.zones.models import Household, RoundEntry
from app.zones.queries import count_missing, get_household, get_team, get_zone, list_households, teams_in_force
from app.zones.rules import Answer, Need, RoundSession
from tests.zones.conftest import decision, make_team, make_zone, team_of

HTMX = {"HX-Request": "true"}


def _at(locked, household_id=None):
    tail = f"/{household_id}" if household_id else ""
    return f"{locked.round}{tail}?day={local_day()}&session=morning"


def _entry(app, household_id):
    with app.app_context():
        stmt = select(RoundEntry).where(RoundEntry.household_id == household_id)
        return db.session.scalars(unscoped(stmt, because="a test looks at all rows")).one().answer


def test_two_who_write_of_one_household_undo_nothing_of_each_other(app, cast, browse, locked):
    phone, desk, first = browse(locked.tam), browse(cast.duong), locked.household_ids[0]
    of_phone, of_desk = (each.get(_at(locked)).fields(_at(locked)) for each in (phone, desk))

    phone.post(_at(locked, first), {**of_phone, f"symptoms-{first}": "2"}, headers=HTMX)
    desk.post(_at(locked, first), {**of_desk, f"need-{first}": "care"}, headers=HTMX)

    assert _entry(app, first) == Answer(2, 0, Need.CARE)


def test_what_a_page_does_not_show_is_not_undone_by_it_later(app, cast, browse, locked):
    phone, desk, first = browse(locked.tam), browse(cast.duong), locked.household_ids[0]
    of_phone, of_desk = (each.get(_at(locked)).fields(_at(locked)) for each in (phone, desk))
    phone.post(_at(locked, first), {**of_phone, f"symptoms-{first}": "2"}, headers=HTMX)
    typed = {**of_desk, f"need-{first}": "care"}
    hidden = desk.post(_at(locked, first), typed, headers=HTMX).tree.find(f".//input[@id='was-{first}']")

    desk.post(_at(locked), {**typed, hidden.get("name"): hidden.get("value")})

    assert _entry(app, first) == Answer(2, 0, Need.CARE)


def test_together_they_cannot_say_more_than_live_there(app, cast, browse, locked):
    phone, desk, first = browse(locked.tam), browse(cast.duong), locked.household_ids[0]
    of_phone, of_desk = (each.get(_at(locked)).fields(_at(locked)) for each in (phone, desk))

    phone.post(_at(locked, first), {**of_phone, f"symptoms-{first}": "3"}, headers=HTMX)
    page = desk.post(_at(locked, first), {**of_desk, f"absent-{first}": "2"}, headers=HTMX)

    assert page.status == 422
    assert _entry(app, first) == Answer(3)


def test_who_saved_a_row_and_sends_all_later_leaves_what_was_corrected_meanwhile(app, cast, browse, locked):
    phone, desk, first = browse(locked.tam), browse(cast.duong), locked.household_ids[0]
    fields = {**phone.get(_at(locked)).fields(_at(locked)), f"symptoms-{first}": "2"}
    saved = phone.post(_at(locked, first), fields, headers=HTMX)
    hidden = saved.tree.find(f".//input[@id='was-{first}']")
    desk.send(_at(locked), {f"symptoms-{first}": "1"}, to=_at(locked))

    phone.post(_at(locked), {**fields, hidden.get("name"): hidden.get("value")})

    assert hidden.get("hx-swap-oob") == "true"
    assert _entry(app, first) == Answer(1)


@pytest.fixture
def moved(app, cast, browse, locked):
    """Household 2 went to Tổ 2; a page of it that was opened before, and a third team that it could go to."""
    with app.app_context(), transaction():
        to, third = (make_team(cast.duong.viewer, name=name, households=0).id for name in ("Tổ 2", "Tổ 3"))
    desk, address = browse(cast.duong), f"/zones/teams/{locked.team_id}/households/{locked.household_ids[1]}"
    opened = desk.get(address)
    desk.post(f"{address}/move", {**opened.fields(f"{address}/move"), "team": str(to)})
    return desk, address, opened, third


def _listed(app):
    with app.app_context():
        stmt = select(func.count()).select_from(Household).where(Household.until_on.is_(None))
        return db.session.scalar(unscoped(stmt, because="a test looks at all rows"))


def test_who_was_handed_over_is_not_handed_over_again(app, moved):
    desk, address, opened, third = moved

    page = desk.post(f"{address}/move", {**opened.fields(f"{address}/move"), "team": str(third)})

    assert page.status == 409
    assert "Hộ này không còn trong danh sách của tổ." in page.text
    assert _listed(app) == 3


def test_who_was_handed_over_is_not_corrected_on_the_first_list(moved):
    desk, address, opened, _third = moved

    assert desk.post(address, {**opened.fields(address), "people": "9"}).status == 409


def test_a_round_of_nobody_is_not_filed(app, cast, inside):
    with transaction():
        team = make_team(cast.duong.viewer, households=1)
        take_off(cast.duong.viewer, team, list_households(cast.duong.viewer, team)[0])

    with pytest.raises(NobodyListed), transaction():
        file_round(cast.duong.viewer, team, local_day(), RoundSession.MORNING, {}, on_paper=False)


def test_a_note_of_yesterdays_page_says_nothing_of_today(app, cast, browse, locked):
    tomorrow, action = local_day() + timedelta(1), f"/zones/teams/{locked.team_id}/missing/afternoon"
    with time_machine.travel(at(tomorrow, 23, 50), tick=False):
        desk = browse(cast.duong)
        opened = desk.get("/zones/missing").fields(action)
    with time_machine.travel(at(tomorrow + timedelta(1), 0, 10), tick=False):
        page = desk.post(action, {**opened, "text": "Đã gọi tổ trưởng"})
    with time_machine.travel(at(tomorrow + timedelta(1), 17, 1), tick=False), app.app_context():
        left = count_missing(cast.duong.viewer)

    assert page.status == 409
    assert "đã sang ngày khác" in page.text
    assert left == 2


def test_of_a_round_that_came_meanwhile_no_note_is_taken(app, cast, browse, locked):
    tomorrow, action = local_day() + timedelta(1), f"/zones/teams/{locked.team_id}/missing/morning"
    with time_machine.travel(at(tomorrow, 11), tick=False):
        desk = browse(cast.duong)
        opened = desk.get("/zones/missing").fields(action)
        with app.app_context(), transaction():
            file_round(locked.tam.viewer, team_of(locked), tomorrow, RoundSession.MORNING, {}, on_paper=False)

        assert desk.post(action, {**opened, "text": "Đã gọi"}).status == 409


@pytest.mark.parametrize(("first", "then"), [(3, 6), (6, 3)])
def test_a_release_that_is_corrected_takes_the_team_along(app, cast, locked, first, then):
    duong, today = cast.duong.viewer, local_day()
    for days in (first, then):
        with app.app_context(), transaction():
            until = today + timedelta(days)
            lift_zone(duong, get_zone(duong, locked.zone_id), decision=decision("2/QĐ"), until_on=until)

    with app.app_context():
        team = get_team(duong, locked.team_id)
        assert team.until_on == today + timedelta(then)
        assert len(list_households(duong, team, day=today + timedelta(then - 1))) == 3
        assert list_households(duong, team, day=today + timedelta(then)) == []


def test_who_left_before_the_release_does_not_come_back_with_its_correction(app, cast, locked):
    duong, today = cast.duong.viewer, local_day()
    with app.app_context(), transaction():
        take_off(duong, team_of(locked), get_household(duong, team_of(locked), locked.household_ids[0]))
    for days in (3, 6):
        with app.app_context(), transaction():
            until = today + timedelta(days)
            lift_zone(duong, get_zone(duong, locked.zone_id), decision=decision("2/QĐ"), until_on=until)

    with app.app_context():
        assert len(list_households(duong, get_team(duong, locked.team_id), day=today + timedelta(1))) == 2


def test_who_takes_an_area_over_owes_nothing_of_the_days_before(app, cast, inside):
    today, duong = local_day(), cast.duong.viewer
    with transaction():
        team = make_team(duong, standing=True)
        zone = get_zone(duong, make_zone(duong))
    later = today + timedelta(4)
    with time_machine.travel(at(later, 9), tick=False), transaction():
        attach_team(duong, zone, team)

    span = {"first": today, "last": later, "at": at(later, 12)}
    split = totals(figures_by(duong, Cut.OWNER, (MeasureKey.ZONES,), **span), (MeasureKey.ZONES,))[
        MeasureKey.ZONES
    ].split

    assert split["household_missing"] == 3
    assert team.id not in teams_in_force(duong, later - timedelta(1))
    assert team.id in teams_in_force(duong, later)
