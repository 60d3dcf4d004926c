"""An officer on the way reads lists on a phone: each row is a card that says what its figures are."""

import pytest
from playwright.sync_api import Page, expect

from app.db import db
from app.units.rules import UnitStatus
from tests.browser.conftest import DESK, PHONE, violations
from tests.cast import PASSWORD
from tests.factories import make_unit

NAME = "Khách sạn và khu nghỉ dưỡng Hoàng Hôn Vàng trên bãi Trường"


@pytest.fixture
def listed(app, cast):
    """A hotel with a long name in the district's list."""
    with app.app_context():
        make_unit(cast.an, name=NAME, status=UnitStatus.ACTIVE)
        db.session.remove()


@pytest.mark.slow
def test_a_list_is_read_on_a_phone_without_pushing_it_sideways(desk: Page, listed):
    desk.goto("/login")
    desk.get_by_label("Tên đăng nhập").fill("an")
    desk.get_by_label("Mật khẩu").fill(PASSWORD)
    desk.get_by_role("button", name="Đăng nhập").click()
    desk.set_viewport_size(PHONE)
    desk.goto("/units")
    row = desk.get_by_role("row").filter(has_text=NAME)
    status = row.get_by_role("cell").filter(has_text="Đang hoạt động")

    expect(status).to_be_visible()
    assert status.evaluate("cell => getComputedStyle(cell, '::before').content") == '"Trạng thái: "'
    assert desk.locator(".app-scroll").evaluate("frame => frame.scrollWidth <= frame.clientWidth")
    assert violations(desk) == []

    desk.set_viewport_size(DESK)
    expect(desk.get_by_role("columnheader", name="Trạng thái")).to_be_visible()
    assert status.evaluate("cell => getComputedStyle(cell, '::before').content") in ("none", "normal")
