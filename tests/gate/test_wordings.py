"""What a kind of unit does with somebody at risk, and the words for it: the health department's, never sending away."""

import pytest

from app.units.rules import UnitKind
from tests.gate.conftest import declare, make_gate, scan
from tests.places import open_place

pytestmark = pytest.mark.slow

OWN = {"handling": "call", "red_vi": "MỜI ĐỢI Ở PHÒNG BẢO VỆ", "red_en": "PLEASE WAIT", "basis": "12/SYT-NVY"}


def _word(page):
    return next(page.tree.iter("h1")).text


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        (UnitKind.HOTEL, "CHƯA VÀO – GẶP Y TẾ"),
        (UnitKind.HOSPITAL, "MỜI SANG KHU SÀNG LỌC"),
        (UnitKind.QUARANTINE_SITE, "MỜI SANG KHU SÀNG LỌC"),
    ],
)
def test_red_is_said_as_the_kind_of_unit_says_it(app, cast, browse, kind, word):
    place = open_place(app, cast.an, username="noi-khac", name="Nơi khác", kind=kind)
    phone = browse()

    page = phone.get(f"/r/{declare(phone, place.code, symptoms='yes')}")

    assert _word(page) == word


def test_nobody_on_board_is_told_to_get_off(app, cast, browse):
    boat = open_place(app, cast.an, username="tau", name="Tàu Nam Du", kind=UnitKind.TRANSPORT)
    phone = browse()
    receipt = declare(phone, f"{boat.code}?kind=general", symptoms="yes")

    page = phone.get(f"/r/{receipt}")

    assert _word(page) == "MỜI NGỒI RIÊNG"
    assert "CHƯA VÀO" not in page.text
    assert "đến hết chuyến" in page.text


def test_the_receipt_names_the_room_and_whom_to_call(browse, clinic):
    address = f"/units/{clinic.unit_id}/gate"
    fields = {"place": "Phòng sàng lọc cạnh cổng 2", "phone": "0297 3812 345"}
    browse(clinic.mai).send(address, fields, to=f"{address}/place")
    phone = browse()
    red, green = declare(phone, clinic.code, symptoms="yes"), declare(phone, clinic.code, full_name="Bà Tư")

    assert "Phòng sàng lọc cạnh cổng 2" in phone.get(f"/r/{red}").text
    assert "02973812345" in phone.get(f"/r/{red}").text
    assert "Phòng sàng lọc" not in phone.get(f"/r/{green}").text


def test_the_health_departments_words_are_shown_to_visitor_and_guard_alike(cast, browse, gate, market):
    browse(cast.hai).send("/rulebook/wordings/hotel", OWN, to="/rulebook/wordings/hotel")
    phone, guard = browse(), browse(gate.tu)
    receipt = declare(phone, gate.code, symptoms="yes")
    declare(browse(), market.code, full_name="Bà Tư", phone="0987654321", symptoms="yes")

    assert _word(phone.get(f"/r/{receipt}")) == "MỜI ĐỢI Ở PHÒNG BẢO VỆ"
    assert _word(phone.get(f"/r/{receipt}?lang=en")) == "PLEASE WAIT"
    page = scan(guard, "0987654321")
    action = next(form.get("action") for form in page.tree.iter("form") if "/gate/held/" in form.get("action", ""))
    done = guard.follow(guard.post(action, {**page.fields(action), "decision": "kept_out"}))
    assert "MỜI ĐỢI Ở PHÒNG BẢO VỆ" in done.text
    assert "12/SYT-NVY" in browse(cast.hai).get("/rulebook/wordings").text


@pytest.mark.parametrize("kind", ["hospital", "quarantine_site", "transport"])
def test_not_even_the_health_department_can_let_them_send_people_away(cast, browse, kind):
    page = browse(cast.hai).send(f"/rulebook/wordings/{kind}", OWN, to=f"/rulebook/wordings/{kind}")

    assert page.status == 422
    assert 'value="call"' not in page.text


def test_words_begin_with_vietnamese_and_belong_to_the_health_department(cast, browse):
    page = browse(cast.hai).send("/rulebook/wordings/hotel", {**OWN, "red_vi": ""}, to="/rulebook/wordings/hotel")

    assert (page.status, "tiếng Việt trước" in page.text) == (422, True)
    assert browse(cast.binh).get("/rulebook/wordings").status == 403
    assert browse(cast.hai).get("/rulebook/wordings/castle").status == 404


def test_the_handling_that_is_chosen_is_what_guards_can_do(cast, app, browse, market):
    cafe = make_gate(app, cast, username="ca-phe", name="Cà phê", kind=UnitKind.CAFE)
    browse(cast.hai).send("/rulebook/wordings/cafe", {**OWN, "handling": "seat"}, to="/rulebook/wordings/cafe")
    declare(browse(), market.code, symptoms="yes")

    page = scan(browse(cafe.tu), "0912345678")

    assert "Đã xếp chỗ ngồi riêng" in page.text
    assert "Chưa cho vào" not in page.text
