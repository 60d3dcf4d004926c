"""The thread of the house: from a hotel's registration to the chairman's figure and back to the day that proves it."""

import io
import re
from datetime import date, timedelta

import pypdfium2
import pytest
import time_machine
import zxingcpp
from flask import Flask
from playwright.sync_api import Page, expect

from app import clock, tasks
from app.db import db, transaction
from app.directives.actions import load_letter
from app.documents.wording import short_date
from app.door import office_viewer
from tests.browser.conftest import violations

HOTEL = "Khách sạn Hoàng Hôn Vàng"
MANAGER = ("khachsan.hoanghon", "mat khau that dai 2026")
MONDAY = clock.local_day() + timedelta(7 - clock.local_day().weekday())


def _at(day: date, hour: int, minute: int = 0) -> time_machine.travel:
    return time_machine.travel(clock.at(day, hour, minute), tick=True)


def _check(page: Page) -> None:
    """No page of the thread hinders those who read with other senses."""
    assert violations(page) == [], page.url


def _sign_in(page: Page, username: str, password: str) -> None:
    page.goto("/login")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(password)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page).to_have_url(re.compile("/desk"))
    _check(page)


def _register(page: Page) -> None:
    page.goto("/register")
    _check(page)
    page.get_by_label("Tên đơn vị").fill(HOTEL)
    page.get_by_label("Loại hình").select_option(label="Khách sạn")
    page.get_by_label("Xã, phường, thị trấn").select_option(label="Phường Dương Đông")
    page.get_by_label("Địa chỉ").fill("25 Trần Hưng Đạo")
    page.get_by_role("button", name="Tiếp tục").click()
    _check(page)
    page.get_by_label("Họ và tên người đứng đầu đơn vị").fill("Phạm Thị Mỹ Dung")
    page.get_by_label("Điện thoại người đứng đầu").fill("0912 345 678")
    page.get_by_label("Cơ quan quản lý").select_option(label="Sở Du lịch")
    page.get_by_role("button", name="Tiếp tục").click()
    _check(page)
    page.get_by_role("button", name="Gửi đăng ký").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Phiếu quản lý điểm")
    _check(page)
    page.get_by_role("button", name="Đã lưu phiếu, tiếp tục").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(HOTEL)
    _check(page)


def _poster_address(pdf: bytes) -> str:
    """What an independent decoder reads from the printed poster."""
    picture = pypdfium2.PdfDocument(io.BytesIO(pdf))[0].render(scale=2).to_pil()
    codes = zxingcpp.read_barcodes(picture)
    assert len(codes) == 1
    return codes[0].text


def _open_account(page: Page) -> None:
    username, password = MANAGER
    page.get_by_text("Hay dùng máy tính?").click()
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu", exact=True).fill(password)
    page.get_by_label("Nhập lại mật khẩu").fill(password)
    page.get_by_role("button", name="Tạo tài khoản").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đã tạo tài khoản quản lý")


