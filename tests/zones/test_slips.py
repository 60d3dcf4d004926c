"""A member signs in by the link on his slip and a PIN; with a new slip nothing that was typed is lost."""

import re
from datetime import timedelta

import time_machine

from app.clock import local_day, now
from app.db import transaction
from app.zones.actions import (
    end_team,
    issue_link,
)
from app.zones.queries import list_members
from tests.zones.conftest import round_address, team_of

PIN = "482915"


def _slip(desk, locked, member_id):
    team = f"/zones/teams/{locked.team_id}"
    page = desk.send(team, to=f"{team}/members/{member_id}/link")
    assert page.status == 200, page.text
    return re.search(r"/team/[\w-]+", page.text)[0]


def _member_id(app, locked):
    with app.app_context():
        return list_members(locked.tam.viewer, team_of(locked))[0].id


def test_a_member_chooses_a_pin_by_his_slip_and_signs_in_with_it(app, cast, browse, locked):
    link = _slip(browse(cast.duong), locked, _member_id(app, locked))
    phone, again, stranger = browse(), browse(), browse()

    weak = phone.send(link, {"new_pin": "123456", "repeated_pin": "123456"}, to=f"{link}/pin")
    first = phone.follow(phone.send(link, {"new_pin": PIN, "repeated_pin": PIN}, to=f"{link}/pin"))
    right, wrong = again.send(link, {"pin": PIN}, to=link), stranger.send(link, {"pin": "111222"}, to=link)

    assert weak.status == 422
    assert "Trần Thị Hộ 1" in first.text
    assert right.status == 303
    assert wrong.status == 422
    assert "Trần Thị Hộ 1" in again.get(locked.round).text
    assert stranger.get(locked.round).status == 303


def test_a_new_slip_kills_the_old_one_and_its_account(app, cast, browse, locked):
    desk, phone = browse(cast.duong), browse()
    old = _slip(desk, locked, _member_id(app, locked))
    phone.send(old, {"new_pin": PIN, "repeated_pin": PIN}, to=f"{old}/pin")

    _slip(desk, locked, _member_id(app, locked))

    assert browse().get(old).status == 410
    assert phone.get(locked.round).status == 303


def test_links_and_accounts_die_with_the_team(app, cast, browse, locked):
    phone, signed_in = browse(), browse(locked.tam)
    with app.app_context(), transaction():
        link = f"/team/{issue_link(cast.duong.viewer, list_members(cast.duong.viewer, team_of(locked))[0])}"
    with app.app_context(), transaction():
        end_team(cast.duong.viewer, team_of(locked), until_on=local_day())

    assert phone.get(link).status == 410
    assert signed_in.get(locked.round).status in (303, 404)


def test_an_unknown_link_is_absent(browse):
    assert browse().get("/team/nothing-like-it").status == 404


def test_a_round_typed_after_the_sessions_end_goes_on_with_the_pin(app, cast, browse, locked):
    phone, link = browse(), _slip(browse(cast.duong), locked, _member_id(app, locked))
    with time_machine.travel(now(), tick=False) as clock:
        phone.send(link, {"new_pin": PIN, "repeated_pin": PIN}, to=f"{link}/pin")
        opened = phone.get(locked.round)
        to = round_address(opened)
        typed = {**opened.fields(to), f"symptoms-{locked.household_ids[0]}": "2"}
        clock.shift(timedelta(hours=12, minutes=1))

        page = phone.post(to, typed)
        wrong = phone.post("/login/pin", {**page.fields("/login/pin"), "pin": "111222"})
        again = phone.post("/login/pin", {**wrong.fields("/login/pin"), "pin": PIN})
        filed = phone.follow(phone.post(to, again.fields(to)))

    assert (page.status, wrong.status, again.status) == (401, 422, 200)
    assert "Mã PIN không đúng" in wrong.text
    assert "Đã nộp lượt đi: 3 hộ" in filed.text


def test_a_pin_without_its_slip_opens_nothing_once_the_slip_was_replaced(app, cast, browse, locked):
    desk, phone = browse(cast.duong), browse()
    link = _slip(desk, locked, _member_id(app, locked))
    phone.send(link, {"new_pin": PIN, "repeated_pin": PIN}, to=f"{link}/pin")
    _slip(desk, locked, _member_id(app, locked))

    token = phone.get("/login").fields("/login")["csrf_token"]
    assert phone.post("/login/pin", {"csrf_token": token, "pin": PIN}).location == "/login"
    assert phone.get(locked.round).location.startswith("/login")


def test_a_round_typed_while_the_slip_was_replaced_goes_on_with_the_new_slip(app, cast, browse, locked):
    desk, phone = browse(cast.duong), browse()
    link = _slip(desk, locked, _member_id(app, locked))
    phone.send(link, {"new_pin": PIN, "repeated_pin": PIN}, to=f"{link}/pin")
    opened = phone.get(locked.round)
    to = round_address(opened)
    typed = {**opened.fields(to), f"symptoms-{locked.household_ids[0]}": "2"}
    new_link = _slip(desk, locked, _member_id(app, locked))

    page = phone.post(to, typed)
    too_soon = phone.post("/login/kept", page.fields("/login/kept"))
    phone.send(new_link, {"new_pin": PIN, "repeated_pin": PIN}, to=f"{new_link}/pin")
    again = phone.post("/login/kept", too_soon.fields("/login/kept"))
    filed = phone.follow(phone.post(to, again.fields(to)))

    assert (page.status, too_soon.status, again.status) == (401, 422, 200)
    assert "đã được thay hoặc thu hồi" in page.text
    assert "chưa đăng nhập lại" in too_soon.text
    assert "Đã nộp lượt đi: 3 hộ" in filed.text
    other = browse(cast.an)
    assert other.post("/login/kept", page.fields("/login/kept")).location == "/desk"
