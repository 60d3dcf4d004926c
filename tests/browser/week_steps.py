"""What people do on their pages in the week of a letter."""

import re
from datetime import timedelta

from flask import Flask
from playwright.sync_api import Page, expect

from app import clock, tasks
from app.db import db
from app.documents.wording import short_date
from tests.browser.conftest import violations
from tests.pictures import as_file, code_picture

MONDAY = clock.local_day() + timedelta(7 - clock.local_day().weekday())
# The week of a Monday is the one that began on the Friday before; heads confirm it on the Friday after.
FIRST_ON, LAST_ON, FRIDAY = MONDAY - timedelta(3), MONDAY + timedelta(3), MONDAY + timedelta(4)
NUMBER = "612/UBND-KGVX"
OBLIGATIONS = (
    ("Quán triệt, chỉ đạo và trách nhiệm người đứng đầu", "Quán triệt và chịu trách nhiệm.", 90, "hằng tuần"),
    ("Mã QR tại đơn vị, phương tiện", "Niêm yết mã QR tại mọi đơn vị.", 100, "hằng tuần"),
    ("Kiểm soát vào, ra hằng ngày", "Kiểm soát khách đến, khách đi hằng ngày.", 90, "hằng ngày, xác nhận hằng tuần"),
)
# What two heads give as reasons.
REASONS = (
    "Đơn vị mới nhận mã, đã nhắc niêm yết trước ngày thứ Hai",
    "Đang đối chiếu sổ trực của hai đơn vị với hệ thống",
)
CONFIRMED, SHORTFALL, DECLINED = "Xác nhận", "Xác nhận, có nội dung chưa đạt", "Chưa đủ cơ sở xác nhận"


def sign_in(page: Page, person) -> Page:
    page.goto("/login")
    page.get_by_label("Tên đăng nhập").fill(person.username)
    page.get_by_label("Mật khẩu").fill(person.password)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page).to_have_url(re.compile("/desk"))
    return page


def check(page: Page) -> None:
    """No page of the week hinders those who read with other senses."""
    assert violations(page) == [], page.url


def compose(page: Page) -> None:
    """The office writes a letter of three obligations and issues it."""
    page.goto("/directives/drafts/new")
    page.get_by_label("Số, ký hiệu").fill(NUMBER)
    page.get_by_label("Trích yếu").fill("V/v kiểm soát khách đến, khách đi bằng mã QR")
    for label in ("Ngày ký", "Có hiệu lực từ ngày"):
        page.get_by_label(label).fill(f"{MONDAY:%d/%m/%Y}")
    page.get_by_label("Người ký (chức vụ, họ tên)").fill("KT. CHỦ TỊCH, PHÓ CHỦ TỊCH Nguyễn Lưu Trung")
    page.get_by_label("Toàn văn công văn").fill("Chủ tịch UBND tỉnh yêu cầu các cơ quan thực hiện ba nội dung sau…")
    page.get_by_role("button", name="Lưu", exact=True).click()
    for obligation in OBLIGATIONS:
        _add_obligation(page, *obligation)
    check(page)
    page.get_by_role("button", name=re.compile("^Phát hành đến 4 cơ quan")).click()
    expect(page.get_by_role("alert")).to_contain_text(NUMBER)


def _add_obligation(page: Page, measure: str, wording: str, target: int, rhythm: str) -> None:
    page.get_by_role("link", name="Thêm nội dung").click()
    page.get_by_label("Nội dung yêu cầu").fill(wording)
    page.get_by_label("Điểm, mục trong công văn").fill("điểm 1")
    page.get_by_label("Chỉ số đo").select_option(label=measure)
    for kind in ("Sở, ban, ngành", "Huyện, thành phố"):
        page.get_by_label(kind).check()
    page.get_by_label("Chỉ tiêu (%)").fill(str(target))
    page.get_by_role("radio", name=rhythm, exact=True).check()
    page.get_by_role("button", name="Lưu nội dung").click()
    expect(page.get_by_role("main")).to_contain_text(wording)


def open_letter(page: Page) -> Page:
    page.goto("/directives")
    page.get_by_role("link", name=NUMBER).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(NUMBER)
    return page


def acknowledge(page: Page, person) -> Page:
    open_letter(page)
    page.get_by_label("Mật khẩu của ông/bà").fill(person.password)
    page.get_by_role("button", name="Xác nhận tiếp nhận").click()
    expect(page.get_by_role("main")).to_contain_text("đã xác nhận tiếp nhận lúc")
    return page


def instruct_those_below(page: Page, words: str) -> None:
    page.get_by_role("link", name="Chỉ đạo thêm cho cấp dưới").click()
    page.get_by_label("Chỉ đạo thêm cho cấp dưới").fill(words)
    page.get_by_role("button").filter(has_text=re.compile("Gửi")).click()
    expect(page.get_by_role("main")).to_contain_text(words)


def remind_those_who_did_not_open(page: Page) -> None:
    open_letter(page)
    page.get_by_label("Tình trạng").select_option(label="Chưa mở")
    page.get_by_role("button", name="Lọc").click()
    rows = page.get_by_role("region", name="Tình hình tiếp nhận của từng cơ quan").get_by_role("rowheader")
    expect(rows).to_contain_text(["Sở Y tế", "UBND thành phố Hà Tiên"])
    page.get_by_role("button", name="Nhắc ngay 2 cơ quan trong danh sách").click()
    expect(page.get_by_role("alert")).to_contain_text("Đã nhắc")


