"""An inspection from the plan to the signed record and the visit after it, on a phone that loses its network."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from app.clock import local_day
from app.db import db
from app.inspections.models import Inspection
from app.units.rules import UnitKind, UnitStatus
from tests.browser.conftest import PHONE, violations
from tests.browser.films import film
from tests.factories import make_poster, make_unit
from tests.inspections.conftest import rows_of

SCHOOL = "Trường Tiểu học Dương Đông 1"
FINDING = "Bố trí người kiểm soát tại cổng"


def _sign_in(page: Page, person: object) -> None:
    page.goto("/login")
    page.get_by_label("Tên đăng nhập").fill(person.username)
    page.get_by_label("Mật khẩu").fill(person.password)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page).to_have_url(re.compile("/desk"))


def _check(page: Page) -> None:
    assert violations(page) == [], page.url


def _plan_by_risk(page: Page) -> None:
    page.goto("/inspections")
    page.get_by_role("link", name="Lập kế hoạch theo mức rủi ro").click()
    expect(page.get_by_role("main")).to_contain_text("chưa kiểm tra lần nào")
    _check(page)
    page.get_by_label(SCHOOL).check()
    page.get_by_role("button", name="Đưa vào kế hoạch").click()
    expect(page.get_by_role("alert")).to_contain_text("Đã đưa 1 đơn vị vào kế hoạch")
    _check(page)


def _begin(page: Page) -> None:
    page.goto("/desk")
    page.get_by_role("link", name="Kiểm tra đến ngày").click()
    page.get_by_role("link", name=SCHOOL).click()
    page.get_by_role("button", name="Bắt đầu kiểm tra").click()
    expect(page).to_have_url(re.compile("/record"))


def _look_around(page: Page, code: str) -> None:
    """Poster, entry, criteria: all is well."""
    page.locator("[name$=_code]").first.fill(code)
    for radio in page.locator("input[type=radio][value=yes]").all():
        radio.check()
    for radio in page.locator("input[type=radio][name^=answer_][value='1']").all():
        radio.check()


def _drafts(page: Page) -> int:
    """How many records the device still holds."""
    return page.evaluate(
        """() => new Promise((resolve) => {
          const opening = indexedDB.open("inspections", 1);
          opening.onsuccess = () => {
            const asked = opening.result.transaction("drafts").objectStore("drafts").count();
            asked.onsuccess = () => resolve(asked.result);
          };
        })"""
    )


def _draw(page: Page) -> None:
    """A line by finger on both pads."""
    for pad in page.locator("canvas").all():
        pad.scroll_into_view_if_needed()
        box = pad.bounding_box()
        page.mouse.move(box["x"] + 30, box["y"] + 80)
        page.mouse.down()
        page.mouse.move(box["x"] + 120, box["y"] + 20)
        page.mouse.move(box["x"] + 200, box["y"] + 90)
        page.mouse.up()


def _sign(page: Page) -> None:
    expect(page).to_have_url(re.compile("/sign"))
    page.wait_for_timeout(500)
    assert _drafts(page) == 0
    _check(page)
    _draw(page)
    page.locator("[name=unit_name]").fill("Lê Thị Mai")
    page.get_by_role("button", name="Ký biên bản").click()
    expect(page.get_by_role("alert")).to_contain_text("Đã ký biên bản")
    _check(page)


@pytest.mark.slow
def test_a_visit_from_the_plan_to_the_signed_record_and_the_visit_after_it(app, live, cast, desk, opened):
    with live.app.app_context():
        unit = make_unit(cast.an, name=SCHOOL, kind=UnitKind.SCHOOL, status=UnitStatus.ACTIVE)
        code = make_poster(unit=unit).code
        db.session.remove()
    phone = opened(PHONE)
    _sign_in(desk, cast.an)
    _sign_in(phone, cast.an)

    _plan_by_risk(desk)
    _begin(phone)
    _check(phone)
    _look_around(phone, code)
    phone.locator("[name=finding_0_text]").fill(FINDING)
    phone.locator("[name=finding_0_due]").fill(f"{local_day() + timedelta(3):%d/%m/%Y}")
    _lose_the_network_and_come_back(phone)
    _sign(phone)

    with phone.expect_download() as download:
        phone.get_by_role("link", name="Tải biên bản (PDF)").click()
    assert download.value.suggested_filename.startswith("bien-ban-kiem-tra")
    _go_again(phone)
    first, second = rows_of(app, Inspection)
    assert (first.status.value, second.status.value, second.follows_id) == ("closed", "closed", first.id)

    phone.get_by_role("button", name="Đăng xuất").click()
    expect(phone).to_have_url(re.compile("/login|/$"))
    assert not phone.evaluate("caches.has('records')"), "the next one on this phone opens nothing of it"


def _lose_the_network_and_come_back(phone: Page) -> None:
    """What is typed survives a page that is loaded again, and what was saved without network is sent once."""
    opinion = phone.locator("[name=opinion]")
    opinion.fill("Nhà trường sẽ khắc phục")
    phone.wait_for_timeout(800)
    phone.reload()
    expect(phone.locator("#draft")).to_contain_text("Đã lấy lại nội dung chưa gửi")
    expect(opinion).to_have_value("Nhà trường sẽ khắc phục")
    expect(phone.locator("[name=finding_0_text]")).to_have_value(FINDING)
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Lưu và ký biên bản").click()
    expect(phone.locator("#draft")).to_contain_text("Mất mạng – đã giữ trên máy này")
    assert _drafts(phone) == 1
    # A phone that closed the page gets it back without network, with all that was typed.
    phone.reload()
    expect(phone.locator("#draft")).to_contain_text("Đã lấy lại nội dung chưa gửi")
    expect(opinion).to_have_value("Nhà trường sẽ khắc phục")
    phone.get_by_role("button", name="Lưu và ký biên bản").click()
    expect(phone.locator("#draft")).to_contain_text("Mất mạng – đã giữ trên máy này")
    phone.context.set_offline(False)
    expect(phone).to_have_url(re.compile("/sign"), timeout=25000)
    phone.go_back()
    phone.reload()
    expect(phone.locator("#draft")).to_be_hidden()
    expect(opinion).to_have_value("Nhà trường sẽ khắc phục")
    phone.get_by_role("button", name="Lưu và ký biên bản").click()


def _go_again(phone: Page) -> None:
    """The visit that planned itself: what was found is put right."""
    phone.goto("/inspections?status=planned")
    phone.get_by_role("link", name=SCHOOL).click()
    phone.get_by_role("button", name="Bắt đầu kiểm tra").click()
    phone.locator("input[name^=earlier_][value=fixed]").check()
    for radio in phone.locator("input[type=radio][value=yes]").all():
        radio.check()
    phone.get_by_role("button", name="Lưu và ký biên bản").click()
    _sign(phone)


@pytest.mark.slow
def test_the_record_reads_a_posters_code_and_takes_a_picture(
    app, live, cast, tmp_path, browser_type_launch_args, playwright
):
    with live.app.app_context():
        unit = make_unit(cast.an, name=SCHOOL, kind=UnitKind.SCHOOL, status=UnitStatus.ACTIVE)
        code = make_poster(unit=unit).code
        db.session.remove()
    arguments = [
        *browser_type_launch_args["args"],
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film(tmp_path / 'code.mjpeg', f'{live.url}/q/{code}')}",
    ]
    chromium = playwright.chromium.launch(**{**browser_type_launch_args, "args": arguments})
    phone = chromium.new_context(base_url=live.url, permissions=["camera"], locale="vi-VN", viewport=PHONE).new_page()
    phone.set_default_timeout(20000)
    _sign_in(phone, cast.an)
    _plan_by_risk(phone)
    _begin(phone)

    phone.get_by_role("button", name="Quét mã của áp phích").click()
    expect(phone.locator("[name$=_code]").first).to_have_value(f"{live.url}/q/{code}", timeout=20000)
    expect(phone.locator("[id$=_code-read]").first).to_have_text("Đúng mã đã cấp cho cửa này")
    phone.get_by_role("button", name="Mở máy ảnh để chụp").click()
    phone.get_by_role("button", name="Chụp ảnh này vào biên bản").click()
    expect(phone.locator("#record_camera")).to_contain_text("Đã thêm ảnh thứ 1 vào biên bản")
    phone.get_by_role("button", name="Lưu và tiếp tục").first.click()
    expect(phone.get_by_role("main")).to_contain_text("mã thật, đang dùng")
    expect(phone.get_by_role("main")).to_contain_text("Đã có 1 ảnh")
    chromium.close()
