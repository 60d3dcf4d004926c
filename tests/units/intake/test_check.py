"""An officer sends a file and sees of every row what it is, before anything is saved."""

import pytest

from app.db import db, transaction
from app.units.actions import restrict_unit
from app.units.queries import get_unit
from app.units.rules import UnitKind
from tests.factories import make_unit
from tests.units.intake.conftest import counted
from tests.units.intake.files import HEADINGS, row

pytestmark = pytest.mark.slow


def test_a_file_is_checked_row_by_row_and_nothing_is_saved(cast, desk):
    an = desk(cast.an)
    page = an.send(row(), row("Quán Gió", phone="0912345679"), row("", phone="12"))

    assert counted(page) == {"Mới": 2, "Sai": 1}
    assert "Thiếu tên đơn vị." in page.text
    assert "Điện thoại người đứng đầu “12” không đúng" in page.text
    assert an.units() == []


def test_columns_are_known_by_their_headings_in_any_order_below_a_title(cast, desk):
    headings = ("Số TT", *reversed(HEADINGS))
    page = desk(cast.an).send(row(), headings=headings, above=["UBND TP. PHÚ QUỐC", "Danh sách cơ sở, tháng 5"])

    assert counted(page) == {"Mới": 1}


def test_columns_with_other_headings_are_told_by_hand(cast, desk):
    an = desk(cast.an)
    headings = {"Tên đơn vị": "Biển hiệu", "Địa chỉ": "Ở đâu"}
    page = an.send({headings.get(name, name): text for name, text in row().items()})

    assert "Chỉ cột của tệp" in page.text
    fields = page.fields("/units/import/1/columns")
    assert (fields["kind"], fields["name"]) == ("1", "")
    unsure = an.browser.post("/units/import/1/columns", fields)
    assert (unsure.status, "Hãy chọn cột." in unsure.text) == (422, True)
    twice = an.browser.post("/units/import/1/columns", {**fields, "name": "0", "address": "0"})
    assert (twice.status, "Một cột chỉ chọn được một lần." in twice.text) == (422, True)
    page = an.look(an.browser.post("/units/import/1/columns", {**fields, "name": "0", "address": "3"}))
    assert counted(page) == {"Mới": 1}


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"kind": ""}, "Thiếu loại hình."),
        ({"kind": "Gì đó"}, "Không rõ loại hình “Gì đó”."),
        ({"commune": ""}, "Thiếu xã, phường, thị trấn."),
        ({"commune": "Xã Không Có"}, "Không tìm thấy xã, phường, thị trấn “Xã Không Có”."),
        ({"commune": "P. Đông Hồ"}, "“P. Đông Hồ” không thuộc địa bàn của ông/bà."),
        ({"address": "--"}, "Địa chỉ “--” không có chữ nào."),
        ({"name": "x" * 161}, "Tên đơn vị dài quá 160 ký tự."),
        ({"manager": ""}, "Thiếu họ và tên người đứng đầu."),
        ({"phone": ""}, "Thiếu điện thoại người đứng đầu."),
        (
            {"Cơ quan quản lý": "Sở Du lịch"},
            "Ông/bà không nhập đơn vị cho “Sở Du lịch” được: hãy để trống, nhập xong thì chuyển cơ quan quản lý.",
        ),
        ({"Cơ quan quản lý": "Sở Lạ"}, "Không tìm thấy cơ quan “Sở Lạ”."),
        ({"Mã số thuế": "123"}, "Mã số thuế “123” không đúng"),
        ({"Hộ kinh doanh": "có thể"}, "“có thể” không nói rõ có phải hộ kinh doanh không"),
        ({"Mã QR": "ABCD"}, "Không tìm thấy mã QR “ABCD”"),
    ],
)
def test_a_wrong_row_says_why(cast, desk, cells, says):
    page = desk(cast.an).send(row(**cells))

    assert counted(page) == {"Sai": 1}
    assert says in page.text


