"""A machine at the gate: its sounds, its screen in one hand, and what becomes of its queue when it is shut out."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.access.scope import unscoped
from app.clock import now
from app.db import db, transaction
from app.door import office_viewer
from app.gate.links import token_of
from app.gate.machines import invite_device, revoke_device
from app.gate.models import GateAct, GateDevice
from app.gate.rules.acts import Clock
from app.units.models import Unit
from tests.browser.conftest import DESK, PHONE, violations
from tests.browser.test_gate import _sign_in, _until_kept, _until_sent, _visit_count
from tests.browser_client import Browser
from tests.gate.conftest import declare, make_gate

ACROSS = {"width": 844, "height": 390}
# Every tone that begins is noted, for as long as the tab is open.
LISTENING = """
  const begin = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...when) {
    sessionStorage.setItem("heard", (sessionStorage.getItem("heard") ?? "") + this.frequency.value + " ");
    return begin.apply(this, when);
  };
"""

pytestmark = pytest.mark.slow


@pytest.fixture
def gate(app, cast):
    return make_gate(app, cast)


def _invite(app, gate) -> str:
    """The way to a new machine's link."""
    with app.app_context(), transaction():
        unit = db.session.scalar(unscoped(select(Unit).where(Unit.id == gate.unit_id), because="a test"))
        device = invite_device(office_viewer(), unit, checkpoint=unit.checkpoints[0], label="Máy cổng")
        return f"/gate/enrol/{token_of(device)}"


def _revoke_all(app) -> None:
    with app.app_context(), transaction():
        for device in db.session.scalars(unscoped(select(GateDevice), because="a test")).all():
            revoke_device(office_viewer(), device)


def _enrol(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Dùng máy này ở cổng").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Cổng chính")


def _note_by_hand(page: Page, name: str, waiting: int) -> None:
    page.get_by_label("Họ và tên").fill(name)
    page.get_by_label("Nơi ở").fill("Ấp 4")
    page.get_by_label("Không, tất cả các câu").check()
    page.get_by_role("button", name="Ghi lượt vào").click()
    expect(page.locator("#gate_queue")).to_contain_text(f"đã lưu {waiting} lượt")


def _noted_while_offline(page: Page, app, gate) -> None:
    """Two people wait on an enrolled machine when it is revoked."""
    _enrol(page, _invite(app, gate))
    _until_kept(page)
    page.evaluate("navigator.serviceWorker.ready")
    page.context.set_offline(True)
    page.goto("/gate")
    _note_by_hand(page, "Trần Văn Ba", 1)
    _note_by_hand(page, "Lê Thị Tư", 2)
    page.get_by_text("Xem các lượt đang giữ trên máy").click()
    expect(page.locator("#gate_waiting")).to_contain_text("Trần Văn ***")
    _revoke_all(app)
    page.context.set_offline(False)
    page.goto("/gate")
    expect(page.locator("#gate_queue")).to_contain_text("Máy này đã bị thu hồi: còn 2 lượt chưa gửi")


def test_a_machine_that_was_shut_out_says_so_is_locked_and_loses_nothing(app, live, gate, opened):
    page = opened(PHONE)
    _noted_while_offline(page, app, gate)

    told = page.locator("#gate_queue")
    assert _visit_count(app) == 0
    page.reload()
    expect(told).to_contain_text("còn 2 lượt chưa gửi")
    page.get_by_text("Xem các lượt đang giữ trên máy").click()
    expect(page.locator("#gate_waiting li")).to_have_count(2)
    expect(page.locator("#gate_waiting")).to_contain_text("đã khóa")
    expect(page.locator("#gate_waiting")).not_to_contain_text("Trần")
    assert _key_kinds(page) == []
    page.get_by_label("Họ và tên").fill("Phạm Văn Năm")
    page.get_by_label("Nơi ở").fill("Ấp 4")
    page.get_by_label("Không, tất cả các câu").check()
    page.get_by_role("button", name="Ghi lượt vào").click()
    expect(page.locator("#gate_noted")).to_contain_text("Hãy ghi ra giấy")
    expect(page.get_by_label("Họ và tên")).to_have_value("Phạm Văn Năm")
    expect(told).to_contain_text("còn 2 lượt chưa gửi")

    _enrol(page, _invite(app, gate))
    _until_sent(page, app, 2)
    expect(told).to_be_hidden(timeout=20000)
    assert _visit_count(app) == 2
    # Only the key of this enrolment is left, and no script can read it.
    assert _key_kinds(page) == [False]


