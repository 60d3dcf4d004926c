"""At the gate: who shows something is let in, held or let out, counted once, and seen by no more than a masked name."""

from datetime import timedelta

import pytest
import time_machine

from app.clock import now
from tests.gate.conftest import by_hand, declare, scan
from tests.visits.records import counted, stored

pytestmark = pytest.mark.slow

CARD = "091085000111||Nguyễn Văn Tèo|05031985|Nam|12 Nguyễn Trãi, Dương Đông, Phú Quốc, Kiên Giang|15042021"


def test_a_phone_number_lets_in_who_declared_elsewhere(app, browse, gate, market):
    declare(browse(), market.code)

    page = scan(browse(gate.tu), "0912 345 678")

    assert "MỜI VÀO" in page.text
    assert "NGUYỄN VĂN ***" in page.text
    assert "TÈO" not in page.text
    assert "0912345678" not in page.text
    assert counted(app, gate.unit_id) == (1, 0, 0, 0)
    assert counted(app, market.unit_id) == (1, 0, 1, 1)


def test_a_citizens_card_finds_the_declaration_by_its_number(app, browse, gate, market):
    declare(browse(), market.code, id_number="091085000111")

    assert "MỜI VÀO" in scan(browse(gate.tu), CARD).text
    assert counted(app, gate.unit_id)[0] == 1


def test_a_card_without_declaration_fills_the_form_and_is_kept_nowhere(app, browse, gate):
    guard = browse(gate.tu)
    page = scan(guard, CARD)

    assert page.status == 200
    fields = page.fields("/gate/by-hand")
    assert (fields["full_name"], fields["birth_year"], fields["gender"]) == ("Nguyễn Văn Tèo", "1985", "male")
    assert fields["id_number"] == "091085000111"
    assert stored(app) == (0, 0, 0)

    done = guard.follow(guard.post("/gate/by-hand", {**fields, "said": "none"}))
    assert "MỜI VÀO" in done.text
    assert stored(app) == (1, 1, 1)


def test_a_pass_lets_in_here_and_out_again(app, browse, gate, market):
    receipt = declare(browse(), market.code)
    guard = browse(gate.tu)

    assert "MỜI VÀO" in scan(guard, f"http://localhost/r/{receipt}").text
    here = declare(browse(), gate.code, phone="0987654321", full_name="Lê Thị Sáu")
    assert "ĐÃ RA" in scan(guard, f"http://localhost/r/{here}").text
    assert counted(app, gate.unit_id) == (2, 1, 0, 1)


def test_a_phone_that_several_share_is_asked_who(app, browse, gate, market):
    declare(browse(), market.code)
    declare(browse(), market.code, full_name="Lê Thị Sáu")
    guard = browse(gate.tu)

    page = guard.send("/gate", {"text": "0912345678"}, to="/gate/scan")

    assert page.status == 200
    assert "LÊ THỊ" not in page.text
    assert "Lê Thị ***" in page.text
    assert guard.post("/gate/in", page.fields("/gate/in")).status == 303
    assert counted(app, gate.unit_id)[0] == 1


def test_who_is_inside_by_a_phone_can_be_let_out_by_it(app, browse, gate):
    declare(browse(), gate.code)
    guard = browse(gate.tu)

    page = guard.send("/gate", {"text": "0912345678"}, to="/gate/scan")
    guard.post("/gate/out", page.fields("/gate/out"))

    assert counted(app, gate.unit_id)[:2] == (1, 1)


def test_a_declaration_from_yesterday_does_not_count(app, browse, gate, market):
    with time_machine.travel(now() - timedelta(hours=25), tick=False):
        declare(browse(), market.code)

    assert "Chưa có tờ khai còn hạn" in scan(browse(gate.tu), "0912345678").text
    assert counted(app, gate.unit_id)[0] == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("00020101021238570010A000000727", "mã chuyển tiền"),
        ("https://tokhaiyte.vn/?code=1", "mã địa điểm của tokhaiyte.vn"),
        ("HTTP://LOCALHOST/Q/7K2M9QXWA", "mã dán tại cổng"),
        ("<b>gì đó</b>", "Không nhận ra mã"),
    ],
)
def test_a_code_that_lets_nobody_in_says_why_and_is_logged(browse, gate, text, words):
    assert words in scan(browse(gate.tu), text).text

    assert words in browse(gate.mai).get(f"/units/{gate.unit_id}/gate/held").text


def test_somebody_without_a_phone_is_entered_by_hand_once(app, browse, gate):
    guard = browse(gate.tu)
    fields = {**guard.get("/gate").fields("/gate/by-hand"), "full_name": "Ba", "address": "Ấp 4", "said": "none"}

    first, again = guard.post("/gate/by-hand", fields), guard.post("/gate/by-hand", fields)

    assert first.location == again.location
    assert counted(app, gate.unit_id) == (1, 0, 0, 1)