def test_a_unit_that_is_withheld_is_not_named_to_who_sends_its_double(app, cast, desk):
    with app.app_context():
        unit = make_unit(cast.chau, owner="tourism", name="Quán Ốc Đêm", address="Hẻm 5")
        with transaction():
            restrict_unit(cast.chau.viewer, get_unit(cast.chau.viewer, unit.id), basis="Công văn 12")
    page = desk(cast.an).send(row())

    assert counted(page) == {"Có thể trùng": 1}
    assert "Giống một đơn vị hạn chế công khai" in page.text
    assert "Hẻm 5" not in page.text


def test_all_the_reasons_of_a_row_are_told_at_once(cast, desk):
    page = desk(cast.an).send(row("", kind="", commune="", address="", manager="", phone="1"))

    assert page.text.count("Thiếu ") >= 5


def test_the_register_tells_the_same_the_changed_and_the_likely_doubles(app, cast, desk):
    with app.app_context():
        more = {"kind": UnitKind.EATERY, "address": "Chợ đêm", "manager_name": "Ngô Văn Bảy"}
        make_unit(cast.an, name="Quán Ốc Đêm", manager_phone="0912345678", **more)
        make_unit(cast.an, name="Quán Gió", manager_phone="0912345670", **more)
        make_unit(cast.an, name="Công ty TNHH Biển Xanh", kind=UnitKind.COMPANY, tax_code="1700123456")
    page = desk(cast.an).send(
        row(),
        row("Quán Gió", phone="0912345671"),
        row("Biển Xanh", kind="Công ty", phone="0912345672"),
        row("Khách sạn Sóng", kind="Khách sạn", phone="0912345673", **{"Mã số thuế": 1700123456}),
    )

    assert counted(page) == {"Đã có, giống hệt": 1, "Đã có, có thay đổi": 2, "Có thể trùng": 1}
    assert "Điện thoại người đứng đầu: 0912345670 → 0912345671" in page.text
    assert "Giống đơn vị đã có: Công ty TNHH Biển Xanh" in page.text
    assert "(cùng mã số thuế)" in page.text


def test_doubles_within_the_file_are_told_by_their_line(cast, desk):
    page = desk(cast.an).send(row("KS. Biển Xanh"), row("Khách sạn biển xanh", phone="0912345679"))

    assert counted(page) == {"Mới": 1, "Có thể trùng": 1}
    assert "Giống dòng 2: KS. Biển Xanh" in page.text


def test_a_double_that_belongs_to_another_body_is_told_without_a_way_to_it(app, cast, desk):
    with app.app_context():
        make_unit(cast.an, name="Quán Ốc Đêm", kind=UnitKind.EATERY)
    lan = desk(cast.lan)
    page = lan.send(row(**{"Cơ quan quản lý": "Sở DL"}))

    assert counted(page) == {"Có thể trùng": 1}
    assert "Giống đơn vị đã có: Quán Ốc Đêm" in page.text
    assert "/units/1" not in page.text


def test_a_text_that_means_nothing_is_asked_about_once_for_all_its_rows(cast, desk):
    an = desk(cast.an)
    page = an.send(
        row("Quán A", kind="Ăn nhậu", phone="0912345671"),
        row("Quán B", kind="ăn nhậu", phone="0912345672"),
        row("Quán C", commune="Dương Tơơ", phone="0912345673"),
    )
    assert counted(page) == {"Sai": 3}
    assert "Có 2 tên chưa rõ nghĩa" in page.text

    questions = an.browser.get("/units/import/1/questions")
    assert questions.text.count("“Ăn nhậu”") == 1
    commune = next(o for o in questions.tree.iter("option") if o.text == "Xã Dương Tơ").get("value")
    page = an.act("/units/import/1/questions", "", **{"answer-0": "eatery", "answer-1": commune})

    assert counted(page) == {"Mới": 3}
    assert "Đã ghi nhận 2 câu trả lời" in page.text


def test_an_answer_that_was_not_offered_changes_nothing(cast, desk):
    an = desk(cast.an)
    an.send(row(commune="Dương Tơơ"))
    with an.app.app_context():
        from app.areas.queries import get_area
        from app.areas.rules import AreaLevel
        from app.clock import local_day

        elsewhere = str(get_area("30769", AreaLevel.COMMUNE, on=local_day()).id)
        db.session.remove()

    assert counted(an.act("/units/import/1/questions", "", **{"answer-0": elsewhere})) == {"Sai": 1}
