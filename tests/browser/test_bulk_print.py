"""A district prints its posters in one go; every code reads from paper as it hangs: small, blurred, askew."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image, ImageFilter
from playwright.sync_api import Page, expect

from app import tasks
from app.db import db
from app.posters.links import short_url
from tests.browser.conftest import Live, violations
from tests.cast import Cast
from tests.places import open_place
from tests.posters.pages import pictures

KINDS = ("Khách sạn", "Nhà nghỉ", "Trường Tiểu học", "Công ty trách nhiệm hữu hạn một thành viên thương mại dịch vụ")
COUNT = 24
SEEN_AS = {
    "on a screen": lambda picture: picture,
    "out of focus": lambda picture: picture.filter(ImageFilter.GaussianBlur(1.5)),
    "askew": lambda picture: picture.rotate(17, Image.Resampling.BICUBIC, expand=True, fillcolor=255),
    "from afar, out of focus and upside down": lambda picture: (
        picture.resize((picture.width // 2, picture.height // 2))
        .filter(ImageFilter.GaussianBlur(0.6))
        .rotate(188, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    ),
}


@pytest.fixture
def district(live: Live, cast: Cast) -> list[str]:
    """What the codes of a district's units hold, those that are to be printed."""
    codes = [
        open_place(live.app, cast.an, name=f"{KINDS[n % len(KINDS)]} số {n + 1}", username=f"mai{n}").code
        for n in range(COUNT)
    ]
    open_place(live.app, cast.binh, name="Khách sạn Đông Hồ", owner="district-900", commune="30769", username="ho")
    with live.app.app_context():
        return [short_url(code) for code in codes]


@pytest.fixture
def working(live: Live) -> Callable[[], int]:
    """The worker, for as long as there is something to do."""

    def work() -> int:
        with live.app.app_context():
            done = tasks.run_all()
            db.session.remove()
            return done

    return work


def _sign_in(page: Page, cast: Cast) -> None:
    page.goto("/login")
    page.get_by_label("Tên đăng nhập").fill(cast.an.username)
    page.get_by_label("Mật khẩu").fill(cast.an.password)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page).to_have_url(re.compile("/desk"))


def _fetched(page: Page) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("button", name="Tải tệp").click()
    return Path(download.value.path()).read_bytes()


def _read(pdf: bytes, seen_as: Callable[[Image.Image], Image.Image]) -> Iterator[str]:
    for picture in pictures(pdf):
        yield from (code.text for code in zxingcpp.read_barcodes(seen_as(picture)))


def test_a_district_prints_all_its_posters_and_every_code_reads(
    desk: Page, cast: Cast, district: list[str], working: Callable[[], int]
) -> None:
    _sign_in(desk, cast)
    desk.goto("/posters?state=to_print")
    assert violations(desk) == []
    desk.get_by_role("link", name=f"In hàng loạt {COUNT} mã này").click()
    assert violations(desk) == []
    desk.get_by_role("combobox", name="Ngôn ngữ").select_option(label="Tiếng Việt – Khmer")
    desk.get_by_role("button", name="Tạo tệp in").click()
    expect(desk.get_by_role("main")).to_contain_text("Đang chuẩn bị…")
    assert violations(desk) == []

    assert working() == 1
    # The page asks by itself and finds the file.
    pdf = _fetched(desk)

    for how, seen_as in SEEN_AS.items():
        assert sorted(_read(pdf, seen_as)) == sorted(district), how
    assert violations(desk) == []
    desk.get_by_role("button", name="Đã in tất cả").click()
    expect(desk.get_by_role("main")).to_contain_text(f"{COUNT} áp phích đã in")
    desk.goto("/posters?state=to_print")
    expect(desk.get_by_role("main")).to_contain_text("Không có mã nào phù hợp")


def test_a_visitor_checks_the_poster_before_him(phone: Page, live: Live, cast: Cast) -> None:
    hotel = open_place(live.app, cast.an)
    phone.goto("/")
    phone.get_by_role("link", name="Áp phích này thật hay giả?").click()
    phone.get_by_label("Mã của đơn vị").fill(hotel.code.lower())
    phone.get_by_role("button", name="Kiểm tra").click()

    expect(phone.get_by_role("heading", level=1)).to_have_text("Áp phích thật, đang dùng")
    expect(phone.get_by_role("main")).to_contain_text("12 Trần Hưng Đạo")