def test_two_people_of_one_name_without_phones_are_two(app, browse, gate):
    guard = browse(gate.tu)
    by_hand(guard, address="Ấp Suối Cát")
    by_hand(guard, address="Ấp Ông Lang")

    assert counted(app, gate.unit_id) == (2, 0, 0, 2)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"full_name": ""}, "Hãy ghi họ và tên."),
        ({"address": ""}, "Hãy ghi số điện thoại, hoặc nơi ở"),
        ({"said": ""}, "Hãy hỏi khách và chọn câu trả lời."),
        ({"said": "some"}, "Hãy đánh dấu những câu trả lời Có."),
    ],
)
def test_what_the_guard_forgot_is_said_and_nothing_typed_is_lost(app, browse, gate, fields, words):
    page = by_hand(browse(gate.tu), **{"address": "Ấp Suối Cát", **fields})

    assert page.status == 422
    assert words in page.text
    assert page.text.count("Trần Văn Ba") == int("full_name" not in fields)
    assert stored(app) == (0, 0, 0)


def test_an_app_is_counted_with_one_tap_in_and_out(browse, gate):
    guard = browse(gate.tu)
    for way in ("in", "in", "out"):
        guard.send("/gate", {"app": "ncovi", "way": way}, to="/gate/tally")

    text = guard.get("/gate").text

    assert "2 vào, 1 ra" in text
    assert guard.send("/gate", {"app": "heads", "way": "in"}, to="/gate/tally").status == 422


@pytest.mark.parametrize(
    ("seconds", "left"),
    [pytest.param(29, 0, id="within half a minute"), pytest.param(31, 1, id="too late")],
)
def test_an_entry_is_taken_back_within_half_a_minute(app, browse, gate, seconds, left):
    guard = browse(gate.tu)
    start = now()  # a clock from before the sign-in would end the session
    with time_machine.travel(start, tick=False):
        page = by_hand(guard)
    fields = page.fields("/gate/undo")

    with time_machine.travel(start + timedelta(seconds=seconds), tick=False):
        undone = guard.post("/gate/undo", fields)

    assert undone.status == (303 if not left else 409)
    assert counted(app, gate.unit_id) == (left, 0, 0, left)
    assert stored(app)[1:] == (left, left)


def test_an_exit_and_a_count_are_taken_back_too(app, browse, gate):
    guard = browse(gate.tu)
    receipt = declare(browse(), gate.code)
    out = scan(guard, f"http://localhost/r/{receipt}")
    guard.post("/gate/undo", out.fields("/gate/undo"))
    tallied = guard.follow(guard.send("/gate", {"app": "ncovi", "way": "in"}, to="/gate/tally"))
    guard.post("/gate/undo", tallied.fields("/gate/undo"))

    assert counted(app, gate.unit_id) == (1, 0, 0, 1)
    assert "0 vào, 0 ra" in guard.get("/gate").text


def test_polling_costs_nothing_while_nothing_changed(browse, gate):
    guard = browse(gate.tu)
    seen = guard.get("/gate").text.partition("seen=")[2].partition('"')[0]

    polling = {"headers": {"HX-Request": "true"}}
    assert guard.get(f"/gate?seen={seen}", **polling).status == 204
    declare(browse(), gate.code)
    changed = guard.get(f"/gate?seen={seen}", **polling)
    assert changed.status == 200
    assert "<dd>1</dd>" in changed.text


def test_the_late_list_names_who_is_inside_too_long(browse, gate):
    with time_machine.travel(now() - timedelta(hours=5), tick=False):
        declare(browse(), gate.code)
    declare(browse(), gate.code, full_name="Lê Thị Sáu", phone="0987654321")

    late = browse(gate.tu).get("/gate/inside?late=1").text

    assert "NGUYỄN VĂN ***" in late
    assert "Lê Thị ***" not in late


@pytest.mark.parametrize(
    ("path", "is_wide"),
    [
        pytest.param("/gate", True, id="console"),
        pytest.param("/gate/offline", True, id="without network"),
        pytest.param("/gate/inside", False, id="who is inside"),
        pytest.param("/gate/regulars", False, id="shift"),
        pytest.param("/visits", False, id="visits"),
        pytest.param("/desk", False, id="desk"),
        pytest.param("/q/{code}", False, id="citizens' form"),
        pytest.param("/login", False, id="sign-in"),
    ],
)
def test_only_pages_with_a_camera_may_run_the_reader_and_use_the_camera(browse, gate, path, is_wide):
    headers = browse(gate.tu).get(path.format(code=gate.code)).response.headers

    assert ("wasm-unsafe-eval" in headers["Content-Security-Policy"]) is is_wide
    assert ("camera=(self)" in headers["Permissions-Policy"]) is is_wide
    assert "'unsafe-" not in headers["Content-Security-Policy"]


def test_binh_sees_nothing_of_the_gate(browse, cast, gate, market):
    here = declare(browse(), gate.code)
    page = scan(browse(gate.tu), f"http://localhost/r/{here}")
    act = page.location or page.fields("/gate/undo")["act"]

    assert browse(cast.binh).get("/gate").status == 403
    stranger = browse(market.manager)
    assert stranger.get(f"/gate?at={gate.checkpoint_id}").status == 404
    assert stranger.get(f"/gate?act={act}").status == 404
    token = stranger.get("/gate").fields("/gate/scan")["csrf_token"]
    assert stranger.post("/gate/undo", {"csrf_token": token, "act": act}).status == 404
    assert stranger.get(f"/units/{gate.unit_id}/gate").status == 404
