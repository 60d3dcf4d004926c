"""The poster as PDF: its code reads from the printed page, in three languages, whatever the unit is called."""

import re
from itertools import pairwise

import pypdfium2
import pytest
import zxingcpp

from app.codes import show_code
from app.db import db, transaction
from app.posters.designs import SHEETS
from app.posters.links import short_url
from app.posters.queries import get_poster, list_unit_posters
from app.posters.rules import PosterSize, size_pt
from app.units.actions import add_checkpoint, add_vehicle, describe_vehicle
from app.units.queries import get_unit
from app.units.rules import CheckpointKind, UnitStatus, VehicleKind
from tests.factories import make_manager, make_poster, make_unit

LONG = "Công ty trách nhiệm hữu hạn một thành viên Đầu tư và Phát triển du lịch sinh thái biển đảo Phú Quốc – Chi nhánh"
CAPITALS = "TRUNG TÂM THƯƠNG MẠI VÀ DỊCH VỤ DU LỊCH DƯƠNG ĐÔNG"
DPI = 100
PLACE_TOP_MM, PLACE_BOTTOM_MM = 24, 51  # beneath the band, above the code's quiet zone


@pytest.fixture
def poster(app, cast):
    """The id, unit, code and checkpoint of a poster in Phú Quốc."""
    with app.app_context():
        made = make_poster(cast.an)
        db.session.expunge_all()
        return made


def sheets(browser, path):
    answer = browser.get(path).response
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    return pypdfium2.PdfDocument(answer.data)


def read(page):
    """Content and width (mm) of the one code on a rendered page."""
    (found,) = zxingcpp.read_barcodes(page.render(scale=DPI / 72).to_pil())
    corners = found.position
    return found.text, (corners.top_right.x - corners.top_left.x) / DPI * 25.4


def height_mm(page, text):
    """Top and bottom of a text on the page, from the paper's upper edge."""
    layer = page.get_textpage()
    index, count = layer.search(text).get_next()
    boxes = [layer.get_charbox(n) for n in range(index, index + count)]
    edges = max(box[3] for box in boxes), min(box[1] for box in boxes)
    return tuple((page.get_height() - edge) / 72 * 25.4 for edge in edges)


def words(page):
    return " ".join(page.get_textpage().get_text_range().split())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "second"),
    [
        ("vi", None),
        ("vi-en", "Scan this code again and tap OUT."),
        ("vi-km", "QR"),
    ],
)
def test_the_code_reads_from_the_page_and_is_at_least_150_mm_wide(app, cast, browse, poster, language, second):
    (page,) = sheets(browse(cast.an), f"/units/{poster.unit_id}/poster.pdf?size=a4&lang={language}")
    text, width_mm = read(page)

    with app.app_context():
        assert text == short_url(poster.code) == f"HTTP://LOCALHOST/Q/{poster.code}"
    assert 149.5 <= width_mm <= 155
    assert [round(side / 72 * 25.4) for side in page.get_size()] == [210, 297]
    shown = words(page)
    for part in ("Khách sạn Biển Xanh", "12 Trần Hưng Đạo", show_code(poster.code), "1900 9095", "Phiên bản 1"):
        assert part in shown
    assert second is None or second in shown


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", [LONG, "W" * 160, "TRUNG TÂM THƯƠNG MẠI VÀ DỊCH VỤ DU LỊCH DƯƠNG ĐÔNG", "<b>Quán</b> & 🦀"]
)
def test_any_name_fits_on_its_one_page_whole(app, cast, browse, name):
    with app.app_context():
        unit_id = make_unit(cast.an, name=name, address="Tổ 3, ấp Đường Bào, " * 9).id
    (page,) = sheets(browse(cast.an), f"/units/{unit_id}/poster.pdf?lang=vi-km")

    assert read(page)[1] >= 149.5
    printed = re.sub(r"\W", "", words(page))
    assert re.sub(r"\W", "", name) in printed
    first, last = height_mm(page, name[:3]), height_mm(page, "Phú Quốc")  # the end of the address
    assert PLACE_TOP_MM <= first[0] < last[1] <= PLACE_BOTTOM_MM


@pytest.mark.slow
def test_every_door_has_a_page_and_one_can_be_asked_for(app, cast, browse, poster):
    with app.app_context(), transaction():
        van = add_checkpoint(
            cast.an.viewer,
            get_unit(cast.an.viewer, poster.unit_id),
            name="Xe 68B-012.34",
            kind=CheckpointKind.VEHICLE,
        )
        van_id = van.id
    an = browse(cast.an)

    assert len({read(page)[0] for page in sheets(an, f"/units/{poster.unit_id}/poster.pdf")}) == 2
    (page,) = sheets(an, f"/units/{poster.unit_id}/poster.pdf?checkpoint={van_id}")
    assert "Xe 68B-012.34" in words(page)


def test_a_vehicle_is_offered_its_sticker_and_a_gate_the_a4_sheet(app, cast, browse, poster):
    with app.app_context(), transaction():
        unit = get_unit(cast.an.viewer, poster.unit_id)
        van_id = add_checkpoint(cast.an.viewer, unit, name="Taxi 7", kind=CheckpointKind.VEHICLE).id
    an = browse(cast.an)

    for path in ("/posters", f"/units/{poster.unit_id}/posters"):
        page = an.get(path).text
        assert f"size=sticker&amp;lang=vi&amp;checkpoint={van_id}" in page
        assert f"size=a4&amp;lang=vi&amp;checkpoint={poster.checkpoint_id}" in page
        assert "Nhãn dán xe, tàu" in page


