"""A ferry: a passenger without JavaScript takes a seat, and the attendant's word that it arrived is her exit."""

from datetime import timedelta

import pytest
import time_machine
from playwright.sync_api import Page, expect

from app.visits.rules import ExitKind
from tests.browser.conftest import DESK, PHONE, violations
from tests.trips.conftest import NINE, make_ferry
from tests.trips.records import seats
from tests.visits.records import visits


def _board(phone: Page, code: str) -> None:
    phone.goto(f"/q/{code}")
    expect(phone.get_by_role("main")).to_contain_text("Rạch Giá – Phú Quốc")
    phone.get_by_label("Họ và tên").fill("Trần Thị Kim Ngân")
    phone.get_by_label("Năm sinh").fill("1987")
    phone.get_by_role("radio", name="Nữ").check()
    phone.get_by_role("textbox", name="Điện thoại").fill("0987 654 321")
    phone.get_by_label("Nơi ở").select_option(label="Phường Đông Hồ")
    phone.get_by_label("Số nhà, đường").fill("8 Mạc Cửu")
    phone.get_by_label("Số ghế hoặc hàng ghế").fill("12")
    for button in phone.get_by_role("radio", name="Không", exact=True).all():
        button.check()
    phone.get_by_role("button", name="Gửi tờ khai").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("MỜI VÀO")


@pytest.mark.slow
def test_a_passenger_takes_seat_12_and_leaves_when_the_ferry_arrives(app, cast, live, opened):
    ferry = make_ferry(app, cast)
    phone = opened(PHONE, script=False)
    with time_machine.travel(NINE - timedelta(minutes=15), tick=True):
        _board(phone, ferry.code)
        receipt = phone.url
    assert seats(app) == {ferry.trip_id: ["12"]}

    with time_machine.travel(NINE + timedelta(hours=2, minutes=40), tick=True):
        desk = opened(DESK)
        desk.goto("/login")
        desk.get_by_label("Tên đăng nhập").fill(ferry.tu.username)
        desk.get_by_label("Mật khẩu").fill(ferry.tu.password)
        desk.get_by_role("button", name="Đăng nhập").click()
        desk.goto(f"/units/{ferry.unit_id}")
        desk.get_by_role("link", name="Rạch Giá – Phú Quốc").click()
        expect(desk.get_by_role("row", name="Trần Thị Kim ***")).to_contain_text("12")
        assert violations(desk) == []
        desk.get_by_label("Giờ đến nơi").fill("11:30")
        desk.get_by_role("button", name="Xác nhận đến nơi").click()
        expect(desk.get_by_role("alert")).to_contain_text("ghi lượt ra cho 1 hành khách")

        phone.goto(receipt)
        expect(phone.get_by_role("heading", level=1)).to_have_text("ĐÃ RA")
        expect(phone.get_by_role("main")).not_to_contain_text("ước tính")
    (visit,) = visits(app)
    assert (visit.exit_kind, visit.checked_out_at) == (ExitKind.ARRIVED, NINE + timedelta(hours=2, minutes=30))
