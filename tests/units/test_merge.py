"""Two units that are one become one: codes, doors and managers go along, the past stays where it was."""

from datetime import date, timedelta

import pytest
import time_machine

from app.access.actions import grant_unit
from app.access.models import User, UserUnit
from app.clock import now
from app.db import db, transaction
from app.directives.measures import Cut, figures_by
from app.directives.rules import MeasureKey
from app.door import Viewer
from app.organisations.queries import find_organisation
from app.partitions import ensure_days
from app.posters.actions import replace_poster
from app.posters.queries import list_posters
from app.tallies.actions import bump
from app.tallies.queries import list_unit_days
from app.units.actions import (
    MergeRefused,
    add_checkpoint,
    correct_by_manager,
    issue_management_link,
    merge_units,
    propose_transfer,
)
from app.units.queries import get_unit, list_links, status_changes
from app.units.rules import Outcome, UnitStatus, free_name, may_merge
from app.units.waiting import find_proposal, find_transfer, list_ownerships
from tests.factories import make_manager, make_unit
from tests.made_once import made_once
from tests.units.slips import PIN
from tests.units.test_decide import press, status
from tests.visits.sheets import sheet

pytestmark = pytest.mark.slow

DAY = date(2026, 5, 20)


@pytest.fixture(autouse=True)
def _wednesday():
    with time_machine.travel("2026-05-20 09:00+07:00", tick=False):
        yield


@made_once
def pair(app, cast):
    """Ids of two registrations of one hotel: the one that goes, the one that stays. Both are active since Monday."""
    with app.app_context(), transaction():
        ensure_days(DAY, DAY)
    with app.app_context(), time_machine.travel("2026-05-18 08:00+07:00"):
        going = make_unit(cast.an, name="KS Biển Xanh", address="12 THĐ", status=UnitStatus.ACTIVE)
        return going.id, make_unit(cast.an, status=UnitStatus.ACTIVE).id


def merge(browser, going, staying, **values):
    path = f"/units/{going}/double"
    return browser.send(f"{path}?other={staying}", {"reason": "Cùng một khách sạn", **values}, to=path)


def codes(app, cast, unit_id):
    with app.app_context():
        found = [poster.code for poster in list_posters(cast.chau.viewer, get_unit(cast.chau.viewer, unit_id))]
        db.session.remove()
        return found


def test_the_page_says_what_will_move_before_it_does(app, cast, browse, pair):
    going, staying = pair
    with app.app_context():
        make_manager(get_unit(cast.an.viewer, going))
    page = browse(cast.an).get(f"/units/{going}/double?other={staying}")

    assert "1 mã QR đang dán của đơn vị được gộp vẫn dùng được" in page.text
    assert "thêm 1 điểm kiểm soát" in page.text
    assert "Lê Thị Mai (mai)" in page.text
    assert f"/units/{staying}/double?other={going}" in page.text  # the other way round


def test_the_code_on_the_wall_opens_the_unit_that_stays_at_once(app, cast, browse, pair):
    going, staying = pair
    (old,), (own,) = codes(app, cast, going), codes(app, cast, staying)
    visitor = browse()
    assert "KS Biển Xanh" in visitor.get(f"/q/{old}").text  # this process remembers the page

    an = browse(cast.an)
    told = an.follow(merge(an, going, staying))

    assert "Đã gộp KS Biển Xanh vào Khách sạn Biển Xanh." in told.text
    for code in (old, own):
        page = visitor.get(f"/q/{code}")
        assert page.status == 200
        assert "Khách sạn Biển Xanh" in page.text
        assert "KS Biển Xanh" not in page.text
    asked = visitor.get(f"/verify/{old}").text
    assert "Áp phích thật, đang dùng" in asked
    assert "Áp phích in cho KS Biển Xanh, đã gộp vào đơn vị dưới đây." in asked
    assert "12 Trần Hưng Đạo" in asked
    assert f"/units/{going}" in an.get(f"/units?q={old}").text
    assert visitor.send(f"/q/{old}", sheet()).status == 303
    with app.app_context():
        (row,) = list_unit_days(cast.an.viewer, staying, DAY, DAY)
        assert row.entry_count == 1
        assert list_unit_days(cast.an.viewer, going, DAY, DAY) == []


def test_who_is_inside_is_offered_the_way_out_behind_the_same_code(app, cast, browse, pair):
    going, staying = pair
    (old,) = codes(app, cast, going)
    visitor = browse()
    entered = visitor.send(f"/q/{old}", sheet(remember="y"))
    merge(browse(cast.an), going, staying)
    page = visitor.get(f"/q/{old}")

    assert "Khách sạn Biển Xanh" in page.text
    assert f"{entered.location.partition('?')[0]}/out" in page.text


