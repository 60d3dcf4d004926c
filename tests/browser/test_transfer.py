"""A hotel that a city answers for goes to the department: offered, refused with a reason, offered again, taken."""

import re

import pytest
from playwright.sync_api import Page, expect

from app.units.rules import UnitStatus
from tests.browser.conftest import violations
from tests.factories import make_unit

HOTEL = "Khách sạn Biển Xanh"


def _sign_in(page: Page, person: object) -> None:
    page.goto("/login")
    page.get_by_label("Tên đăng nhập").fill(person.username)
    page.get_by_label("Mật khẩu").fill(person.password)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page).to_have_url(re.compile("/desk"))


def _check(page: Page) -> None:
    assert violations(page) == [], page.url


def _offer(page: Page, reason: str) -> None:
    page.goto("/units")
    page.get_by_role("link", name=HOTEL).click()
    page.get_by_role("button", name="Chuyển cơ quan quản lý…").click()
    _check(page)
    page.get_by_role("button", name="Đề nghị chuyển").click()
    expect(page.get_by_role("alert")).to_contain_text("Hãy chọn cơ quan quản lý đơn vị.")
    page.get_by_label("Cơ quan quản lý").select_option(label="Sở Du lịch")
    page.get_by_label("Lý do").fill(reason)
    page.get_by_role("button", name="Đề nghị chuyển").click()
    expect(page.get_by_role("alert")).to_contain_text("Đã đề nghị chuyển")
    expect(page.get_by_role("main")).to_contain_text("UBND thành phố Phú Quốc")


def _open_offer(page: Page) -> None:
    page.goto("/desk")
    page.get_by_role("link", name="Đơn vị được đề nghị tiếp nhận").click()
    _check(page)
    page.get_by_role("link", name=HOTEL).click()
    _check(page)


@pytest.mark.slow
def test_a_transfer_from_the_offer_to_the_day_on_which_it_is_taken(live, cast, desk, opened):
    with live.app.app_context():
        make_unit(cast.an, name=HOTEL, status=UnitStatus.ACTIVE)
    receiver = opened({"width": 390, "height": 844})
    _sign_in(desk, cast.an)
    _sign_in(receiver, cast.lan)

    _offer(desk, "Là cơ sở lưu trú")
    _open_offer(receiver)
    receiver.get_by_label("Lý do").fill("Chưa có hồ sơ xếp hạng")
    receiver.get_by_role("button", name="Không tiếp nhận").click()
    expect(receiver.get_by_role("alert")).to_contain_text("Đã từ chối tiếp nhận")

    desk.reload()
    expect(desk.locator("#panel-proceedings")).to_contain_text("Chưa có hồ sơ xếp hạng")
    _offer(desk, "Đã có quyết định xếp hạng")
    _open_offer(receiver)
    receiver.get_by_role("button", name="Tiếp nhận", exact=True).click()
    expect(receiver.get_by_role("alert")).to_contain_text("quản lý từ hôm nay")
    expect(receiver.locator("#panel-proceedings")).to_contain_text("Đã có quyết định xếp hạng")
    _check(receiver)

    desk.goto("/units")
    expect(desk.get_by_role("main")).to_contain_text("Sở Du lịch")
    desk.get_by_role("link", name=HOTEL).click()
    expect(desk.get_by_role("button", name="Chuyển cơ quan quản lý…")).to_have_count(0)
