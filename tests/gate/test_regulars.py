"""Staff and pupils: a whole shift on one screen, exceptions only, counted apart from visitors and without names."""

from datetime import timedelta

import pytest

from app.clock import now
from app.gate.rules.regulars import Group, GroupProblem, present, read_groups
from tests.visits.records import counted

LIST = "Lớp 1A: 42\nLớp 1B\t40 em\n\nTổ bếp, 6 người"


@pytest.fixture
def groups(browse, gate):
    """Mai's list of three groups; the ids by name."""
    address = f"/units/{gate.unit_id}/gate/regulars"
    assert browse(gate.mai).send(address, {"lines": LIST}, to=address).status == 303
    page = browse(gate.tu).get("/gate/regulars")
    names = [each.find("strong").text for each in page.tree.iter("p") if each.get("class") == "app-shift__name"]
    ids = [name.removeprefix("absent-") for name in page.fields("/gate/regulars") if name.startswith("absent-")]
    return dict(zip(names, ids, strict=True))


def _confirm(guard, **fields):
    return guard.follow(guard.send("/gate/regulars", fields, to="/gate/regulars"))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Lớp 1A: 42", Group("Lớp 1A", 42)),
        ("Lớp 10\t35", Group("Lớp 10", 35)),
        ("Ca sáng – 18 người.", Group("Ca sáng", 18)),
        ("Tổ bếp", GroupProblem.NO_NUMBER),
        ("42", GroupProblem.NO_NUMBER),
        ("Tổ 5 bếp", GroupProblem.NO_NUMBER),
        ("Tổ bếp 6 Người", Group("Tổ bếp", 6)),
        ("Ca sáng: 0", GroupProblem.BAD_NUMBER),
        ("Ca sáng: 5001", GroupProblem.BAD_NUMBER),
        (f"{'x' * 61}: 3", GroupProblem.LONG_NAME),
    ],
)
def test_a_line_is_a_group(line, expected):
    groups, problems = read_groups(line)

    assert [*groups, *(kind for _number, kind in problems)] == [expected]


def test_a_group_stands_on_the_list_once_however_it_is_spelt():
    assert read_groups("Lớp 1A: 42\nLOP 1A: 40")[1] == [(2, GroupProblem.TWICE)]
    assert read_groups("\n".join(f"Nhóm {n} : 5" for n in range(201)))[1] == [(201, GroupProblem.TOO_MANY)]
    assert present(42, 2, 1) == 39


@pytest.mark.slow
def test_a_shift_is_confirmed_on_one_screen_and_is_no_visitor(app, browse, gate, groups):
    guard = browse(gate.tu)

    page = _confirm(guard, **{f"absent-{groups['Lớp 1A']}": "2", f"ill-{groups['Lớp 1A']}": "1"})

    assert "39 có mặt, vắng 2, có biểu hiện 1" in page.text
    assert "40 có mặt, vắng 0" in page.text
    assert "nhóm chưa xác nhận</button>" not in page.text.partition("app-shift")[2]
    assert counted(app, gate.unit_id) == (0, 0, 0, 0)
    unit_page = browse(gate.mai).get(f"/units/{gate.unit_id}/gate/regulars").text
    assert "3 nhóm đã xác nhận: 85 có mặt, vắng 2, có biểu hiện 1" in unit_page
    assert "còn nhận số liệu" in browse(gate.mai).get(f"/units/{gate.unit_id}/days").text
    assert ";85;2;1" in browse(gate.mai).get(f"/units/{gate.unit_id}/gate/regulars.csv").text.replace(",", ";")


@pytest.mark.slow
def test_one_group_alone_is_confirmed_and_mended(browse, gate, groups):
    guard, kitchen = browse(gate.tu), groups["Tổ bếp"]

    _confirm(guard, only=kitchen)
    page = _confirm(guard, only=kitchen, **{f"absent-{kitchen}": "1"})

    assert "5 có mặt, vắng 1" in page.text
    assert page.text.count("đã xác nhận</strong>") == 1
    assert "Xác nhận 2 nhóm chưa xác nhận" in page.text


@pytest.mark.slow
@pytest.mark.parametrize(("typed", "words"), [("7", "Tổ bếp chỉ có 6 người."), ("hai", "bằng chữ số")])
def test_more_than_there_are_is_said_and_nothing_is_stored(browse, gate, groups, typed, words):
    guard, kitchen = browse(gate.tu), groups["Tổ bếp"]

    page = guard.send("/gate/regulars", {f"absent-{kitchen}": typed}, to="/gate/regulars")

    assert (page.status, words in page.text) == (422, True)
    assert page.fields("/gate/regulars")[f"absent-{kitchen}"] == typed
    assert "đã xác nhận</strong>" not in guard.get("/gate/regulars").text


