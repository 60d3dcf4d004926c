"""What was noted without network arrives once, with the moment that its clock proves."""

from datetime import timedelta

import pytest
import time_machine

from app.access.scope import unscoped
from app.clock import local_day, now
from app.db import db
from app.gate.models import GateAct
from app.tallies.models import UnitDay
from tests.gate.conftest import declare, scan
from tests.visits.records import counted, stored, visits

BA = {"kind": "hand", "full_name": "Trần Văn Ba", "address": "Ấp 4", "said": "none"}
ID = "AAAAAAAAAAAAAAAAAAAAA1"


def _ms(moment):
    return int(moment.timestamp() * 1000)


def _send(guard, *, noted=None, ahead=0, ahead_then=None, **fields):
    token = guard.client.get("/gate/token").json["csrf"]
    then = ahead if ahead_then is None else ahead_then
    clock = {"noted_at": _ms(noted or now()), "noted_offset": then, "sent_offset": ahead}
    return guard.client.post("/gate/queue", data={"submission": ID, **clock, **fields}, headers={"X-CSRFToken": token})


def _acts(app):
    with app.app_context():
        found = list(db.session.scalars(unscoped(db.select(GateAct).order_by(GateAct.id), because="a test looks")))
        db.session.expunge_all()
        return found


def test_what_is_sent_twice_is_stored_once_at_the_moment_it_was_noted(app, browse, gate):
    guard, noted = browse(gate.tu), now().replace(microsecond=0) - timedelta(minutes=20)

    for _again in range(2):
        assert _send(guard, noted=noted, **BA).json["state"] == "stored"

    assert stored(app) == (1, 1, 1)
    assert visits(app)[0].checked_in_at == noted
    assert [act.clock for act in _acts(app)] == ["device"]


@pytest.mark.parametrize(
    ("clock", "then", "since", "expected"),
    [
        pytest.param(-7_200_000, 7_200_000, 7_200_000, "corrected", id="two hours slow"),
        pytest.param(3_600_000, 0, 0, "unknown", id="from a time to come"),
        pytest.param(0, 0, 3_600_000, "unknown", id="set meanwhile"),
    ],
)
def test_a_wrong_clock_is_corrected_or_flagged(app, browse, gate, clock, then, since, expected):
    noted = now() + timedelta(milliseconds=clock)

    assert _send(browse(gate.tu), noted=noted, ahead_then=then, ahead=since, **BA).json["clock"] == expected
    assert abs(visits(app)[0].checked_in_at - now()) < timedelta(minutes=1)


def test_a_pass_noted_at_the_exit_and_sent_twice_is_one_exit(app, browse, gate):
    receipt = declare(browse(), gate.code)
    guard = browse(gate.tu)

    for _again in range(2):
        _send(guard, kind="pass", text=f"http://localhost/r/{receipt}")

    assert counted(app, gate.unit_id)[:2] == (1, 1)


def test_a_count_sent_twice_is_one(browse, gate):
    guard = browse(gate.tu)
    for _again in range(2):
        assert _send(guard, kind="in", app="ncovi").status_code == 200

    assert "1 vào, 0 ra" in guard.get("/gate").text


@pytest.mark.parametrize(("decision", "entries"), [("admitted", 1), ("kept_out", 0), ("", 0)])
def test_what_the_guard_decided_without_network_holds(app, browse, gate, decision, entries):
    guard = browse(gate.tu)

    said = {**BA, "said": "some", "yes": "symptoms", "decision": decision}
    assert [_send(guard, **said).status_code for _again in range(3)] == [202, 200, 200]

    assert counted(app, gate.unit_id)[0] == entries
    assert [act.kind for act in _acts(app)] == ["held", "entered" if entries else "kept_out"]


def test_a_scanned_card_fills_what_was_not_typed(app, browse, gate):
    card = "091085000111||Nguyễn Văn Tèo|05031985|Nam|Dương Đông, Phú Quốc|15042021"

    assert _send(browse(gate.tu), kind="hand", said="none", scanned=card).status_code == 200
    assert stored(app) == (1, 1, 1)


