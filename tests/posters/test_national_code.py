"""A unit that has a code at tokhaiyte.vn records it once; it counts, and is always shown apart from ours."""

from io import BytesIO

import pytest
from sqlalchemy import select

from app.access.scope import unscoped
from app.clock import local_day
from app.db import db, transaction
from app.directives.actions import load_letter
from app.directives.labels import ACCEPTED_CODES
from app.directives.measures import Cut, figures_by, totals
from app.directives.rules import AcceptedCodes, MeasureKey
from app.posters.national.models import NationalCode
from app.posters.national.queries import national_texts
from app.units.actions import add_checkpoint
from app.units.queries import get_unit
from app.units.rules import CheckpointKind, UnitStatus
from tests.factories import make_manager, make_unit
from tests.made_once import made_once
from tests.pictures import as_file, as_pdf, code_picture, side_by_side

pytestmark = pytest.mark.slow

LINK = "https://qr.tokhaiyte.vn/d/7f3a91c2"
BUS = "https://qr.tokhaiyte.vn/d/bus1"


@made_once
def unit_id(app, cast):
    with app.app_context():
        return make_unit(cast.an, status=UnitStatus.ACTIVE).id


@pytest.fixture
def mai(app, cast, browse, unit_id):
    """The unit's manager."""
    with app.app_context():
        return browse(make_manager(get_unit(cast.an.viewer, unit_id)))


def codes(app):
    with app.app_context():
        stmt = select(NationalCode).order_by(NationalCode.id)
        return db.session.scalars(unscoped(stmt, because="the test looks")).all()


def record(browser, unit_id, **values):
    return browser.send(f"/units/{unit_id}/national", values)


def figure_of(app, cast):
    with app.app_context():
        leaves = figures_by(cast.chau.viewer, Cut.UNIT, [MeasureKey.QR], first=local_day(), last=local_day())
        return totals(leaves, [MeasureKey.QR])[MeasureKey.QR]


def test_the_manager_pastes_the_link_and_confirms_that_it_is_up(app, cast, mai, unit_id):
    told = mai.follow(record(mai, unit_id, link="qr.tokhaiyte.vn/d/7f3a91c2"))
    assert "Đã ghi mã tokhaiyte.vn" in told.text
    (code,) = codes(app)
    assert (code.content, code.text_source.value) == (LINK, "link")
    assert figure_of(app, cast).split["national_not_displayed"] == 1

    path = f"/units/{unit_id}/national/{code.id}"
    mai.send(path, to=f"{path}/displayed")

    figure = figure_of(app, cast)
    assert (figure.numerator, figure.denominator, figure.split["national_manager"]) == (1, 1, 1)
    panel = mai.get(f"/units/{unit_id}/national/panel").text
    assert LINK in panel
    assert "đơn vị tự xác nhận" in panel
    assert LINK not in mai.get(f"/units/{unit_id}/posters").text


@pytest.mark.parametrize(("make", "source"), [(as_file, "picture"), (as_pdf, "pdf")])
def test_a_picture_or_pdf_is_read_and_not_kept(app, cast, browse, unit_id, make, source):
    picture = side_by_side(code_picture("00020101021138"), code_picture(LINK))

    done = record(browse(cast.duong), unit_id, file=(BytesIO(make(picture)), "mã.bin"))

    assert done.status == 303
    (code,) = codes(app)
    assert (code.content, code.text_source.value) == (LINK, source)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({}, "Hãy dán đường dẫn, hoặc gửi ảnh của mã."),
        ({"link": "https://example.com/x"}, "không phải tokhaiyte.vn"),
        ({"link": "http://localhost/q/7ZQ4K2M9A"}, "mã của cổng này"),
        ({"link": "https://tokhaiyte.vn/"}, "trang chung"),
        ({"link": "091090123456||Nguyễn Văn Ánh|01011990|Nam|Phú Quốc|15042021"}, "thẻ căn cước công dân"),
        ({"file": as_file(code_picture("00020101021138"))}, "thanh toán"),
        ({"file": b"not a picture"}, "Không mở được tệp này"),
        ({"file": as_file(side_by_side(code_picture(LINK), code_picture(BUS)))}, "nhiều mã"),
    ],
)
def test_anything_else_is_refused_with_a_friendly_reason(app, cast, browse, unit_id, values, reason):
    if "file" in values:
        values = {"file": (BytesIO(values["file"]), "x.png")}
    page = record(browse(cast.an), unit_id, **values)

    assert page.status == 422
    assert reason in page.text
    assert codes(app) == []


