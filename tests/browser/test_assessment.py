"""A school assesses itself on a phone, to each of the three levels; the public sees the level and by whose word."""

import re
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, violations
from tests.safety.conftest import school  # noqa: F401 - a fixture

SECTIONS = 3
# Which criteria are not met, the level and the band that follow.
CASES = (
    ((), "An toàn", "Thực hiện tốt, trường học an toàn"),
    ((1, 2, 3, 6, 7), "Có rủi ro", "Thực hiện khá, trường học an toàn"),
    ((11,), "Không an toàn", "Thực hiện chưa tốt, không an toàn"),
)

pytestmark = pytest.mark.slow


def _sign_in(page: Page, username: str, password: str) -> None:
    page.goto("/login")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(password)
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url("**/desk")


def _picture() -> bytes:
    written = BytesIO()
    Image.new("RGB", (1200, 900), "green").save(written, "JPEG")
    return written.getvalue()


def _answer(page: Page, failed: tuple[int, ...]) -> None:
    """Every section as it comes, the first with a picture."""
    for number in range(1, SECTIONS + 1):
        expect(page.get_by_text(f"Phần {number} trong {SECTIONS}")).to_be_visible()
        for group in page.get_by_role("group").filter(has=page.get_by_role("radio")).all():
            criterion = int(group.locator("legend").inner_text().split(".")[0])
            name = "Không đạt" if criterion in failed else "Đạt"
            group.get_by_role("radio", name=name, exact=True).check()
        if number == 1:
            page.locator("summary", has_text="Ghi chú, ảnh 1").first.click()
            page.get_by_label("Ghi chú cho tiêu chí 1", exact=False).first.fill("Quyết định thành lập ban chỉ đạo")
            photo = {"name": "anh.jpg", "mimeType": "image/jpeg", "buffer": _picture()}
            page.locator("#photo_1").set_input_files(photo)
            assert violations(page) == [], page.url
        page.get_by_role("button", name="Lưu").click()


@pytest.mark.parametrize(("failed", "level", "band"), CASES, ids=[level for _failed, level, _band in CASES])
def test_a_school_is_assessed_on_a_phone(school, opened, failed, level, band):  # noqa: F811 - the fixture
    phone = opened(PHONE)
    _sign_in(phone, school.mai.username, school.mai.password)
    phone.goto(school.safety)
    phone.get_by_role("button", name="Bắt đầu đánh giá").click()
    phone.get_by_role("link", name=re.compile("Trả lời.*Trước khi")).click()
    _answer(phone, failed)

    expect(phone.get_by_text(band)).to_be_visible()
    assert violations(phone) == [], phone.url
    phone.get_by_role("button", name="Nộp bản đánh giá").click()
    expect(phone.get_by_role("alert")).to_contain_text(level)
    picture = phone.locator("img.app-photo").first
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", True)
    expect(picture).to_have_js_property("naturalWidth", 1200)
    phone.goto(school.safety)
    expect(phone.locator("#safety_panel")).to_contain_text(level)
    tasks = phone.get_by_role("link", name="việc cần khắc phục")
    expect(tasks).to_have_count(1 if failed else 0)
    assert violations(phone) == [], phone.url

    visitor = opened(PHONE, script=False)
    visitor.goto("/safety")
    visitor.get_by_label("Tên hoặc địa chỉ của đơn vị").fill("tieu hoc duong dong")
    visitor.get_by_role("button", name="Tra cứu").click()
    visitor.get_by_role("link", name="Trường Tiểu học Dương Đông 1").click()
    expect(visitor.get_by_role("main")).to_contain_text(level)
    expect(visitor.get_by_role("main")).to_contain_text("đơn vị tự đánh giá ngày")
