"""A phone that remembers its owner: in and out with one tap each, until he says that it is to forget him."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, violations
from tests.places import open_place
from tests.visits.records import counted

pytestmark = pytest.mark.slow


def _declare(phone: Page) -> None:
    phone.get_by_label("Họ và tên").fill("Thạch Thị Sô")
    phone.get_by_label("Năm sinh").fill("1985")
    phone.get_by_label("Nữ").check()
    phone.locator("[name='phone']").fill("0912 345 678")
    phone.locator("[name='place']").select_option(label="Phường Đông Hồ")
    phone.locator("[name='address']").fill("8 Mạc Cửu")
    for question in ("travelled", "symptoms", "contact_case", "contact_country", "contact_symptoms"):
        phone.locator(f"[name='{question}'][value='no']").check()
    phone.get_by_label("Nhớ thông tin của tôi").check()
    phone.get_by_role("button", name="Gửi tờ khai").last.click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("MỜI VÀO")


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without"])
def test_a_remembered_phone_goes_in_and_out_by_one_tap_until_it_forgets(app, cast, live, opened, script):
    inn = open_place(app, cast.an)
    address, phone = f"/q/{inn.code}", opened(PHONE, script=script)
    phone.goto(address)
    _declare(phone)

    # He is inside: the way out comes first.
    phone.goto(address)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Ông/bà đang ở đây")
    expect(phone.get_by_role("main")).to_contain_text("Thạch Thị ***")
    assert not script or violations(phone) == []
    phone.get_by_role("button", name="RA", exact=True).click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("ĐÃ RA")
    phone.goto(address)
    phone.get_by_role("button", name="VÀO", exact=True).click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("MỜI VÀO")
    assert counted(app, inn.unit_id) == (2, 1, 0, 1)

    phone.goto(address)
    phone.get_by_role("button", name="Không phải tôi").click()
    expect(phone.get_by_label("Họ và tên")).to_have_value("")
    phone.goto(address)
    phone.get_by_role("button", name="Xóa thông tin của tôi khỏi điện thoại này").click()
    expect(phone.get_by_label("Họ và tên")).to_have_value("")
    phone.goto(address)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Khai báo y tế khi vào")