@pytest.mark.slow
def test_a_group_taken_off_the_list_is_asked_no_more_and_its_days_stay(browse, gate, groups):
    _confirm(browse(gate.tu))
    address = f"/units/{gate.unit_id}/gate/regulars"

    manager = browse(gate.mai)
    manager.send(address, {"lines": "Lớp 1A: 43"}, to=address)

    assert "Tổ bếp" not in browse(gate.tu).get("/gate/regulars").text
    assert "88 có mặt" in manager.get(address).text
    refused = manager.send(address, {"lines": "Lớp 1A"}, to=address)
    assert (refused.status, "Dòng 1" in refused.text) == (422, True)


@pytest.mark.slow
def test_binh_confirms_nobodys_shift(cast, browse, gate, market, groups):
    address = f"/units/{gate.unit_id}/gate/regulars"

    assert browse(cast.binh).get(address).status == 404
    assert browse(cast.binh).get("/gate/regulars").status == 403
    stranger = browse(market.manager)
    assert stranger.get(f"/gate/regulars?at={gate.checkpoint_id}").status == 404
    token = stranger.get("/gate").fields("/gate/scan")
    sent = {"csrf_token": token["csrf_token"], "lines": "Của tôi: 3"}
    assert stranger.post(address, sent).status == 404


def _sent_later(guard, *, minutes, set_since=False, **fields):
    """What a machine noted without network that many minutes ago."""
    token, then = guard.client.get("/gate/token").json["csrf"], now() - timedelta(minutes=minutes)
    clock = {"noted_at": int(then.timestamp() * 1000), "noted_offset": 0, "sent_offset": 3_600_000 * set_since}
    data = {"kind": "shift", "submission": "AAAAAAAAAAAAAAAAAAAAA7", **clock, **fields}
    return guard.client.post("/gate/queue", data=data, headers={"X-CSRFToken": token})


def test_the_page_for_hours_without_network_holds_the_groups_and_nothing_of_the_day(browse, gate, groups):
    guard = browse(gate.tu)
    _confirm(guard, **{f"absent-{groups['Lớp 1A']}": "2"})

    page = guard.get("/gate/regulars/offline")

    assert all(name in page.text for name in groups)
    assert "40 có mặt" not in page.text
    assert "csrf_token" not in page.text


def test_a_shift_noted_without_network_is_confirmed_once_for_its_moment(app, browse, gate, groups):
    guard, absent = browse(gate.tu), {f"absent-{groups['Lớp 1A']}": "2"}

    for _again in range(2):
        assert _sent_later(guard, minutes=20, **absent).json["state"] == "stored"

    page = guard.get("/gate/regulars").text
    assert "40 có mặt, vắng 2" in page
    assert page.count("đã xác nhận</strong>") == 3
    assert counted(app, gate.unit_id) == (0, 0, 0, 0)
    assert "3 nhóm đã xác nhận" in browse(gate.mai).get(f"/units/{gate.unit_id}/gate/regulars").text


@pytest.mark.parametrize("set_since", [False, True], ids=["earlier by the clock", "clock was set"])
def test_what_was_said_at_the_gate_later_stands(browse, gate, groups, set_since):
    guard, kitchen = browse(gate.tu), groups["Tổ bếp"]
    _confirm(guard, only=kitchen, **{f"absent-{kitchen}": "1"})

    sent = _sent_later(guard, minutes=20, set_since=set_since, only=kitchen, **{f"absent-{kitchen}": "4"})

    assert sent.json["state"] == "stored"
    assert "5 có mặt, vắng 1" in guard.get("/gate/regulars").text


def test_a_shift_that_does_not_fit_any_more_is_told_and_changes_nothing(browse, gate, groups):
    guard, kitchen = browse(gate.tu), groups["Tổ bếp"]
    too_many = _sent_later(guard, minutes=5, **{f"absent-{kitchen}": "7"})
    address = f"/units/{gate.unit_id}/gate/regulars"
    browse(gate.mai).send(address, {"lines": "Lớp 1A: 43"}, to=address)
    gone = _sent_later(guard, minutes=5, only=kitchen)

    assert (too_many.status_code, too_many.json["why"]) == (422, "Tổ bếp chỉ có 6 người.")
    assert (gone.status_code, gone.json["why"]) == (422, "groups")
    assert "đã xác nhận</strong>" not in guard.get("/gate/regulars").text


def test_binh_sends_nothing_for_another_units_groups(browse, gate, market, groups):
    stranger = browse(market.manager)

    assert _sent_later(stranger, minutes=5, at=gate.checkpoint_id).status_code == 404
    assert stranger.get(f"/gate/regulars/offline?at={gate.checkpoint_id}").status == 404