@pytest.mark.parametrize(
    "query",
    [
        "size=a2",
        "size=",
        "logo=2",
        "codes=all",
        "lang=fr",
        "lang=VI",
        "checkpoint=99",
        "checkpoint=x",
        "lang=vi&size=b5",
    ],
)
def test_other_sizes_and_languages_are_pages_not_found(cast, browse, poster, query):
    assert browse(cast.an).get(f"/units/{poster.unit_id}/poster.pdf?{query}").status == 404


@pytest.mark.parametrize(
    ("person", "expected"), [("binh", 404), ("lan", 404), ("oanh", 403), ("hai", 403), ("quan", 403)]
)
def test_who_may_not_print_gets_no_poster(cast, browse, poster, person, expected):
    browser = browse(getattr(cast, person))

    assert browser.get(f"/units/{poster.unit_id}/poster.pdf").status == expected
    if expected == 404:
        assert browser.get(f"/posters/{poster.id}").status == 404


def test_a_poster_becomes_printed_by_saying_so(app, cast, browse, poster):
    an, path = browse(cast.an), f"/posters/{poster.id}"
    assert "Chưa in" in an.get("/posters").text
    told = an.follow(an.send(path, {"language": "vi-km"}, to=f"{path}/printed"))

    assert "đã in." in told.text
    assert "Tiếng Việt – Khmer" in told.text
    assert poster.unit.name not in an.get("/posters?state=to_print").text
    assert poster.unit.name in an.get("/posters?state=to_display").text
    assert an.send(path, {"language": "fr"}, to=f"{path}/printed").status == 422
    assert an.send(path, {"language": ""}, to=f"{path}/printed").status == 422


@pytest.mark.slow
def test_reading_or_downloading_a_poster_does_not_print_it(app, cast, browse, poster):
    browse(cast.an).get(f"/units/{poster.unit_id}/poster.pdf")

    with app.app_context():
        assert get_poster(cast.an.viewer, poster.id).printed_at is None


@pytest.mark.slow
def test_an_applicant_prints_but_does_not_replace(app, cast, browse):
    with app.app_context():
        unit = make_unit(cast.an)
        poster = make_poster(unit=unit)
        unit_id, poster_id = unit.id, poster.id
        mai = browse(make_manager(unit))

    assert mai.get(f"/units/{unit_id}/poster.pdf").status == 200
    assert mai.get(f"/posters/{poster_id}/replace").status == 403
    assert "Xác nhận đã dán" not in mai.get(f"/posters/{poster_id}").text


@pytest.mark.parametrize("size", PosterSize)
@pytest.mark.parametrize("kind", ["name", "gate", "address"])
def test_longer_names_are_never_larger(size, kind):
    wanted = SHEETS[size].design.styles[kind].sizes
    sizes = [size_pt("x" * n, wanted) for n in range(1, 200)]

    assert all(longer <= shorter for shorter, longer in pairwise(sizes))
    assert size_pt("X" * 26, wanted) <= size_pt("x" * 26, wanted)


def test_units_whose_codes_do_not_work_are_not_listed(app, cast, browse):
    with app.app_context():
        make_unit(cast.an, name="Quán đang mở", status=UnitStatus.ACTIVE)
        make_unit(cast.binh, name="Quán Hà Tiên", owner="district-900", commune="30769")
    shown = browse(cast.an).get("/posters").text

    assert "Quán đang mở" in shown
    assert "Quán Hà Tiên" not in shown


@pytest.mark.parametrize(
    ("kind", "scan", "leave"),
    [
        (VehicleKind.TAXI, "Quét mã khi LÊN XE", "Không cần quét lại."),
        (VehicleKind.MOTORBIKE_TAXI, "Quét mã khi LÊN XE", "Không cần quét lại."),
        (VehicleKind.COACH, "Quét mã khi VÀO và khi RA", "Quét lại mã này và bấm RA."),
    ],
)
def test_the_sticker_of_a_taxi_asks_for_no_second_scan(app, cast, browse, kind, scan, leave):
    with app.app_context(), transaction():
        unit = make_unit(cast.an)
        vehicle = add_vehicle(cast.an.viewer, unit, name="Xe 01", kind=kind, plate="68A-123.45")
        path = f"/units/{unit.id}/poster.pdf?size=sticker&checkpoint={vehicle.id}"
    one = words(sheets(browse(cast.an), path)[0])

    assert (scan in one, leave in one) == (True, True)
    assert ("bấm RA" in one) == (kind is VehicleKind.COACH)


@pytest.mark.parametrize(
    ("before", "after", "version"),
    [
        (VehicleKind.COACH, VehicleKind.BUS, 1),
        (VehicleKind.COACH, VehicleKind.TAXI, 2),
        (VehicleKind.TAXI, VehicleKind.MOTORBIKE_TAXI, 1),
    ],
)
def test_what_a_sticker_asks_is_printed_anew_when_the_vehicle_becomes_another(app, cast, before, after, version):
    with app.app_context(), transaction():
        vehicle = add_vehicle(cast.an.viewer, make_unit(cast.an), name="Xe 01", kind=before, plate="68A-123.45")
        describe_vehicle(cast.an.viewer, vehicle, name="Xe 01", kind=after, plate="68A-123.45")

        assert [poster.version for poster in list_unit_posters(vehicle.unit_id)][-1] == version