def _approve(page: Page) -> None:
    page.goto("/units?status=pending")
    _check(page)
    page.get_by_role("link", name=HOTEL).click()
    page.get_by_role("button", name="Duyệt", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("Đang hoạt động")
    _check(page)


def _declare_and_enter(phone: Page, address: str) -> None:
    phone.goto(address)
    expect(phone.get_by_role("main")).to_contain_text(HOTEL)
    phone.get_by_label("Họ và tên").fill("Trần Thị Kim Ngân")
    phone.get_by_label("Năm sinh").fill("1987")
    phone.get_by_role("radio", name="Nữ").check()
    phone.get_by_role("textbox", name="Điện thoại").fill("0987 654 321")
    phone.get_by_label("Nơi ở").select_option(label="Phường Đông Hồ")
    phone.get_by_label("Số nhà, đường").fill("8 Mạc Cửu")
    for button in phone.get_by_role("radio", name="Không", exact=True).all():
        button.check()
    phone.get_by_role("button", name="Gửi tờ khai").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("MỜI VÀO")
    expect(phone.get_by_role("main")).to_contain_text("Trần Thị Kim Ngân")


def _leave(phone: Page) -> None:
    phone.get_by_role("button", name="RA", exact=True).click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("ĐÃ RA")


def _confirm_display(page: Page) -> None:
    page.goto("/units")
    page.get_by_role("link", name=HOTEL).click()
    _check(page)
    page.get_by_role("link", name="Đã in, đã dán, thay mã").click()
    _check(page)
    page.get_by_role("button", name="Xác nhận đã dán").click()
    expect(page.get_by_role("main")).to_contain_text("Đã dán")


def _acknowledge(page: Page, password: str) -> None:
    page.goto("/directives")
    page.get_by_role("link", name="568/UBND-KGVX").first.click()
    _check(page)
    page.get_by_label("Mật khẩu của ông/bà").fill(password)
    page.get_by_role("button", name="Xác nhận tiếp nhận").click()
    expect(page.get_by_role("alert")).to_be_visible()
    _check(page)


def _confirm_period(page: Page, password: str) -> None:
    page.goto("/confirmations")
    _check(page)
    page.get_by_role("link", name=f"– {short_date(MONDAY + timedelta(3))}").first.click()
    _check(page)
    expect(page.get_by_role("main")).to_contain_text("1/4")
    for reason in page.get_by_label(re.compile("^Lý do")).all():
        reason.fill("Đơn vị mới đăng ký trong tuần; bổ sung từ tuần sau.")
    page.get_by_label("Xác nhận, có nội dung chưa đạt").check()
    page.get_by_label("Mật khẩu của ông/bà").fill(password)
    page.get_by_role("button", name="Gửi ý kiến và khóa số liệu").click()
    expect(page.get_by_role("main")).to_contain_text("Xác nhận, có nội dung chưa đạt")
    _check(page)


def _report(page: Page, app: Flask) -> bytes:
    page.goto("/reports/new")
    _check(page)
    page.get_by_label("Từ ngày").fill(f"{MONDAY:%d/%m/%Y}")
    page.get_by_role("textbox", name="Đến ngày", exact=True).fill(f"{MONDAY + timedelta(3):%d/%m/%Y}")
    page.get_by_role("button", name=re.compile("Lập")).click()
    expect(page.get_by_role("status")).to_contain_text("Đang chờ đến lượt")
    with app.app_context():
        tasks.run_all()
        db.session.remove()
    expect(page.get_by_role("article")).to_contain_text("I. Tình hình chung")
    _check(page)
    return page.request.get(f"{page.url}/report.pdf").body()


@pytest.mark.slow
def test_from_a_hotels_registration_to_the_chairmans_figure(live, cast, desk, phone, opened):
    with live.app.app_context(), transaction():
        load_letter(office_viewer(), published_on=MONDAY)

    with _at(MONDAY, 8):
        _register(desk)
        poster = desk.request.get(desk.get_by_role("link", name="A4 tiếng Việt (PDF)").get_attribute("href"))
        address = _poster_address(poster.body())
        assert address.startswith(f"{live.url.upper()}/Q/")
        _open_account(desk)

    with _at(MONDAY, 9):
        _sign_in(desk, cast.an.username, cast.an.password)
        _approve(desk)

    with _at(MONDAY, 10):
        _declare_and_enter(phone, address.replace(live.url.upper(), live.url))

    with _at(MONDAY, 11):
        _leave(phone)
        manager = opened({"width": 390, "height": 844})
        _sign_in(manager, *MANAGER)
        _confirm_display(manager)
        manager.goto("/visits")
        expect(manager.get_by_role("main")).to_contain_text("Trần Thị Kim ***")
        expect(manager.get_by_role("main")).not_to_contain_text("Ngân")

    with _at(MONDAY, 14):
        head = opened({"width": 390, "height": 844})
        _sign_in(head, cast.loan.username, cast.loan.password)
        _acknowledge(head, cast.loan.password)

    with _at(MONDAY + timedelta(4), 10, 30):
        _sign_in(head, cast.loan.username, cast.loan.password)
        _confirm_period(head, cast.loan.password)

        province = opened({"width": 1280, "height": 900})
        _sign_in(province, cast.chau.username, cast.chau.password)
        pdf = pypdfium2.PdfDocument(io.BytesIO(_report(province, live.app)))
        words = " ".join(" ".join(page.get_textpage().get_text_range() for page in pdf).split())
        assert "Sở Du lịch" in words
        assert "1/4" in words

        province.get_by_role("link", name="1/4").first.click()
        _check(province)
        expect(province.get_by_role("main")).to_contain_text(HOTEL)