def test_a_code_that_was_replaced_before_leads_on_to_the_unit_that_stays(app, cast, browse, pair):
    going, staying = pair
    (old,) = codes(app, cast, going)
    with app.app_context(), transaction():
        (poster,) = list_posters(cast.an.viewer, get_unit(cast.an.viewer, going))
        replace_poster(cast.an.viewer, poster, because="mất", at_once=True)
    merge(browse(cast.an), going, staying)
    page = browse().get(f"/q/{old}")

    assert page.status == 410
    assert "Khách sạn Biển Xanh" in page.text


def test_codes_of_a_unit_that_had_taken_over_another_go_along_too(app, cast, browse, pair):
    going, staying = pair
    (old,) = codes(app, cast, going)
    with app.app_context():
        last = make_unit(cast.an, name="Biển Xanh Resort", status=UnitStatus.ACTIVE).id
    an = browse(cast.an)
    merge(an, going, staying)
    merge(an, staying, last)

    assert "Biển Xanh Resort" in browse().get(f"/q/{old}").text
    page = an.get(f"/units/{last}/posters")
    assert old[:4] in page.text
    assert "vẫn dùng được" in page.text


def test_doors_keep_their_names_apart(app, cast, browse, pair):
    going, staying = pair
    with app.app_context(), transaction():
        add_checkpoint(cast.an.viewer, get_unit(cast.an.viewer, going), name="Cổng sau")
    merge(browse(cast.an), going, staying)
    with app.app_context():
        unit = get_unit(cast.an.viewer, staying)
        assert [door.name for door in unit.checkpoints] == ["Cổng chính", "Cổng chính 2", "Cổng sau"]
        gone = get_unit(cast.an.viewer, going)
        assert all(door.retired_at for door in gone.checkpoints)


def test_only_the_managers_that_the_officer_chose_go_along(app, cast, browse, pair):
    going, staying = pair
    with app.app_context():
        unit = get_unit(cast.an.viewer, going)
        mai, lan = make_manager(unit), make_manager(get_unit(cast.an.viewer, staying), "lan2")
        with transaction():
            grant_unit(cast.an.viewer, db.session.get_one(User, lan.user_id), going, confirmed=True)
            db.session.delete(db.session.get_one(UserUnit, (lan.user_id, staying)))
    assert merge(browse(cast.an), going, staying, accounts=[str(mai.user_id)]).status == 303

    assert "Khách sạn Biển Xanh" in browse(mai).get(f"/units/{staying}").text
    assert browse(lan).get(f"/units/{staying}").status == 404
    assert browse(mai).get(f"/units/{going}").status == 404


def test_a_manager_who_goes_along_signs_in_with_her_slip_and_pin_as_before(app, cast, browse, pair):
    going, staying = pair
    with app.app_context(), transaction():
        token = issue_management_link(cast.an.viewer, get_unit(cast.an.viewer, going))
    hoa = browse()
    slip = f"/manage/{token}"
    hoa.send(slip, PIN, to=f"{slip}/pin")
    with app.app_context():
        (link,) = list_links(cast.an.viewer, get_unit(cast.an.viewer, going))
        hoa_id = link.user_id
    merge(browse(cast.an), going, staying, accounts=[str(hoa_id)])
    later = browse()
    later.send(slip, {"pin": "482915"})

    assert "Khách sạn Biển Xanh" in later.get(f"/units/{staying}").text


def test_an_account_that_left_meanwhile_is_said_beside_the_list(cast, browse, pair):
    page = merge(browse(cast.an), *pair, accounts=["999999"])

    assert page.status == 422
    assert "Hãy chọn trong các mục của danh sách." in page.text


def test_a_link_of_the_unit_that_went_opens_no_account(app, cast, browse, pair):
    going, staying = pair
    with app.app_context(), transaction():
        token = issue_management_link(cast.an.viewer, get_unit(cast.an.viewer, going))
    assert "Tạo tài khoản" in browse().get(f"/manage/{token}").text
    merge(browse(cast.an), going, staying)

    page = browse().get(f"/manage/{token}").text
    assert "không còn dùng được" in page
    assert "KS Biển Xanh và Khách sạn Biển Xanh là một đơn vị đã đăng ký hai lần" in page
    assert "/login" in page


def test_what_was_still_to_be_decided_ends_with_the_unit_that_went(app, cast, browse, pair):
    going, staying = pair
    with app.app_context(), transaction():
        unit = get_unit(cast.an.viewer, going)
        propose_transfer(cast.an.viewer, unit, organisation=find_organisation("tourism"), reason="Là khách sạn")
        correct_by_manager(Viewer(unit_ids=frozenset({going})), unit, name="KS Biển Xanh 2")
    merge(browse(cast.an), going, staying)
    with app.app_context():
        unit = get_unit(cast.chau.viewer, going)
        outcomes = (find_transfer(cast.chau.viewer, unit).outcome, find_proposal(cast.chau.viewer, unit).outcome)
        (owned,) = list_ownerships(cast.chau.viewer, unit)

    assert outcomes == (Outcome.WITHDRAWN, Outcome.WITHDRAWN)
    assert owned.until_on is None


