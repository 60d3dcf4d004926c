"""A district prints its posters in one go; every code reads from paper as it hangs: small, blurred, askew."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app import tasks
from app.db import db, transaction
from app.posters.links import short_url
from tests.browser.conftest import Live, violations
from tests.cast import Cast
from tests.places import open_place
from tests.posters.national import record_national
from tests.posters.pages import SEEN_AS, read_as

KINDS = ("Khách sạn", "Nhà nghỉ", "Trường Tiểu học", "Công ty trách nhiệm hữu hạn một thành viên thương mại dịch vụ")
COUNT = 24


@pytest.fixture
def district(live: Live, cast: Cast) -> list[str]:
    """What the codes of a district's units hold, those to be printed: ours, of every third the national too."""
    places = [
        open_place(live.app, cast.an, name=f"{KINDS[n % len(KINDS)]} số {n + 1}", username=f"mai{n}")
        for n in range(COUNT)
    ]
    open_place(live.app, cast.binh, name="Khách sạn Đông Hồ", owner="district-900", commune="30769", username="ho")
    with live.app.app_context(), transaction():
        national = [record_national(cast.an.viewer, place.unit_id) for place in places[::3]]
        return [short_url(place.code) for place in places] + national


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


def test_a_district_prints_all_its_posters_and_every_code_reads(
    desk: Page, cast: Cast, district: list[str], working: Callable[[], int]
) -> None:
    _sign_in(desk, cast)
    desk.goto("/posters?state=to_print")
    assert violations(desk) == []
    desk.get_by_role("link", name=f"In hàng loạt {COUNT} mã này").click()
    assert violations(desk) == []
    desk.get_by_role("combobox", name="Ngôn ngữ").select_option(label="Tiếng Việt – Khmer")
    expect(desk.get_by_role("main")).to_contain_text(f"16 trong {COUNT} áp phích thuộc điểm chưa ghi mã tokhaiyte.vn")
    desk.get_by_role("combobox", name="Mã in trên áp phích").select_option(label="Cả hai mã, cạnh nhau")
    desk.get_by_role("button", name="Tạo tệp in").click()
    expect(desk.get_by_role("main")).to_contain_text("Đang chuẩn bị…")
    assert violations(desk) == []

    assert working() == 1
    # The page asks by itself and finds the file.
    pdf = _fetched(desk)

    for how, seen_as in SEEN_AS.items():
        assert sorted(read_as(pdf, seen_as)) == sorted(district), how
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
