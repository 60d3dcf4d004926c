"""An import with mistakes to its end: told by hand, asked about, mended, entered, undone."""

import io
import re
from pathlib import Path

from playwright.sync_api import Page, expect
from xlsxwriter import Workbook

from app import tasks
from app.db import db
from app.documents.tables_in import read_table
from tests.browser.conftest import Live, violations
from tests.cast import Cast
from tests.units.intake.files import row, xlsx

ROWS = (
    row("Quán Ốc Đêm", phone=912345671),
    row("Quán Gió", phone="12"),
    row("Quán Sóng", kind="Ăn nhậu", phone="0912345673"),
    row("", phone="0912345674"),
    row("quán ốc đêm", phone="0912345675"),
)


def _file(*rows: dict[str, object]) -> bytes:
    """The names stand under a heading that nobody knows."""
    return xlsx(*({"Biển" if name == "Tên đơn vị" else name: text for name, text in each.items()} for each in rows))


def _check(page: Page) -> None:
    assert violations(page) == [], page.url


def _sign_in(page: Page, cast: Cast) -> None:
    page.goto("/login")
    page.get_by_label("Tên đăng nhập").fill(cast.an.username)
    page.get_by_label("Mật khẩu").fill(cast.an.password)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page).to_have_url(re.compile("/desk"))


def _work(live: Live) -> None:
    """What the worker beside the portal does."""
    with live.app.app_context():
        tasks.run_all()
        db.session.remove()


def _count(page: Page, verdict: str) -> None:
    card = page.locator(".app-card", has=page.get_by_role("link", name=verdict, exact=True))
    return card.locator(".app-card__figure")


def _mend_in_file(content: bytes) -> bytes:
    """The returned file as an officer fills in what is missing in it."""
    header, *lines = read_table(content, "a.xlsx")
    mended = io.BytesIO()
    with Workbook(mended, {"in_memory": True}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, header)
        for number, cells in enumerate(lines, start=1):
            page.write_row(
                number,
                0,
                [
                    "Quán Trăng" if title == "Tên đơn vị (*)" else text
                    for title, text in zip(header, cells, strict=True)
                ],
            )
    return mended.getvalue()


def test_an_import_with_mistakes_to_its_end(live: Live, cast: Cast, desk: Page) -> None:
    _sign_in(desk, cast)
    desk.goto("/units")
    desk.get_by_role("link", name="Nhập từ tệp Excel").click()
    _check(desk)
    desk.get_by_role("button", name="Gửi tệp và kiểm tra").click()
    expect(desk.locator(".govuk-error-summary")).to_contain_text("Hãy chọn tệp")

    desk.get_by_label("Tệp danh sách đơn vị").set_input_files(
        {"name": "a.xlsx", "mimeType": "", "buffer": _file(*ROWS)}
    )
    desk.get_by_role("button", name="Gửi tệp và kiểm tra").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Chỉ cột của tệp")
    _check(desk)
    desk.get_by_label("Tên đơn vị").select_option(label="1. Biển")
    desk.get_by_role("button", name="Lưu và kiểm tra").click()
    expect(desk.get_by_role("main")).to_contain_text("Có thể rời trang này")
    _check(desk)

    _work(live)
    expect(_count(desk, "Sai")).to_have_text("3")
    expect(_count(desk, "Có thể trùng")).to_have_text("1")
    _check(desk)

    desk.get_by_role("link", name="Trả lời").click()
    _check(desk)
    desk.get_by_label("Loại hình: “Ăn nhậu”").select_option(label="Quán ăn")
    desk.get_by_role("button", name="Lưu và kiểm tra lại").click()
    _work(live)
    expect(_count(desk, "Sai")).to_have_text("2")

    desk.get_by_role("link", name="Sửa ngay trên trang").click()
    _check(desk)
    desk.get_by_label("Điện thoại người đứng đầu, dòng 3").fill("0912 345 672")
    desk.get_by_role("button", name="Lưu và kiểm tra lại").click()
    _work(live)
    expect(_count(desk, "Sai")).to_have_text("1")

    with desk.expect_download() as download:
        desk.get_by_role("link", name="Tải các dòng sai (.xlsx) để sửa").click()
    mended = _mend_in_file(Path(download.value.path()).read_bytes())
    desk.get_by_label("Tệp đã sửa").set_input_files({"name": "b.xlsx", "mimeType": "", "buffer": mended})
    desk.get_by_role("button", name="Gửi tệp đã sửa").click()
    _work(live)
    expect(_count(desk, "Sai")).to_have_text("0")
    expect(_count(desk, "Mới")).to_have_text("4")

    desk.goto("/units?q=Quán")
    expect(desk.get_by_role("main")).to_contain_text("0 đơn vị")
    desk.goto("/units/import/1?verdict=duplicate")
    expect(desk.get_by_role("main")).to_contain_text("Giống dòng 2")
    _check(desk)
    desk.get_by_role("button", name="Nhập", exact=True).click()
    _work(live)
    expect(desk.get_by_role("main")).to_contain_text("Đã nhập 4 đơn vị mới")
    _check(desk)
    desk.goto("/units?q=Quán")
    expect(desk.get_by_role("main")).to_contain_text("4 đơn vị")

    desk.goto("/units/import/1/undo")
    _check(desk)
    desk.get_by_role("button", name="Hủy nhập").click()
    expect(desk.get_by_role("main")).to_contain_text("Đã hủy nhập: 4 đơn vị")
    desk.goto("/units?q=Quán")
    expect(desk.get_by_role("main")).to_contain_text("0 đơn vị")
