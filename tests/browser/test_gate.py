"""A guard at a pier: his camera reads cards and passes, and fifty people come while there is no network."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from app.access.scope import unscoped
from app.db import db
from app.visits.models import Visit
from tests.browser.conftest import DESK, violations
from tests.browser.films import film
from tests.browser_client import Browser
from tests.cast import PASSWORD
from tests.gate.conftest import declare, make_gate

CARD = "091085000111||Nguyễn Văn Tèo|05031985|Nam|12 Nguyễn Trãi, Dương Đông, Phú Quốc|15042021"
PEOPLE = 50


@pytest.fixture
def gate(app, cast):
    return make_gate(app, cast)


def _sign_in(page: Page) -> None:
    page.goto("/login")
    page.get_by_label("Tên đăng nhập").fill("tu")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.goto("/gate")


def _visit_count(app: Any) -> int:
    with app.app_context():
        stmt = unscoped(select(func.count()).select_from(Visit), because="a test counts")
        return db.session.scalar(stmt) or 0


@pytest.mark.slow
@pytest.mark.parametrize("shown", ["card", "pass"])
def test_the_camera_reads_a_card_and_a_pass(app, live, gate, tmp_path, browser_type_launch_args, shown, playwright):
    receipt = declare(Browser(app), gate.code)
    shot = film(tmp_path / "code.mjpeg", CARD if shown == "card" else f"{live.url}/r/{receipt}")
    arguments = [
        *browser_type_launch_args["args"],
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={shot}",
    ]
    chromium = playwright.chromium.launch(**{**browser_type_launch_args, "args": arguments})
    page = chromium.new_context(base_url=live.url, permissions=["camera"], locale="vi-VN").new_page()
    page.set_default_timeout(20000)
    _sign_in(page)

    page.get_by_role("button", name="Quét bằng máy ảnh").click()

    if shown == "card":
        expect(page.get_by_label("Họ và tên")).to_have_value("Nguyễn Văn Tèo", timeout=20000)
    else:
        expect(page.locator(".app-verdict__word")).to_have_text("ĐÃ RA", timeout=20000)
        # The camera goes on; the code that is still before it is no second person.
        expect(page.locator("#camera")).to_be_visible()
        page.wait_for_timeout(2500)
        expect(page.locator(".app-verdict__word")).to_have_text("ĐÃ RA")
        page.get_by_role("button", name="Tắt máy ảnh").click()
        expect(page.locator("#camera")).to_be_hidden()
    chromium.close()


@pytest.mark.slow
def test_fifty_people_come_while_there_is_no_network(app, live, gate, opened):
    page = opened(DESK)
    _sign_in(page)
    assert violations(page) == []
    _until_kept(page)

    page.context.set_offline(True)
    page.goto("/gate")
    expect(page.get_by_role("heading", level=1)).to_contain_text("mất mạng")
    for number in range(PEOPLE // 2):
        _enter(page, number)
    page.reload()
    expect(page.locator("#gate_queue")).to_contain_text(f"đã lưu {PEOPLE // 2} lượt")
    for number in range(PEOPLE // 2, PEOPLE):
        _enter(page, number)
    expect(page.locator("#gate_queue")).to_contain_text(f"đã lưu {PEOPLE} lượt")
    page.get_by_text("Xem các lượt đang giữ trên máy").click()
    expect(page.locator("#gate_waiting li")).to_have_count(PEOPLE)
    expect(page.locator("#gate_waiting li").first).to_contain_text("Nguyễn Văn *** – ghi tay")
    assert "Nguyễn Văn" not in _stored_on_the_machine(page)
    assert _visit_count(app) == 0
    second = page.context.new_page()
    page.context.set_offline(False)
    second.goto("/gate")

    _until_sent(second, app, PEOPLE)
    expect(second.locator("#gate_queue")).to_be_hidden(timeout=10000)
    assert _visit_count(app) == PEOPLE
    page.goto("/gate")
    expect(page.locator("#gate_live")).to_contain_text(re.compile(rf"Ở trong\s*{PEOPLE}"))


def _until_kept(page: Page) -> None:
    kept = "async () => Boolean(await (await caches.open('gate')).match('/gate'))"
    for _try in range(40):
        if page.evaluate(kept):
            return
        page.wait_for_timeout(200)
    raise AssertionError("the console was not kept")


def _until_sent(page: Page, app: Any, count: int) -> None:
    """Wait for the database: the banner is hidden before it is drawn, too."""
    for _try in range(200):
        if _visit_count(app) == count:
            return
        page.wait_for_timeout(200)
    raise AssertionError(f"{_visit_count(app)} of {count} were sent")


def _enter(page: Page, number: int) -> None:
    page.get_by_label("Họ và tên").fill(f"Nguyễn Văn {number}a")
    page.get_by_label("Nơi ở").fill(f"Nhà {number}, Ấp 4")
    page.get_by_label("Không, tất cả các câu").check()
    page.get_by_role("button", name="Ghi lượt vào").click()
    expect(page.locator("#gate_queue")).to_contain_text(f"đã lưu {number + 1} lượt")


def _stored_on_the_machine(page: Page) -> str:
    return page.evaluate(
        """async () => {
          const opening = indexedDB.open("gate", 1);
          const opened = await new Promise((r) => { opening.onsuccess = () => r(opening.result); });
          const all = opened.transaction("queue").objectStore("queue").getAll();
          const rows = await new Promise((r) => { all.onsuccess = () => r(all.result); });
          return rows.map((row) => JSON.stringify({ ...row, sealed: new TextDecoder().decode(row.sealed) })).join();
        }"""
    )
