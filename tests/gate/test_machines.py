"""A manager puts a phone at her gate: it does the gate's work, sees nothing else, and can be shut out."""

from base64 import b64decode
from datetime import timedelta

import time_machine

from app.clock import now
from tests.gate.conftest import by_hand
from tests.visits.records import counted


def _link(manager, gate):
    page = manager.send(
        f"/units/{gate.unit_id}/gate", {"label": "Điện thoại ca ngày", "checkpoint": str(gate.checkpoint_id)}
    )
    return manager.follow(page).text.partition('href="http://localhost/gate/enrol/')[2].partition('"')[0]


def _enrolled(browse, gate):
    token = _link(browse(gate.mai), gate)
    phone = browse()
    assert phone.send(f"/gate/enrol/{token}").location == "/gate"
    return phone, token


def test_a_phone_enrolled_by_its_link_works_at_the_door_and_sees_nothing_else(app, browse, gate):
    phone, _ = _enrolled(browse, gate)

    assert "MỜI VÀO" in by_hand(phone).text
    assert counted(app, gate.unit_id)[0] == 1
    for path in ("/desk", "/units", "/visits", "/account", f"/units/{gate.unit_id}", f"/units/{gate.unit_id}/gate"):
        assert phone.get(path).status == 403, path


def test_a_link_enrols_one_machine_within_a_day(browse, gate):
    _, token = _enrolled(browse, gate)
    late = _link(browse(gate.mai), gate)

    assert browse().get(f"/gate/enrol/{token}").status == 410
    assert browse().get(f"/gate/enrol/{token}x").status == 404
    with time_machine.travel(now() + timedelta(hours=25), tick=False):
        assert browse().get(f"/gate/enrol/{late}").status == 410


def test_two_who_open_the_link_at_once_make_one_machine(browse, gate):
    token = _link(browse(gate.mai), gate)
    first, second = browse(), browse()
    fields = second.get(f"/gate/enrol/{token}").fields()

    assert first.send(f"/gate/enrol/{token}").status == 303
    assert second.post(f"/gate/enrol/{token}", fields).status == 409


def test_a_machine_is_shut_out_at_once(app, browse, gate):
    phone, _ = _enrolled(browse, gate)
    manager = browse(gate.mai)
    opened = phone.get("/gate").fields("/gate/by-hand")
    page = manager.get(f"/units/{gate.unit_id}/gate")
    action = next(form.get("action") for form in page.tree.iter("form") if form.get("action", "").endswith("/revoke"))

    manager.post(action, page.fields(action))

    told = phone.follow(phone.get("/gate"))
    assert "Máy này đã bị thu hồi" in told.text
    assert "thu hồi" not in browse().get("/login").text
    assert (
        "/login" in phone.post("/gate/by-hand", {**opened, "full_name": "Ba", "address": "x", "said": "none"}).location
    )
    assert counted(app, gate.unit_id)[0] == 0


def _key(browser, *wanted):
    return browser.get("/gate/key?" + "&".join(f"for={name}" for name in wanted)).response.json


def test_a_machine_is_given_its_key_and_that_of_its_unit_before_but_no_other_units(browse, app, cast, gate, market):
    first, _ = _enrolled(browse, gate)
    given = _key(first)
    again, _ = _enrolled(browse, gate)
    abroad = _key(browse(market.manager), given["name"])

    assert len(b64decode(given["keys"][given["name"]])) == 32
    assert _key(first) == given
    taken = _key(again, given["name"], "nonsense")
    assert taken["keys"][given["name"]] == given["keys"][given["name"]]
    assert set(taken["keys"]) == {given["name"], taken["name"]}
    assert taken["keys"][taken["name"]] != given["keys"][given["name"]]
    assert set(abroad["keys"]) == {abroad["name"]}
    assert f'data-holder="{given["name"]}"' in first.get("/gate").text
    assert browse(cast.an).get("/gate/key").status == 403


def test_a_machine_that_lost_its_session_is_told_whether_it_was_shut_out(browse, gate):
    phone, _ = _enrolled(browse, gate)
    name = _key(phone)["name"]
    assert browse().get(f"/gate/shut-out?name={name}").response.json == {"shut_out": False}
    manager = browse(gate.mai)
    page = manager.get(f"/units/{gate.unit_id}/gate")
    action = next(form.get("action") for form in page.tree.iter("form") if form.get("action", "").endswith("/revoke"))

    manager.post(action, page.fields(action))

    assert browse().get(f"/gate/shut-out?name={name}").response.json == {"shut_out": True}
    assert browse().get("/gate/shut-out?name=12").response.json == {"shut_out": False}
    assert "/login" in phone.get("/gate/key").location


def test_only_the_manager_and_nobody_elses_puts_machines_there(browse, cast, gate, market):
    path = f"/units/{gate.unit_id}/gate"

    assert browse(gate.tu).get(path).status == 403
    assert browse(cast.an).get(path).status == 403
    assert browse(market.manager).get(path).status == 404


def test_a_machine_has_no_password(browse, gate, app):
    from app.access.actions import NO_PASSWORD
    from app.access.passwords import is_right

    assert not is_right(NO_PASSWORD, "!")
    assert not is_right(NO_PASSWORD, "nobody has this password")
