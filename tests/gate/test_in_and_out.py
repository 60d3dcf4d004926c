"""What let somebody in lets him out; and one form of the guard's page does one thing, or the next one anew."""

from datetime import timedelta

import pytest
import time_machine

from app.clock import at, local_day
from tests.gate.conftest import by_hand, declare, scan
from tests.visits.records import counted

pytestmark = pytest.mark.slow

CARD = "091085000111||Nguyễn Văn Tèo|05031985|Nam|12 Nguyễn Trãi, Dương Đông, Phú Quốc, Kiên Giang|15042021"


def test_the_pass_that_let_somebody_in_lets_him_out(app, browse, gate, market):
    receipt = declare(browse(), market.code)
    guard = browse(gate.tu)

    words = [scan(guard, f"http://localhost/r/{receipt}").text for _time in range(3)]

    assert ["MỜI VÀO" in words[0], "ĐÃ RA" in words[1], "MỜI VÀO" in words[2]] == [True] * 3
    assert counted(app, gate.unit_id) == (2, 1, 0, 0)


def test_the_card_that_let_somebody_in_lets_him_out(app, browse, gate, market):
    declare(browse(), market.code, id_number="091085000111")
    guard = browse(gate.tu)

    assert "MỜI VÀO" in scan(guard, CARD).text
    assert "ĐÃ RA" in scan(guard, CARD).text
    assert counted(app, gate.unit_id) == (1, 1, 0, 0)


def test_a_card_lets_out_whom_the_guard_entered_by_hand_with_it(app, browse, gate):
    guard = browse(gate.tu)
    by_hand(guard, full_name="Nguyễn Văn Tèo", id_number="091085000111")

    assert "ĐÃ RA" in scan(guard, CARD).text
    assert counted(app, gate.unit_id) == (1, 1, 0, 1)


def test_of_two_names_on_one_card_the_guard_lets_in_the_one_he_chooses(app, browse, gate, market):
    for name in ("Nguyễn Văn Tèo", "Nguyen Van Teo"):
        declare(browse(), market.code, id_number="091085000111", full_name=name)
    guard = browse(gate.tu)

    page = guard.send("/gate", {"text": CARD}, to="/gate/scan")
    assert guard.post("/gate/in", page.fields("/gate/in")).status == 303

    assert counted(app, gate.unit_id)[0] == 1


@pytest.mark.parametrize("way", ["card", "pass"])
@pytest.mark.parametrize("times", [1, 2], ids=["in", "in and out"])
def test_one_scan_sent_twice_is_one_act(app, browse, gate, market, way, times):
    receipt = declare(browse(), market.code, id_number="091085000111")
    guard, text = browse(gate.tu), CARD if way == "card" else f"http://localhost/r/{receipt}"

    for _time in range(times):
        fields = {**guard.get("/gate").fields("/gate/scan"), "text": text}
        words = [guard.follow(guard.post("/gate/scan", fields)).text for _again in range(2)]

    assert all(("ĐÃ RA" if times == 2 else "MỜI VÀO") in each for each in words)
    assert counted(app, gate.unit_id)[:2] == (1, times - 1)


def test_what_was_taken_back_can_be_done_from_the_same_page_again(app, browse, gate):
    guard = browse(gate.tu)
    page = guard.get("/gate").fields("/gate/by-hand")
    fields = {**page, "full_name": "Trần Văn Ba", "address": "Ấp Suối Cát", "said": "none"}

    done = guard.follow(guard.post("/gate/by-hand", fields))
    guard.post("/gate/undo", done.fields("/gate/undo"))
    for _again in range(2):
        assert "MỜI VÀO" in guard.follow(guard.post("/gate/by-hand", fields)).text

    assert counted(app, gate.unit_id) == (1, 0, 0, 1)


