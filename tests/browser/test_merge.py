"""A hotel was registered twice: an officer merges the two, and both codes on its walls let visitors in."""

import io

import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import Page, expect

from app.db import db
from app.units.rules import UnitStatus
from tests.browser.conftest import violations
from tests.cast import PASSWORD
from tests.factories import make_manager, make_unit


@pytest.fixture
def pair(app, cast):
    """Ids of the double and of the hotel, both active; the double has an account."""
    with app.app_context():
        hotel = make_unit(cast.an, name="Khách sạn Hoàng Hôn Vàng", status=UnitStatus.ACTIVE)
        double = make_unit(cast.an, name="KS Hoàng Hôn Vàng", status=UnitStatus.ACTIVE)
        make_manager(double)
        ids = double.id, hotel.id
        db.session.remove()
    return ids


def _check(page: Page) -> None:
    assert violations(page) == [], page.url


def _scan(page: Page, unit_id: int) -> str:
    """What an independent decoder reads from the unit's printed poster."""
    pdf = page.request.get(f"/units/{unit_id}/poster.pdf?size=a4&lang=vi").body()
    picture = pypdfium2.PdfDocument(io.BytesIO(pdf))[0].render(scale=2).to_pil()
    (code,) = zxingcpp.read_barcodes(picture)
    return code.text


@pytest.mark.slow
def test_a_merge_keeps_both_codes_alive(desk, phone, pair):
    double, hotel = pair
    desk.goto("/login")
    desk.get_by_label("Tên đăng nhập").fill("an")
    desk.get_by_label("Mật khẩu").fill(PASSWORD)
    desk.get_by_role("button", name="Đăng nhập").click()
    old, own = _scan(desk, double), _scan(desk, hotel)
    desk.goto("/units/doubles")
    expect(desk.get_by_role("main")).to_contain_text("1 cặp đơn vị")
    _check(desk)
    desk.get_by_role("link", name="So sánh, gộp").click()
    expect(desk.get_by_role("main")).to_contain_text("Lê Thị Mai (mai)")
    _check(desk)
    desk.get_by_label("Lý do gộp").fill("Cùng một khách sạn")
    desk.get_by_role("button", name="Gộp hai đơn vị").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Khách sạn Hoàng Hôn Vàng")
    expect(desk.get_by_role("main")).to_contain_text("Mã của đơn vị đã gộp vào, vẫn dùng được")
    _check(desk)

    for address in (old, own):
        phone.goto(address)
        expect(phone.get_by_role("main")).to_contain_text("Khách sạn Hoàng Hôn Vàng")
        expect(phone.get_by_role("button", name="Gửi tờ khai")).to_be_visible()
    desk.goto(f"/units/{double}")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Khách sạn Hoàng Hôn Vàng")
    expect(desk.get_by_role("alert")).to_contain_text("KS Hoàng Hôn Vàng đã gộp vào đơn vị này.")
    desk.get_by_role("link", name="Xem toàn bộ quá trình").click()
    expect(desk.get_by_role("main")).to_contain_text("Nhận gộp một đơn vị trùng")
    _check(desk)
