"""A manager puts a phone at her gate: it does the gate's work, sees nothing else, and can be shut out."""

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

    assert "/login" in phone.get("/gate").location
    assert (
        "/login" in phone.post("/gate/by-hand", {**opened, "full_name": "Ba", "address": "x", "said": "none"}).location
    )
    assert counted(app, gate.unit_id)[0] == 0


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