@pytest.mark.parametrize("at_the_gate", [False, True], ids=["elsewhere", "here"])
def test_an_entry_taken_back_ends_no_stay(app, browse, gate, market, at_the_gate):
    place = gate.place if at_the_gate else market
    receipt = declare(browse(), place.code)
    guard = browse(gate.tu)
    page = guard.send("/gate", {"text": "0912345678"}, to="/gate/scan")
    done = guard.follow(guard.post("/gate/in", page.fields("/gate/in")) if at_the_gate else page)
    assert counted(app, place.unit_id)[2] == 1

    guard.post("/gate/undo", done.fields("/gate/undo"))

    assert counted(app, place.unit_id) == (1, 0, 0, 1)
    browse().send(f"/r/{receipt}", {"phone_ending": "5678"}, to=f"/r/{receipt}/out")
    assert counted(app, place.unit_id) == (1, 1, 0, 1)


def test_an_entry_after_midnight_taken_back_ends_no_stay_of_the_evening_before(app, browse, gate, market):
    evening = local_day()
    with time_machine.travel(at(evening, 23, 50), tick=False) as clock:
        receipt = declare(browse(), market.code)
        clock.move_to(at(evening + timedelta(1), 0, 5))
        guard = browse(gate.tu)
        done = scan(guard, "0912345678")
        assert counted(app, market.unit_id, evening) == (1, 0, 1, 1)

        guard.post("/gate/undo", done.fields("/gate/undo"))

        assert counted(app, market.unit_id, evening) == (1, 0, 0, 1)
        browse().send(f"/r/{receipt}", {"phone_ending": "5678"}, to=f"/r/{receipt}/out")
    assert counted(app, market.unit_id, evening) == (1, 1, 0, 1)
    assert counted(app, gate.unit_id, evening + timedelta(1))[0] == 0


def test_a_family_of_one_phone_is_offered_the_way_out_for_who_is_inside_and_the_way_in_for_the_rest(
    app, browse, gate, market
):
    declare(browse(), gate.code, full_name="Lê Văn Trong")
    declare(browse(), market.code, full_name="Lê Văn Ngoài")
    guard = browse(gate.tu)

    page = guard.send("/gate", {"text": "0912345678"}, to="/gate/scan")

    inside, outside = page.text.split("Có tờ khai còn hạn")
    assert [words in inside for words in ("Lê Văn ***", ">Ra<", ">Vào lần nữa<", ">Vào<")] == [True, True, True, False]
    assert [words in outside for words in ("Lê Văn ***", ">Ra<", ">Vào lần nữa<", ">Vào<")] == [
        True,
        False,
        False,
        True,
    ]
    assert page.text.count("khai lúc") == 2
    guard.post("/gate/out", page.fields("/gate/out"))
    assert counted(app, gate.unit_id)[:2] == (1, 1)


def test_an_exit_taken_back_can_be_scanned_from_the_same_page_again(app, browse, gate):
    receipt = declare(browse(), gate.code)
    guard = browse(gate.tu)
    fields = {**guard.get("/gate").fields("/gate/scan"), "text": f"http://localhost/r/{receipt}"}

    done = guard.follow(guard.post("/gate/scan", fields))
    guard.post("/gate/undo", done.fields("/gate/undo"))

    assert "ĐÃ RA" in guard.follow(guard.post("/gate/scan", fields)).text
    assert counted(app, gate.unit_id)[:2] == (1, 1)


def test_one_page_of_counts_knows_in_from_out(browse, gate):
    guard = browse(gate.tu)
    fields = guard.get("/gate").fields("/gate/tally")

    words = [guard.follow(guard.post("/gate/tally", {**fields, "way": way})).text for way in ("in", "out", "out")]

    assert ["ĐÃ ĐẾM VÀO" in words[0], *("ĐÃ ĐẾM RA" in each for each in words[1:])] == [True] * 3
    assert "1 vào, 1 ra" in guard.get("/gate").text


def test_the_next_one_who_is_held_from_the_same_page_is_not_taken_for_the_first(browse, gate, market):
    for name, phone in (("Nguyễn Văn Tèo", "0912345678"), ("Lê Thị Sáu", "0987654321")):
        declare(browse(), market.code, full_name=name, phone=phone, symptoms="yes")
    guard = browse(gate.tu)
    page = guard.get("/gate").fields("/gate/scan")

    held = [guard.follow(guard.post("/gate/scan", {**page, "text": text})) for text in ("0912345678", "0987654321")]

    assert ["Nguyễn Văn ***" in held[0].text, "Lê Thị ***" in held[1].text] == [True, True]