def test_the_page_of_the_unit_that_went_leads_on_and_its_history_stays(cast, browse, pair):
    going, staying = pair
    an = browse(cast.an)
    merge(an, going, staying)
    moved = an.get(f"/units/{going}")
    assert moved.location.endswith(f"/units/{staying}")
    assert "KS Biển Xanh đã gộp vào đơn vị này." in an.follow(moved).text

    history = an.get(f"/units/{going}/history").text
    assert "Đã gộp" in history
    assert "Cùng một khách sạn" in history
    assert "KS Biển Xanh" in an.get(f"/units/{staying}/history").text
    assert "KS Biển Xanh ngày 19/5/2026" in an.get(f"/units/{going}?on=2026-05-19").text


def figure(cast, unit_id, day):
    """Numerator and denominator of a unit's day at its door, once that day is over."""
    over = now() + timedelta(days=2)
    found = figures_by(cast.chau.viewer, Cut.UNIT, [MeasureKey.ENTRY], first=day, last=day, at=over)
    leaf = found.get(unit_id)
    return leaf and (leaf[MeasureKey.ENTRY].numerator, leaf[MeasureKey.ENTRY].denominator)


def test_denominators_follow_the_day_of_the_merge(app, cast, pair):
    going, staying = pair
    yesterday = DAY - timedelta(1)
    with app.app_context():
        with transaction():
            bump(going, yesterday, entries=2)
        before = figure(cast, going, yesterday)
        with transaction():
            merge_units(cast.an.viewer, *(get_unit(cast.an.viewer, n) for n in pair), reason="x")

        assert before == figure(cast, going, yesterday) == (1, 1)
        assert figure(cast, going, DAY) is None
        assert figure(cast, staying, DAY) == (0, 1)


def test_a_day_on_which_visitors_were_counted_stays_its_own(app, cast, pair):
    going, _ = pair
    with app.app_context():
        with transaction():
            bump(going, DAY, entries=3)
        with transaction():
            merge_units(cast.an.viewer, *(get_unit(cast.an.viewer, n) for n in pair), reason="x")
        unit = get_unit(cast.an.viewer, going)

        assert unit.status is UnitStatus.MERGED
        assert status_changes(cast.an.viewer, unit)[-1].from_on == DAY + timedelta(1)
        assert figure(cast, going, DAY) == (1, 1)


@pytest.mark.parametrize(
    ("staying", "other", "expected"),
    [
        (UnitStatus.ACTIVE, UnitStatus.ACTIVE, True),
        (UnitStatus.ACTIVE, UnitStatus.PENDING, True),
        (UnitStatus.ACTIVE, UnitStatus.SUSPENDED, True),
        (UnitStatus.ACTIVE, UnitStatus.CLOSED, True),
        (UnitStatus.PENDING, UnitStatus.PENDING, True),
        (UnitStatus.PENDING, UnitStatus.ACTIVE, False),
        (UnitStatus.SUSPENDED, UnitStatus.ACTIVE, False),
        (UnitStatus.ACTIVE, UnitStatus.REFUSED, False),
        (UnitStatus.ACTIVE, UnitStatus.MERGED, False),
        (UnitStatus.MERGED, UnitStatus.ACTIVE, False),
    ],
)
def test_what_may_go_up_in_what(staying, other, expected):
    assert may_merge(staying, other) is expected


def test_a_name_that_is_taken_gets_a_number_and_fits():
    assert free_name("Cổng chính", ["Cổng chính", "Cổng chính 2"]) == "Cổng chính 3"
    assert len(free_name("x" * 80, ["x" * 80])) <= 80


def test_nothing_goes_up_in_itself_or_twice(app, cast, browse, pair):
    going, staying = pair
    an = browse(cast.an)
    with app.app_context(), pytest.raises(MergeRefused), transaction():
        merge_units(cast.an.viewer, *[get_unit(cast.an.viewer, going)] * 2, reason="x")
    assert merge(an, going, staying, reason=" ").status == 422
    assert merge(an, going, staying).status == 303
    assert press(an, f"/units/{going}/double", {"other": str(staying), "reason": "x"}).status == 409


@pytest.mark.parametrize(("person", "expected"), [("binh", 404), ("lan", 404), ("oanh", 403), ("duong", 303)])
def test_who_holds_both_merges(app, cast, browse, pair, person, expected):
    going, staying = pair
    values = {"other": str(staying), "reason": "x"}

    assert press(browse(getattr(cast, person)), f"/units/{going}/double", values).status == expected
    assert (status(app, cast, going) is UnitStatus.MERGED) == (expected == 303)
