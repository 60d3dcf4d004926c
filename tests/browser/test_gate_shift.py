"""A shift is confirmed at a gate without network: the page opens, what was said waits sealed and arrives once."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.access.scope import unscoped
from app.db import db, transaction
from app.gate.models import RegularDay, RegularGroup
from tests.browser.conftest import PHONE, violations
from tests.cast import PASSWORD
from tests.gate.conftest import make_gate

SHIFT = "/gate/regulars"
KEPT = "async () => Boolean(await (await caches.open('gate')).match('/gate/regulars'))"
QUEUE = """
  async () => {
    const opening = indexedDB.open("gate", 1);
    const opened = await new Promise((r) => { opening.onsuccess = () => r(opening.result); });
    const all = opened.transaction("queue").objectStore("queue").getAll();
    const rows = await new Promise((r) => { all.onsuccess = () => r(all.result); });
    return rows.map((row) => JSON.stringify({ ...row, sealed: new TextDecoder().decode(row.sealed) })).join();
  }
"""

pytestmark = pytest.mark.slow


@pytest.fixture
def gate(app, cast):
    made = make_gate(app, cast)
    with app.app_context(), transaction():
        for name, people in (("Ca sáng", 42), ("Ca chiều", 30)):
            db.session.add(RegularGroup(unit_id=made.unit_id, name=name, people=people))
    return made


def _days(app) -> dict[str, tuple[int, int]]:
    """What is stored: present and absent by group."""
    with app.app_context():
        stmt = unscoped(select(RegularDay), because="a test looks")
        found = {day.group.name: (day.present_count, day.absent_count) for day in db.session.scalars(stmt)}
        db.session.rollback()
        return found


def _sign_in(page: Page) -> None:
    page.goto("/login")
    page.get_by_label("Tên đăng nhập").fill("tu")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()


def _until_kept(page: Page) -> None:
    for _try in range(40):
        if page.evaluate(KEPT):
            page.evaluate("navigator.serviceWorker.ready")
            return
        page.wait_for_timeout(100)
    raise AssertionError("the pages were not kept")


def _until_sent(page: Page, app, count: int) -> None:
    """Wait for the database: the banner is hidden before it is drawn, too."""
    for _try in range(200):
        if len(_days(app)) == count:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{len(_days(app))} of {count} were sent")


@pytest.mark.parametrize("visited", ["/gate", SHIFT], ids=["the console", "the shift"])
def test_after_one_visit_a_shift_is_confirmed_without_network(app, live, gate, opened, visited):
    page = opened(PHONE)
    _sign_in(page)
    page.goto(visited)
    _until_kept(page)

    page.context.set_offline(True)
    page.goto("/gate")
    expect(page.get_by_role("heading", level=1)).to_contain_text("mất mạng")
    page.get_by_role("link", name="Người thường xuyên: xác nhận cả ca").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Người thường xuyên – mất mạng")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_label("Vắng Ca sáng").fill("2")
    page.get_by_role("button", name="Xác nhận Ca sáng").click()
    expect(page.locator("#gate_queue")).to_contain_text("đã lưu 1 lượt")
    page.reload()
    page.get_by_role("button", name="Xác nhận các nhóm chưa xác nhận").last.click()
    expect(page.locator("#gate_queue")).to_contain_text("đã lưu 2 lượt")
    page.get_by_text("Xem các lượt đang giữ trên máy").click()
    expect(page.locator("#gate_waiting li").first).to_contain_text("xác nhận người thường xuyên")
    assert "absent" not in page.evaluate(QUEUE)
    assert _days(app) == {}

    page.context.set_offline(False)
    page.goto(SHIFT)

    _until_sent(page, app, 2)
    expect(page.locator("#gate_queue")).to_be_hidden(timeout=15000)
    assert _days(app) == {"Ca sáng": (40, 2), "Ca chiều": (30, 0)}
    page.reload()
    expect(page.get_by_role("main")).to_contain_text("40 có mặt, vắng 2")


def test_a_shift_that_is_not_taken_is_mended_on_its_own_page(app, live, gate, opened):
    page = opened(PHONE)
    _sign_in(page)
    page.goto(SHIFT)
    _until_kept(page)
    page.context.set_offline(True)
    page.goto(SHIFT)
    page.get_by_label("Vắng Ca sáng").fill("43")
    page.get_by_role("button", name="Xác nhận Ca sáng").click()
    expect(page.locator("#gate_queue")).to_contain_text("đã lưu 1 lượt")

    page.context.set_offline(False)
    page.goto("/gate")
    expect(page.locator("#gate_queue")).to_contain_text("Ca sáng chỉ có 42 người.")
    page.get_by_role("button", name="Ghi lại").click()
    page.wait_for_url(f"**{SHIFT}*")
    page.get_by_role("button", name="Ghi lại").click()

    expect(page.get_by_label("Vắng Ca sáng")).to_have_value("43")
    page.get_by_label("Vắng Ca sáng").fill("3")
    page.get_by_role("button", name="Xác nhận Ca sáng").click()
    expect(page.get_by_role("main")).to_contain_text("39 có mặt, vắng 3")
    assert _days(app) == {"Ca sáng": (39, 3)}