def test_another_unit_cannot_open_what_waits_on_a_machine_that_it_takes_over(app, cast, live, gate, opened):
    page = opened(PHONE)
    _noted_while_offline(page, app, gate)

    _enrol(page, _invite(app, make_gate(app, cast, username="gac-bien", name="Khách sạn Biển Xanh")))

    expect(page.locator("#gate_queue")).to_contain_text("Còn 2 lượt của lần ghi danh trước, đã khóa", timeout=20000)
    assert _visit_count(app) == 0


def _key_kinds(page: Page) -> list[bool]:
    """Of each key on the machine whether it could be read out."""
    return page.evaluate(
        """async () => {
          const opening = indexedDB.open("gate", 1);
          const opened = await new Promise((r) => { opening.onsuccess = () => r(opening.result); });
          const all = opened.transaction("keys").objectStore("keys").getAll();
          const rows = await new Promise((r) => { all.onsuccess = () => r(all.result); });
          return rows.filter((row) => row instanceof CryptoKey).map((row) => row.extractable);
        }"""
    )


def test_a_phone_of_2021_sends_what_it_noted(app, live, gate, opened):
    page = opened(PHONE)
    page.add_init_script("delete AbortSignal.timeout; delete HTMLFormElement.prototype.requestSubmit")
    _enrol(page, _invite(app, gate))
    _until_kept(page)
    page.context.set_offline(True)
    page.goto("/gate")
    _note_by_hand(page, "Trần Văn Ba", 1)

    page.context.set_offline(False)

    _until_sent(page, app, 1)
    page.goto("/gate")
    page.get_by_label("Họ và tên").fill("Lê Thị Tư")
    page.get_by_label("Nơi ở").fill("Ấp 4")
    page.get_by_label("Không, tất cả các câu").check()
    page.get_by_role("button", name="Ghi lượt vào").click()
    expect(page.locator(".app-verdict__word")).to_have_text("MỜI VÀO")


def test_the_managers_page_with_the_link_fits_her_phone(app, live, gate, opened):
    _invite(app, gate)
    page = opened(PHONE)
    page.goto("/login")
    page.get_by_label("Tên đăng nhập").fill(gate.mai.username)
    page.get_by_label("Mật khẩu").fill(gate.mai.password)
    page.get_by_role("button", name="Đăng nhập").click()
    page.goto(f"/units/{gate.unit_id}/gate")
    page.get_by_role("link", name="Xem đường dẫn").click()

    expect(page.get_by_role("main")).to_contain_text("/gate/enrol/")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert violations(page) == []


def test_a_scanner_that_types_slowly_and_sends_no_enter_is_understood_once(app, live, gate, opened):
    receipt = declare(Browser(app), gate.code)
    page = opened(DESK)
    _sign_in(page)

    page.locator("#text").press_sequentially(f"{live.url}/r/{receipt}", delay=30)

    expect(page.locator(".app-verdict__word")).to_have_text("ĐÃ RA")
    page.wait_for_timeout(1500)
    expect(page.locator(".app-gate__last li")).to_have_count(1)


def _heard(page: Page) -> str:
    heard = page.evaluate("sessionStorage.getItem('heard') ?? ''")
    page.evaluate("sessionStorage.removeItem('heard')")
    return str(heard).strip()


def test_each_colour_has_its_sound_and_sounds_can_be_turned_off(app, live, gate, opened):
    green = declare(Browser(app), gate.code)
    page = opened(DESK)
    page.add_init_script(LISTENING)
    _sign_in(page)
    _scan(page, f"{live.url}/r/{green}")
    assert _heard(page) == "880"

    _scan(page, "không phải mã")
    assert _heard(page) == "440 440"

    switch = page.get_by_role("button", name="Tắt tiếng")
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    _scan(page, "không phải mã")
    assert _heard(page) == ""
    expect(page.get_by_role("button", name="Tắt tiếng")).to_have_attribute("aria-pressed", "true")


