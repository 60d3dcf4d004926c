"""Which names are likely the same unit's."""

import pytest

from app.units.likeness import LONGEST, likeness_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Khách sạn Biển Xanh", "KS. BIỂN XANH"),
        ("Khách sạn Biển Xanh", "Công ty TNHH MTV Khách sạn Biển Xanh"),
        ("Nhà hàng Hương Quê", "NH Huong  Que"),
        ("Trường THCS Dương Đông", "Trường Trung học cơ sở Dương Đông"),
        ("UBND xã Dương Tơ", "Ủy ban nhân dân xã Dương Tơ"),
        ("HKD Nguyễn Văn Đức", "Hộ kinh doanh NGUYỄN VĂN ĐỨC"),
        ("Quán cà-phê Gió", "Quán Cà phê “Gió”"),
    ],
)
def test_spelling_abbreviations_and_legal_forms_do_not_count(one, other):
    assert likeness_key(one) == likeness_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Khách sạn Biển Xanh", "Khách sạn Biển Xanh 2"),
        ("Quán Biển Xanh", "Khách sạn Biển Xanh"),
        ("Trường Tiểu học Dương Đông 1", "Trường Tiểu học Dương Đông 2"),
        ("Công ty Cổ phần", "Công ty TNHH"),
        ("ភោជនីយដ្ឋាន", "ផ្សារ"),
    ],
)
def test_other_words_are_other_units(one, other):
    assert likeness_key(one) != likeness_key(other)


def test_a_key_fits_its_column_and_is_never_empty():
    assert len(likeness_key("Chợ " * 100)) <= LONGEST
    assert likeness_key("Công ty") == "cong ty"