def test_what_cannot_be_stored_is_told_and_stays_on_the_machine(app, browse, gate):
    answer = _send(browse(gate.tu), **{**BA, "full_name": ""})

    assert (answer.status_code, answer.json["state"]) == (422, "refused")
    assert "Hãy ghi họ và tên." in answer.json["why"]
    assert stored(app) == (0, 0, 0)


def test_what_comes_after_the_door_of_its_day_closed_is_late(app, browse, gate):
    noted = now()
    with time_machine.travel(noted + timedelta(days=2), tick=False):
        _send(browse(gate.tu), noted=noted, **BA)

    assert visits(app)[0].day == local_day(noted)
    with app.app_context():
        late = unscoped(db.select(UnitDay.late_count).where(UnitDay.day == local_day(noted)), because="a test looks")
        assert db.session.scalar(late) == 1


def test_the_page_for_hours_without_network_names_nobody(browse, gate):
    declare(browse(), gate.code)

    page = browse(gate.tu).get("/gate/offline")

    assert page.status == 200
    assert "NGUYỄN" not in page.text
    assert "'wasm-unsafe-eval'" in page.response.headers["Content-Security-Policy"]


def test_a_pass_that_let_somebody_in_before_is_his_exit_when_it_comes_from_the_queue(app, browse, gate, market):
    receipt = declare(browse(), market.code)
    guard = browse(gate.tu)
    scan(guard, f"http://localhost/r/{receipt}")

    for _again in range(2):
        assert _send(guard, kind="pass", text=f"http://localhost/r/{receipt}").status_code == 200

    assert counted(app, gate.unit_id)[:2] == (1, 1)


CARD = "091085000111||Nguyễn Văn Tèo|05031985|Nam|Dương Đông, Phú Quốc|15042021"


def test_who_was_let_in_by_his_card_without_network_goes_out_by_it_once(app, browse, gate):
    guard = browse(gate.tu)
    _send(guard, kind="hand", said="none", scanned=CARD)

    for _again in range(2):
        answer = _send(guard, kind="leave", scanned=CARD, submission="BBBBBBBBBBBBBBBBBBBBB2")
        assert answer.json == {"state": "stored", "kind": "left", "clock": "device"}

    assert counted(app, gate.unit_id)[:2] == (1, 1)
    assert [act.kind for act in _acts(app)] == ["entered", "left"]


def test_who_gave_his_number_goes_out_by_it(app, browse, gate):
    declare(browse(), gate.code, phone="0912345678")

    assert _send(browse(gate.tu), kind="leave", scanned="0912 345 678").json["kind"] == "left"
    assert counted(app, gate.unit_id)[:2] == (1, 1)


@pytest.mark.parametrize(
    ("names", "shown", "why"),
    [
        pytest.param(["Lê A", "Lê B"], "0912345678", "several", id="a family of one phone"),
        pytest.param(["Lê A"], "0987654321", "absent", id="nobody of this number"),
        pytest.param([], CARD, "absent", id="nobody of this card"),
        pytest.param(["Lê A"], "http://localhost/q/anything", "unknown", id="no card"),
        pytest.param(["Lê A"], "", "unknown", id="nothing"),
    ],
)
def test_who_goes_has_to_be_clear(app, browse, gate, names, shown, why):
    for name in names:
        declare(browse(), gate.code, phone="0912345678", full_name=name)

    answer = _send(browse(gate.tu), kind="leave", scanned=shown)

    assert (answer.status_code, answer.json["why"]) == (422, why)
    assert counted(app, gate.unit_id)[:2] == (len(names), 0)


def test_nobody_is_let_out_of_another_unit(app, browse, gate, market):
    declare(browse(), market.code, phone="0912345678")

    assert _send(browse(gate.tu), kind="leave", scanned="0912345678").json["why"] == "absent"
    assert counted(app, market.unit_id)[:2] == (1, 0)
