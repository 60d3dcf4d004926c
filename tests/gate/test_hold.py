"""Somebody whose answers ask for a second look: the guard is told what to do, what he did is kept."""

from tests.gate.conftest import by_hand, declare, scan
from tests.visits.records import counted, stored


def test_red_is_held_and_kept_out_of_a_hotel_by_the_guards_word(app, browse, gate, market):
    declare(browse(), market.code, symptoms="yes")
    guard = browse(gate.tu)

    page = scan(guard, "0912345678")

    assert "MỜI DỪNG LẠI" in page.text
    assert "Chưa cho vào, chờ y tế" in page.text
    assert "triệu chứng" not in page.text
    action = next(form.get("action") for form in page.tree.iter("form") if "/gate/held/" in form.get("action", ""))
    done = guard.follow(guard.post(action, {**page.fields(action), "decision": "kept_out"}))
    assert "CHƯA VÀO – GẶP Y TẾ" in done.text
    assert counted(app, gate.unit_id)[0] == 0
    log = browse(gate.mai).get(f"/units/{gate.unit_id}/gate/held").text
    assert ("Mời dừng lại" in log, "Chưa cho vào, chờ y tế" in log, "TÈO" in log) == (True, True, False)


def test_health_care_turns_nobody_away(app, browse, clinic, market):
    declare(browse(), market.code, symptoms="yes")
    guard, manager = browse(clinic.tu), browse(clinic.mai)
    manager.send(
        f"/units/{clinic.unit_id}/gate",
        {"place": "Phòng sàng lọc cạnh cổng 2", "phone": "0297 3812 345"},
        to=f"/units/{clinic.unit_id}/gate/place",
    )

    page = scan(guard, "0912345678")

    assert "Phòng sàng lọc cạnh cổng 2" in page.text
    assert "Chưa cho vào" not in page.text
    action = next(form.get("action") for form in page.tree.iter("form") if "/gate/held/" in form.get("action", ""))
    assert guard.post(action, {**page.fields(action), "decision": "kept_out"}).status == 422
    done = guard.follow(guard.post(action, {**page.fields(action), "decision": "screened"}))
    assert "MỜI SANG KHU SÀNG LỌC" in done.text
    assert counted(app, clinic.unit_id)[0] == 1
    assert "Đã đưa sang khu sàng lọc" in manager.get(f"/units/{clinic.unit_id}/gate/held").text


def test_who_is_held_by_what_he_said_to_the_guard_has_declared(app, browse, gate):
    guard = browse(gate.tu)

    page = by_hand(guard, said="some", yes="symptoms")

    assert "MỜI DỪNG LẠI" in page.text
    assert stored(app) == (1, 1, 0)
    action = next(form.get("action") for form in page.tree.iter("form") if "/gate/held/" in form.get("action", ""))
    fields = {**page.fields(action), "decision": "admitted"}
    assert guard.post(action, fields).location == guard.post(action, fields).location
    assert counted(app, gate.unit_id) == (1, 0, 0, 1)


def test_what_this_kind_of_unit_cannot_do_is_said_beside_the_field(browse, gate):
    guard = browse(gate.tu)
    held = by_hand(guard, said="some", yes="symptoms")
    action = next(form.get("action") for form in held.tree.iter("form") if "/gate/held/" in form.get("action", ""))

    page = guard.post(action, {**held.fields(action), "decision": "screened"})

    assert page.status == 422
    assert "Hãy chọn một cách xử lý." in page.text
