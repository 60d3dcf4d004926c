"""Without network the guard's scanner still fills the form: who shows a card is asked there and then."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.access.scope import unscoped
from app.db import db
from app.gate.models import GateAct
from tests.browser.conftest import PHONE, violations
from tests.browser.test_gate import CARD, _sign_in, _until_kept
from tests.gate.conftest import declare, make_gate

HEX = [text.encode().hex() for text in ("Nguyễn Thị Bé", "Ấp 4")]
HEALTH_CARD = f"GD4919112345678|{HEX[0]}|01/02/1956|2|{HEX[1]}|91 - 001|01/01/2021"
PERSONAL = "******012345|NGUYEN VAN AN|1985-**-**|0|VN-0001|1<GD4877*******<0943******"

pytestmark = pytest.mark.slow


@pytest.fixture
def gate(app, cast):
    return make_gate(app, cast)


def _scan(page: Page, text: str) -> None:
    page.locator("#text").fill(text)
    page.keyboard.press("Enter")


def _kinds(app) -> list[str]:
    with app.app_context():
        found = list(db.session.scalars(unscoped(select(GateAct.kind).order_by(GateAct.id), because="a test looks")))
        db.session.rollback()
        return [kind.value for kind in found]


@pytest.mark.parametrize(
    ("text", "name", "year"),
    [(CARD, "Nguyễn Văn Tèo", "1985"), (HEALTH_CARD, "Nguyễn Thị Bé", "1956"), (PERSONAL, "NGUYEN VAN AN", "1985")],
    ids=["citizen", "health", "personal"],
)
def test_a_card_fills_the_form_without_network(app, live, gate, opened, text, name, year):
    page = opened(PHONE)
    _sign_in(page)
    _until_kept(page)
    page.context.set_offline(True)
    page.goto("/gate")

    _scan(page, text)

    expect(page.locator("#gate_noted")).to_contain_text("Mất mạng: chưa tra được tờ khai")
    expect(page.locator("#gate_noted")).to_be_in_viewport()
    expect(page.get_by_label("Họ và tên")).to_have_value(name)
    assert page.locator("[name=birth_year]").input_value() == year
    expect(page.get_by_label("Điện thoại")).to_be_focused()
    expect(page.locator("#gate_queue")).to_be_hidden()


def test_the_network_goes_while_the_console_is_open_and_who_is_ill_is_noted_with_what_was_done(app, live, gate, opened):
    page = opened(PHONE)
    _sign_in(page)
    _until_kept(page)
    page.context.set_offline(True)
    _scan(page, "không phải mã")
    expect(page.locator("#gate_noted")).to_contain_text("Không nhận ra mã này")
    _scan(page, "0912 345 678")
    expect(page.locator("#phone")).to_have_value("0912345678")
    expect(page.get_by_label("Họ và tên")).to_be_focused()

    page.get_by_label("Họ và tên").fill("Trần Văn Ba")
    page.get_by_label("Có ít nhất một câu").check()
    page.get_by_label("Sốt, ho, khó thở").check()
    page.get_by_role("button", name="Ghi lượt vào").click()
    expect(page.locator("#gate_noted")).to_contain_text("thì chọn đã làm gì")
    page.get_by_label("Chưa cho vào, chờ y tế").check()
    assert violations(page) == []
    page.get_by_role("button", name="Ghi lượt vào").click()
    expect(page.locator("#gate_queue")).to_contain_text("đã lưu 1 lượt")
    page.context.set_offline(False)

    expect(page.locator("#gate_queue")).to_be_hidden(timeout=20000)
    assert _kinds(app) == ["held", "kept_out"]


def test_a_pass_waits_for_the_network(app, live, gate, opened, browse):
    receipt = declare(browse(), gate.code)
    page = opened(PHONE)
    _sign_in(page)
    _until_kept(page)
    page.context.set_offline(True)
    page.goto("/gate")

    _scan(page, f"{live.url}/r/{receipt}")
    expect(page.locator("#gate_queue")).to_contain_text("đã lưu 1 lượt")
    page.context.set_offline(False)

    expect(page.locator("#gate_queue")).to_be_hidden(timeout=20000)
    assert _kinds(app) == ["left"]


def test_who_came_in_by_his_card_without_network_goes_out_by_it(app, live, gate, opened):
    page = opened(PHONE)
    _sign_in(page)
    _until_kept(page)
    page.context.set_offline(True)
    page.goto("/gate")
    _scan(page, CARD)
    expect(page.locator("#gate_noted")).to_contain_text("Khách ra: bấm Ghi lượt ra")
    page.get_by_label("Không, tất cả các câu").check()
    page.get_by_role("button", name="Ghi lượt vào").click()
    expect(page.locator("#gate_queue")).to_contain_text("đã lưu 1 lượt")
    expect(page.get_by_role("button", name="Ghi lượt ra")).to_be_hidden()

    _scan(page, CARD)
    expect(page.locator("#gate_noted")).to_contain_text("Khách này đã vào")
    expect(page.get_by_role("button", name="Ghi lượt ra")).to_be_focused()
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(page.locator("#gate_queue")).to_contain_text("đã lưu 2 lượt")
    expect(page.get_by_label("Họ và tên")).to_have_value("")
    page.get_by_text("Xem các lượt đang giữ trên máy").click()
    expect(page.locator("#gate_waiting")).to_contain_text("khách ra, theo thẻ hoặc số điện thoại")
    # Who comes back goes in again.
    _scan(page, CARD)
    expect(page.locator("#gate_noted")).to_contain_text("chưa tra được tờ khai")
    page.context.set_offline(False)

    expect(page.locator("#gate_queue")).to_be_hidden(timeout=20000)
    assert _kinds(app) == ["entered", "left"]


def test_who_goes_when_the_network_is_back_is_found_by_what_he_showed(app, live, gate, opened, browse):
    declare(browse(), gate.code, id_number=CARD.partition("|")[0], full_name="Nguyễn Văn Tèo")
    page = opened(PHONE)
    _sign_in(page)
    _until_kept(page)
    page.context.set_offline(True)
    _scan(page, CARD)
    expect(page.get_by_role("button", name="Ghi lượt ra")).to_be_visible()
    page.context.set_offline(False)
    # Whoever was not reached is not asked for five seconds.
    page.wait_for_timeout(5500)

    page.get_by_role("button", name="Ghi lượt ra").click()

    expect(page.locator("#verdict")).to_contain_text("ĐÃ RA")
    assert _kinds(app) == ["left"]
