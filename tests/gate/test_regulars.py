"""Staff and pupils: a whole shift on one screen, exceptions only, counted apart from visitors and without names."""

import pytest

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
