"""A family on a slow line with an old phone: no script, 320 pixels, one form, and everybody's result in sight."""

import pytest
from playwright.sync_api import Page, expect

from app.db import transaction
from app.declarations.rulebook.actions import store_recording
from app.door import office_viewer
from tests.browser.conftest import violations
from tests.places import open_place
from tests.visits.records import counted

SMALL = {"width": 320, "height": 640}
# An old third-generation line: 50 kB a second, 300 ms each way.
SLOW = {"offline": False, "latency": 300, "downloadThroughput": 50_000, "uploadThroughput": 25_000}
PATIENCE_MS = 6000


def _fill(phone: Page, prefix: str, name: str, year: str) -> None:
    phone.locator(f"[name='{prefix}full_name']").fill(name)
    phone.locator(f"[name='{prefix}birth_year']").fill(year)
    phone.locator(f"[name='{prefix}gender'][value='female']").check()
    for question in ("travelled", "symptoms", "contact_case", "contact_country", "contact_symptoms"):
        phone.locator(f"[name='{prefix}{question}'][value='no']").check()


@pytest.mark.slow
def test_a_family_enters_and_leaves_over_a_slow_line_without_a_script(app, cast, live, opened):
    inn = open_place(app, cast.an)
    phone = opened(SMALL, script=False)
    line = phone.context.new_cdp_session(phone)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW)

    phone.goto(f"/q/{inn.code}", timeout=PATIENCE_MS)
    _fill(phone, "", "Thạch Thị Sô", "1985")
    phone.locator("[name='phone']").fill("0912 345 678")
    phone.locator("[name='place']").select_option(label="Phường Đông Hồ")
    phone.locator("[name='address']").fill("8 Mạc Cửu")
    phone.get_by_role("button", name="Thêm người đi cùng").click()
    _fill(phone, "p2-", "Bé Na", "2015")
    phone.locator("[name='p2-symptoms'][value='yes']").check()
    phone.locator("[name='p2-symptoms_details']").press("Enter")
    assert phone.evaluate("document.documentElement.scrollWidth") <= SMALL["width"]
    phone.get_by_role("button", name="Gửi tờ khai").last.click()

    expect(phone.get_by_role("heading", level=1)).to_have_text("MỜI VÀO")
    expect(phone.get_by_role("main")).to_contain_text("CHƯA VÀO – GẶP Y TẾ")
    assert phone.evaluate("document.documentElement.scrollWidth") <= SMALL["width"]
    phone.get_by_role("button", name="Cả nhà cùng ra").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("ĐÃ RA")
    phone.get_by_role("button", name="Tốt", exact=True).click()
    expect(phone.get_by_role("main")).to_contain_text("Cảm ơn ông/bà đã đánh giá")
    assert counted(app, inn.unit_id) == (2, 2, 0, 2)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["vi", "en", "km"])
def test_a_screen_reader_finds_its_way_through_the_citizens_pages(app, cast, live, opened, language):
    inn = open_place(app, cast.an)
    phone = opened(SMALL)

    for path in (f"/q/{inn.code}", f"/q/{inn.code}?kind=domestic", f"/q/{inn.code}/crowding", "/mine"):
        phone.goto(f"{path}{'&' if '?' in path else '?'}lang={language}")
        assert violations(phone) == [], path
        assert phone.evaluate("document.documentElement.scrollWidth") <= SMALL["width"], path


@pytest.mark.slow
def test_the_form_read_aloud_is_loaded_by_a_tap_only(app, cast, live, opened):
    inn, phone = open_place(app, cast.an), opened(SMALL)
    with app.app_context(), transaction():
        store_recording(office_viewer(), "km", content=b"OggS" + bytes(400), media_type="audio/ogg")
    loaded: list[str] = []
    phone.on("request", lambda request: loaded.append(request.url) if "/recordings/" in request.url else None)

    phone.goto(f"/q/{inn.code}?lang=km", wait_until="networkidle")
    assert loaded == []
    player = phone.locator("audio")
    box = player.bounding_box()
    assert box
    player.click(position={"x": 20, "y": box["height"] / 2})

    phone.wait_for_timeout(500)
    assert len({*loaded}) == 1


@pytest.mark.slow
def test_every_question_has_a_picture_that_the_phone_can_draw(app, cast, live, opened):
    inn, phone = open_place(app, cast.an), opened(SMALL, script=False)

    phone.goto(f"/q/{inn.code}")

    pictures = phone.locator("legend .app-picture")
    assert pictures.count() == 5
    for number in range(5):
        box = pictures.nth(number).bounding_box()
        assert box
        assert box["width"] >= 20
    file, _, name = str(pictures.first.locator("use").get_attribute("href")).partition("#")
    assert f'id="{name}"' in phone.request.get(file).text()