def test_a_personal_code_is_not_shown_again_by_the_file_that_held_it(app, cast, browse, unit_id):
    card = as_file(code_picture("091090123456||Nguyễn Văn Ánh|01011990|Nam|Phú Quốc|15042021"))

    page = record(browse(cast.an), unit_id, file=(BytesIO(card), "x.png"))

    assert "thẻ căn cước công dân" in page.text
    assert "091090123456" not in page.text


def test_a_new_code_ends_the_earlier_one_and_the_same_one_changes_nothing(app, cast, browse, unit_id):
    an = browse(cast.an)
    for link in (LINK, LINK, BUS):
        assert record(an, unit_id, link=link).status == 303

    first, second = codes(app)
    assert (first.ended_at is not None, second.ended_at) == (True, None)
    with app.app_context():
        assert national_texts([unit_id]) == {(unit_id, None): BUS}


def test_a_code_of_another_unit_is_refused(app, cast, browse, unit_id):
    with app.app_context():
        other = make_unit(cast.an, name="Chợ Mới").id
    an = browse(cast.an)
    record(an, unit_id, link=LINK)

    page = record(an, other, link=LINK)

    assert page.status == 422
    assert 'id="link-error"' in page.text
    assert "Mỗi nơi phải có mã riêng" in page.text
    assert page.fields(f"/units/{other}/national")["link"] == LINK


def test_each_vehicle_is_a_point_and_has_a_code_of_its_own(app, cast, browse, unit_id):
    with app.app_context(), transaction():
        unit = get_unit(cast.an.viewer, unit_id)
        bus = add_checkpoint(cast.an.viewer, unit, name="68B-012.34", kind=CheckpointKind.VEHICLE).id
    assert figure_of(app, cast).denominator == 2
    an = browse(cast.an)
    record(an, unit_id, link=BUS, vehicle=str(bus))
    (code,) = codes(app)
    path = f"/units/{unit_id}/national/{code.id}"
    an.send(path, to=f"{path}/displayed")

    figure = figure_of(app, cast)
    assert (figure.numerator, figure.denominator) == (1, 2)
    assert (figure.split["vehicles"], figure.split["national_officer"]) == (1, 1)
    with app.app_context():
        assert national_texts([unit_id]) == {(unit_id, bus): BUS}
    assert "68B-012.34" in browse(cast.chau).get("/monitor/rows/qr?period=today&show=counted").text


@pytest.mark.parametrize(
    ("accepted", "numerator", "why"),
    [
        (AcceptedCodes.ANY, 1, "national_officer"),
        (AcceptedCodes.NATIONAL, 1, "national_officer"),
        (AcceptedCodes.PORTAL, 0, "not_accepted"),
    ],
)
def test_which_code_fulfils_is_a_setting_of_the_obligation(app, cast, browse, unit_id, accepted, numerator, why):
    with app.app_context(), transaction():
        letter = load_letter(cast.chau.viewer).id
    chau, path = browse(cast.chau), f"/directives/{letter}/codes"
    assert chau.send(path, {"accepted_codes": accepted.value}, to=path).status == 303
    assert str(ACCEPTED_CODES[accepted]) in chau.get(f"/directives/{letter}").text
    an = browse(cast.an)
    record(an, unit_id, link=LINK)
    path = f"/units/{unit_id}/national/{codes(app)[0].id}"
    an.send(path, to=f"{path}/displayed")

    figure = figure_of(app, cast)
    assert (figure.numerator, figure.split[why]) == (numerator, 1)


def test_a_code_no_longer_used_counts_no_more(app, cast, browse, unit_id):
    an = browse(cast.an)
    record(an, unit_id, link=LINK)
    path = f"/units/{unit_id}/national/{codes(app)[0].id}"
    an.send(path, to=f"{path}/end")

    assert figure_of(app, cast).split["not_displayed"] == 1
    assert "không còn dùng" in an.get(path).text
    page = an.post(f"{path}/displayed", {"csrf_token": _token(an), "on": f"{local_day():%d/%m/%Y}"})
    assert page.status == 409


def _token(browser):
    return browser.get("/units").tree.find(".//meta[@name='csrf-token']").get("content")


def test_binh_sees_and_records_nothing_of_it(app, cast, browse, unit_id):
    record(browse(cast.an), unit_id, link=LINK)
    binh, path = browse(cast.binh), f"/units/{unit_id}/national"

    assert binh.get(path).status == 404
    assert binh.get(f"{path}/panel").status == 404
    assert binh.get(f"{path}/{codes(app)[0].id}").status == 404
    assert binh.post(path, {"csrf_token": _token(binh), "link": BUS}).status == 404
    assert len(codes(app)) == 1