def test_somebody_at_risk_is_heard_where_he_is_held(app, live, gate, opened):
    page = opened(DESK)
    page.add_init_script(LISTENING)
    _sign_in(page)
    page.get_by_label("Họ và tên").fill("Trần Văn Ba")
    page.get_by_label("Nơi ở").fill("Ấp 4")
    page.get_by_label("Có ít nhất một câu").check()
    page.get_by_label("Sốt, ho, khó thở").check()
    page.get_by_role("button", name="Ghi lượt vào").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("MỜI DỪNG LẠI")
    page.wait_for_function("sessionStorage.getItem('heard')")
    assert _heard(page) == "220 220 220"
    assert violations(page) == []


def _scan(page: Page, text: str) -> None:
    page.get_by_label("Quét mã hoặc gõ số điện thoại").fill(text)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(".app-verdict")).to_be_visible()
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("screen", [PHONE, ACROSS, DESK], ids=["upright", "across", "desk"])
def test_counters_stand_on_the_first_screen_before_any_form_by_hand(app, live, gate, opened, screen):
    declare(Browser(app), gate.code)
    page = opened(screen)
    _sign_in(page)

    counters, hand = page.locator(".app-gate__figures").bounding_box(), page.locator(".app-gate__hand").bounding_box()

    assert counters
    assert hand
    assert counters["y"] + counters["height"] <= screen["height"]
    assert counters["y"] < hand["y"]
    assert page.evaluate("document.documentElement.scrollWidth") <= screen["width"]
    assert violations(page) == []


def test_a_shift_is_confirmed_on_a_phone_with_one_tap(app, live, gate, opened):
    address = f"/units/{gate.unit_id}/gate/regulars"
    page = opened(PHONE)
    page.goto("/login")
    page.get_by_label("Tên đăng nhập").fill(gate.mai.username)
    page.get_by_label("Mật khẩu").fill(gate.mai.password)
    page.get_by_role("button", name="Đăng nhập").click()
    page.goto(address)
    page.get_by_label("Các nhóm, mỗi dòng một nhóm").fill("Ca sáng: 42\nCa chiều: 30")
    page.get_by_role("button", name="Lưu danh sách").click()
    assert violations(page) == []

    page.goto("/gate/regulars")
    page.get_by_label("Vắng Ca sáng").fill("2")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_role("button", name="Xác nhận 2 nhóm chưa xác nhận").click()

    expect(page.get_by_role("main")).to_contain_text("40 có mặt, vắng 2")
    expect(page.get_by_role("main")).to_contain_text("30 có mặt, vắng 0")


@pytest.mark.slow
def test_a_clock_that_is_wrong_all_along_costs_no_entry_its_hour(app, live, gate, opened):
    page = opened(DESK)
    page.context.add_init_script("const right = Date.now; Date.now = () => right() + 3 * 3600 * 1000;")
    _sign_in(page)
    _until_kept(page)

    page.context.set_offline(True)
    page.goto("/gate")
    _enter_by_hand(page)
    page.context.set_offline(False)

    _until_sent(page, app, 1)
    with app.app_context():
        act = db.session.scalars(unscoped(select(GateAct), because="a test looks")).one()
        assert act.clock is Clock.CORRECTED
        assert abs(act.at - now()) < timedelta(minutes=2)


@pytest.mark.slow
def test_a_guard_who_presses_again_while_the_network_hangs_enters_one_person(app, live, gate, opened):
    page = opened(DESK)
    _sign_in(page)
    _until_kept(page)
    page.route("**/gate/token", lambda _route: None)

    _enter_by_hand(page)
    page.get_by_role("button", name="Ghi lượt vào").click()
    expect(page.locator("#gate_queue")).to_contain_text("đã lưu 1 lượt", timeout=8000)
    page.unroute("**/gate/token")

    _until_sent(page, app, 1)
    expect(page.locator("#gate_queue")).to_be_hidden(timeout=12000)
    assert _visit_count(app) == 1


def _enter_by_hand(page: Page) -> None:
    page.get_by_label("Họ và tên").fill("Nguyễn Văn Ba")
    page.get_by_label("Nơi ở").fill("Ấp 4")
    page.get_by_label("Không, tất cả các câu").check()
    page.get_by_role("button", name="Ghi lượt vào").click()
