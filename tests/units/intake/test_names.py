"""How lists write places, bodies, kinds, phones and tax codes, and what is meant."""

import pytest

from app.organisations.rules import OrganisationKind
from app.units.intake.book import Body, Book, Place, initials, typed_initials
from app.units.intake.columns import recognise
from app.units.intake.kinds import find_kind, kind_names
from app.units.intake.reading import RowReader, repaired_phone, repaired_tax_code
from app.units.intake.rules import Reason
from app.units.rules import UnitKind


@pytest.fixture
def book():
    """Two communes of one name in two districts, a town and a commune of one name in one; all mine but the last."""
    places = {
        "binh an": [Place(1, "xa binh an", 11, "kien luong"), Place(2, "xa binh an", 12, "chau thanh")],
        "vinh thuan": [Place(3, "thi tran vinh thuan", 13, "vinh thuan"), Place(4, "xa vinh thuan", 13, "vinh thuan")],
        "ha tien": [Place(5, "xa ha tien", 14, "ha tien")],
    }
    found = Book(mine=frozenset({1, 2, 3, 4}))
    found._places.update(places)
    return found


@pytest.mark.parametrize(
    ("commune", "district", "meant", "reason"),
    [
        ("Bình An", "", None, Reason.COMMUNE_AMBIGUOUS),
        ("X. BÌNH AN", "H. Kiên Lương", 1, None),
        ("xã Bình An, huyện Châu Thành", "", 2, None),
        ("TT. Vĩnh Thuận", "", 3, None),
        ("xã Vĩnh Thuận", "", 4, None),
        ("Vĩnh Thuận", "", None, Reason.COMMUNE_AMBIGUOUS),
        ("Bình An", "Phú Quốc", None, Reason.COMMUNE_UNKNOWN),
        ("Hà Tiên", "", None, Reason.COMMUNE_ELSEWHERE),
        ("", "Kiên Lương", None, Reason.COMMUNE_MISSING),
    ],
)
def test_a_commune_is_found_by_how_people_write_it(app, book, commune, district, meant, reason):
    with app.test_request_context():
        found, why, _ = RowReader(book, {})._find_place(commune, district)

    assert (found, why) == (meant, reason)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Sở GD&ĐT", "Sở Giáo dục và Đào tạo"),
        ("so gd-dt", "Sở Giáo dục và Đào tạo"),
        ("Sở NN và PTNT", "Sở Nông nghiệp và Phát triển nông thôn"),
        ("Sở LĐTB&XH", "Sở Lao động - Thương binh và Xã hội"),
    ],
)
def test_a_department_is_known_by_its_initials(typed, name):
    from app.text import search_key

    assert typed_initials(search_key(typed)) == initials(name)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("UBND H. Kiên Lương", [1]),
        ("Ủy ban nhân dân thị trấn Kiên Lương", [2]),
        ("Kiên Lương", [1, 2]),
        ("UBND xã", [2]),
        ("UBND huyện", [1]),
        ("Sở Lạ", []),
    ],
)
def test_a_committee_is_told_from_one_of_the_same_name(typed, meant):
    district, commune = Body(1, OrganisationKind.DISTRICT, 11), Body(2, OrganisationKind.COMMUNE, 22)
    book = Book(_bodies={"kien luong": [district, commune]}, _of_area={11: district, 22: commune})
    book._by_id[22] = Place(22, "thi tran kien luong", 11, "kien luong")

    assert [body.id for body in book.find_bodies(typed, 22)] == meant


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Khách sạn", UnitKind.HOTEL),
        ("KHACH SAN 3 sao", UnitKind.HOTEL),
        ("Nhà nghỉ", UnitKind.LODGING),
        ("quán cà-phê", UnitKind.CAFE),
        ("Trường Tiểu học A", UnitKind.SCHOOL),
        ("hotel", UnitKind.HOTEL),
        ("Cho thuê xe", None),
        ("", None),
    ],
)
def test_a_kind_is_known_by_its_label_and_what_people_call_it(app, text, kind):
    with app.test_request_context():
        assert find_kind(text, kind_names()) == kind


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("912345678", "0912345678"),
        ("1667123456", "0367123456"),
        ("2973812345", "02973812345"),
        ("0297.3812345", "02973812345"),
        ("0912345678/0918765432", "0912345678"),
        ("0912345678 - 0297 3812345", "0912345678"),
        ("'0912345678", "0912345678"),
        ("9.12E+08", ""),
        ("91234567", ""),
    ],
)
def test_a_phone_that_became_a_number_is_repaired(text, number):
    assert repaired_phone(text) == number


@pytest.mark.parametrize(
    ("text", "code"),
    [("1700123456", "1700123456"), ("312345678", "0312345678"), ("0312345678 001", "0312345678-001"), ("1700", "")],
)
def test_a_tax_code_that_became_a_number_is_repaired(text, code):
    assert repaired_tax_code(text) == code


@pytest.mark.parametrize(
    ("headings", "mapping"),
    [
        (["TT", "TÊN CƠ SỞ (*)", "Xã/Phường"], {"name": 1, "commune": 2}),
        (
            ["Họ và tên chủ cơ sở", "SĐT", "Mã số thuế", "Mã"],
            {"manager_name": 0, "manager_phone": 1, "tax_code": 2, "code": 3},
        ),
        (["Tên đường", "Mã bưu điện"], {}),
        (["Điện thoại", "Điện thoại đơn vị"], {"manager_phone": 0, "phone": 1}),
    ],
)
def test_headings_are_known_without_marks_and_signs(headings, mapping):
    assert recognise(headings) == mapping