def open_period(page: Page) -> Page:
    page.goto("/confirmations")
    page.get_by_role("link", name=f"{short_date(FIRST_ON)} – {short_date(LAST_ON)}").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(short_date(LAST_ON))
    return page


def answer(page: Page, outcome: str, person) -> None:
    page.get_by_label(outcome, exact=True).check()
    page.get_by_label("Mật khẩu của ông/bà").fill(person.password)
    page.get_by_role("button", name="Gửi ý kiến và khóa số liệu").click()


def locked(page: Page, outcome: str) -> None:
    expect(page.get_by_role("heading", name="Số liệu đã khóa")).to_be_visible()
    expect(page.get_by_role("main").get_by_text(outcome, exact=True)).to_be_visible()
    page.get_by_role("link", name="Kiểm tra lại mã băm").click()
    expect(page.get_by_role("main")).to_contain_text("Khớp")
    check(page)


def prepare(page: Page) -> None:
    """The focal official puts an answer before the head."""
    open_period(page).get_by_role("link", name="Soạn ý kiến trình lãnh đạo").click()
    check(page)
    page.get_by_label(SHORTFALL, exact=True).check()
    _give_reasons(page, f"{REASONS[0]}.")
    page.get_by_role("button", name="Trình lãnh đạo").click()
    expect(page.get_by_role("alert")).to_contain_text("Đã trình")


def _give_reasons(page: Page, words: str) -> None:
    reasons = page.get_by_label(re.compile("^Lý do chưa đạt"))
    expect(reasons.first).to_be_visible()
    for reason in reasons.all():
        reason.fill(words)


def confirm_on_paper(page: Page, person) -> None:
    """The head of Hà Tiên has no account: what he signed is entered by his office."""
    open_period(page).get_by_role("link", name="Ghi xác nhận bằng văn bản đã ký").click()
    check(page)
    page.get_by_label(DECLINED, exact=True).check()
    page.get_by_label("Giải trình chung").fill(f"{REASONS[1]}.")
    page.get_by_label("Số, ký hiệu văn bản").fill("45/UBND-VX")
    page.get_by_label("Ngày ký").fill(f"{FRIDAY:%d/%m/%Y}")
    page.get_by_label("Chức vụ người ký").fill("Chủ tịch")
    page.get_by_label("Họ và tên người ký").fill("Nguyễn Văn Tài")
    signed = {"name": "45.png", "mimeType": "image/png", "buffer": as_file(code_picture("45/UBND-VX"))}
    page.get_by_label("Bản đã ký (PDF hoặc ảnh quét)").set_input_files(signed)
    page.get_by_label("Mật khẩu của ông/bà").fill(person.password)
    page.get_by_role("button", name="Ghi và khóa số liệu").click()
    expect(page.get_by_role("main")).to_contain_text("Xác nhận bằng văn bản")


def letters_of(page: Page) -> Page:
    page.goto("/inbox")
    return page


def report(page: Page, app: Flask) -> str:
    page.goto("/reports/new")
    page.get_by_label("Từ ngày").fill(f"{FIRST_ON:%d/%m/%Y}")
    page.get_by_role("textbox", name="Đến ngày", exact=True).fill(f"{LAST_ON:%d/%m/%Y}")
    page.get_by_role("button", name=re.compile("Lập")).dblclick()
    expect(page.get_by_role("status")).to_contain_text("Đang chờ đến lượt")
    check(page)
    with app.app_context():
        assert tasks.run_all() == 1
        db.session.remove()
    # Whoever waits sees the report as soon as it is there.
    expect(page.get_by_role("article")).to_contain_text("I. Tình hình chung")
    check(page)
    return page.url


def lead_said(page: Page) -> dict[str, str]:
    """What the annex of bodies says of each one's head: how many of the steps due were done in time."""
    said = {}
    for annex in page.get_by_role("table").all():
        headings = annex.locator("thead th").all_inner_texts()
        if "Quán triệt, chỉ đạo" not in headings:
            continue
        for row in annex.get_by_role("row").filter(has=page.get_by_role("cell")).all():
            figure = row.locator("th, td").nth(headings.index("Quán triệt, chỉ đạo")).inner_text()
            said[row.get_by_role("rowheader").inner_text()] = figure.split(" ")[0]
    return said


def issue(page: Page, report_url: str, app: Flask) -> None:
    """The chairman vouches for it and issues it; the worker draws the paper."""
    page.goto(report_url)
    page.get_by_role("button", name="Xác nhận đã kiểm tra").click()
    page.get_by_role("button", name="Ban hành").click()
    page.get_by_label("Số", exact=True).fill("77")
    page.get_by_role("button", name="Ban hành").click()
    expect(page.get_by_role("main")).to_contain_text("Đang chờ đến lượt…")
    with app.app_context():
        tasks.run_all()
    # The page asks again by itself.
    expect(page.get_by_role("main")).to_contain_text("Đã ban hành")
    expect(page.get_by_role("main")).to_contain_text("Số 77/BC-UBND")
