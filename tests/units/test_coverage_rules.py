"""Rows of tax and licence lists are read as their clerks write them and held against the register and each other."""

import pytest

from app.units.coverage.reading import Commune, Reader
from app.units.coverage.rules import (
    WRONG_COLUMNS,
    Column,
    Details,
    Entry,
    MatchedBy,
    Present,
    Register,
    Registered,
    Verdict,
    Wrong,
    by_key,
    kind_named,
    name_key,
    plan,
    read_phone,
    read_tax_code,
)
from app.units.coverage.sheet import mended, packed_sheet, recognise, sheet_of
from app.units.labels import UNIT_KIND_LABELS
from app.units.rules import UnitKind

LABELS = {kind: str(label) for kind, label in UNIT_KIND_LABELS.items()}
COMMUNES = [
    Commune(1, "Phường Dương Đông", "Thành phố Phú Quốc", True),
    Commune(2, "Xã Bình An", "Huyện Kiên Lương", True),
    Commune(3, "Xã Bình An", "Huyện Châu Thành", True),
    Commune(4, "Phường Đông Hồ", "Thành phố Hà Tiên", False),
]


def test_headings_are_found_in_any_order_below_a_title_without_diacritics():
    table = [
        ["DANH SÁCH HỘ KINH DOANH"],
        ["", ""],
        ["STT", "MST", "Điện thoại:", "TEN CO SO", "Ngành nghề", "Phường/Xã"],
        ["1", "1701234567", "0912345678", "Quán Sao Mai", "quán ăn", "Dương Đông"],
        ["", ""],
    ]

    sheet = recognise(table)

    assert sheet.columns == {
        Column.NAME: 3,
        Column.KIND: 4,
        Column.COMMUNE: 5,
        Column.TAX_CODE: 1,
        Column.PHONE: 2,
    }
    assert [line for line, _ in sheet.rows] == [4]


@pytest.mark.parametrize(
    "commune", ["Xã, phường", "Xã/phường (*)", "PHƯỜNG, XÃ", "Xã, phường, TT", "Xã, phường, thị trấn"]
)
def test_a_list_may_be_headed_as_a_file_of_units(commune):
    sheet = recognise([["Tên đơn vị", "Loại hình kinh doanh", commune, "SĐT", "Chủ hộ"], ["x", "y", "z", "0", "a"]])

    assert sheet.columns == {Column.NAME: 0, Column.KIND: 1, Column.COMMUNE: 2, Column.PHONE: 3}


def test_a_table_without_the_needed_columns_says_which():
    assert recognise([["Tên cơ sở", "Địa chỉ"], ["x", "y"]]).missing == [Column.KIND, Column.COMMUNE]
    assert recognise([]).missing == [Column.NAME, Column.KIND, Column.COMMUNE]


def test_headings_of_which_none_is_known_stand_in_the_first_row_below_the_titles():
    sheet = recognise([["DANH BẠ", "", "", ""], ["A", "B", "C", ""], ["x", "y", "z", "a row may be fuller"]])

    assert (sheet.heading_row, [line for line, _ in sheet.rows]) == (1, [3])


def test_a_column_without_a_heading_is_known_by_the_first_text_below():
    assert recognise([["Tên cơ sở", "", "MST"], ["x", "", "1"], ["y", "Bờ Kè", "2", "c"]]).headings == [
        "Tên cơ sở",
        "Bờ Kè",
        "MST",
        "c",
    ]


def test_a_mended_line_says_what_was_typed_and_what_had_no_column_gets_one():
    sheet = recognise([["Tên cơ sở", "Loại hình", "Xã"], ["x", "y"], ["p", "q", "r"]])
    after = mended(sheet, {2: {"commune": "Dương Tơ", "district": "Phú Quốc", "phone": ""}, 1: {"name": "no"}, 9: {}})

    assert after.columns == {Column.NAME: 0, Column.KIND: 1, Column.COMMUNE: 2, Column.DISTRICT: 3}
    assert list(after.table) == [sheet.table[0], ["x", "y", "Dương Tơ", "Phú Quốc"], ["p", "q", "r"]]
    assert list(sheet.table[1]) == ["x", "y"]
    assert sheet_of(packed_sheet(after)) == after


def test_every_mistake_is_mended_in_some_column():
    assert set(WRONG_COLUMNS) == set(Wrong)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Khách sạn", UnitKind.HOTEL),
        ("khach san", UnitKind.HOTEL),
        ("hotel", UnitKind.HOTEL),
        ("Dịch vụ lưu trú ngắn ngày", UnitKind.LODGING),
        ("Kinh doanh dịch vụ ăn uống", UnitKind.EATERY),
        ("Chợ", UnitKind.MARKET),
        ("Cho thuê mặt bằng", None),
        ("", None),
    ],
)
def test_a_kind_is_known_by_its_name_or_its_trade(text, kind):
    assert kind_named(text, LABELS) is kind


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("1701234567", "1701234567"),
        ("1701234567-001", "1701234567-001"),
        ("1701234567001", "1701234567-001"),
        ("301234567", "0301234567"),
        (" 170 123 4567 ", "1701234567"),
        ("", ""),
        ("12", None),
    ],
)
def test_a_tax_code_is_repaired_or_refused(text, stored):
    assert read_tax_code(text) == stored


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("912345678", "0912345678"),
        ("0912 345 678", "0912345678"),
        ("2973812345", "02973812345"),
        ("", ""),
        ("12", None),
    ],
)
def test_a_phone_that_excel_took_for_a_number_gets_its_zero_back(text, stored):
    assert read_phone(text) == stored


def judge(*rows, present=()):
    columns = ["ten co so", "loai hinh", "xa", "huyen", "mst", "sdt"]
    reader = Reader(
        COMMUNES,
        LABELS,
        owner_id=lambda kind, _name, _area: 7 if kind is UnitKind.HOTEL else 8,
        body_ids={7},
        source="Thuế",
    )
    return list(reader.judge(recognise([columns, *rows]), by_key(present)))


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        (["Sao Mai", "quán ăn", "P. Dương Đông", "", "", ""], None),
        (["Sao Mai", "quán ăn", "UBND phường Dương Đông, TP. Phú Quốc", "", "", ""], None),
        (["Sao Mai", "quán ăn", "Xã Bình An", "H. Kiên Lương", "", ""], None),
        (["Sao Mai", "quán ăn", "Bình An", "", "", ""], Wrong.AMBIGUOUS_PLACE),
        (["Sao Mai", "quán ăn", "Dương Tây", "", "", ""], Wrong.UNKNOWN_PLACE),
        (["Sao Mai", "quán ăn", "Đông Hồ", "", "", ""], Wrong.NOT_YOURS),
        (["Sao Mai", "khách sạn", "Đông Hồ", "", "", ""], None),
        (["Sao Mai", "nuôi tôm", "Dương Đông", "", "", ""], Wrong.UNKNOWN_KIND),
        (["…", "quán ăn", "Dương Đông", "", "", ""], Wrong.NO_NAME),
        (["Sao Mai", "quán ăn", "Dương Đông", "", "12", ""], Wrong.WRONG_TAX_CODE),
        (["Sao Mai", "quán ăn", "Dương Đông", "", "", "12"], Wrong.WRONG_PHONE),
    ],
)
def test_a_row_is_right_or_says_what_is_wrong(row, wrong):
    (judged,) = judge(row)

    assert judged.wrong is wrong
    assert judged.verdict is (Verdict.WRONG if wrong else Verdict.NEW)


def test_of_two_rows_that_mean_one_place_the_second_is_wrong():
    row = ["Quán Sao Mai", "quán ăn", "Dương Đông", "", "", ""]

    assert [each.wrong for each in judge(row, ["QUAN SAO MAI", *row[1:]])] == [None, Wrong.TWICE]


def entry(name="Quán Sao Mai", *, area=1, kind=UnitKind.EATERY, **details):
    return Entry(area, kind, Details(name, **{"source": "Thuế", **details}))


def test_the_same_list_again_changes_nothing():
    rows = [entry(), entry("Chợ Mới", tax_code="1701234567")]
    present = [Present(n, each) for n, each in enumerate(rows)]

    assert plan(rows, present).is_empty
    assert plan(rows, present).same_count == 2


def test_a_new_list_takes_the_place_of_the_old_one_of_its_source_where_it_speaks():
    stays, goes, elsewhere = entry("A"), entry("B"), entry("C", area=2)
    other_kind, other_source = entry("D", kind=UnitKind.CAFE), entry("E", source="Giấy phép")
    present = [Present(n, each) for n, each in enumerate([stays, goes, elsewhere, other_kind, other_source])]

    found = plan([entry("A", phone="0912345678"), entry("F")], present)

    assert [each.details.name for each in found.new] == ["F"]
    assert [(n, each.details.phone) for n, each in found.changed] == [(0, "0912345678")]
    assert found.ended_ids == [1]


def test_what_another_source_lists_stands_once_and_keeps_what_was_known():
    present = [Present(1, entry(phone="0912345678", source="Giấy phép"))]

    found = plan([entry()], present)

    assert (list(found.new), list(found.changed), found.same_count) == ([], [], 1)


def test_a_list_without_tax_codes_means_the_places_of_one_that_has_them():
    present = [Present(1, entry(tax_code="1701234567", source="Thuế")), Present(2, entry("Chợ Mới", tax_code="1"))]

    again = entry("QUÁN SAO MAI", source="Giấy phép", phone="0912345678")
    found = plan([again, entry("Chợ Mới", tax_code="2")], present)

    ((number, kept),) = found.changed
    assert (number, kept.details.name, kept.details.tax_code) == (1, "Quán Sao Mai", "1701234567")
    assert (kept.details.phone, kept.details.source) == ("0912345678", "Thuế")
    assert [each.details.tax_code for each in found.new] == ["2"]


def unit(number, name="Quán Sao Mai", *, area=1, tax_code="", phones=()):
    return Registered(number, area, name_key(name), tax_code, frozenset(phones))


@pytest.mark.parametrize(
    ("units", "row", "found"),
    [
        ([unit(1, "Khác", tax_code="1")], entry(tax_code="1"), (1, MatchedBy.TAX_CODE)),
        ([unit(1, "Khác", area=9, tax_code="1")], entry(tax_code="1"), (1, MatchedBy.TAX_CODE)),
        ([unit(1, tax_code="1"), unit(2, area=9, tax_code="1")], entry(tax_code="1"), (1, MatchedBy.TAX_CODE)),
        ([unit(1)], entry("HKD QUÁN SAO MAI"), (1, MatchedBy.NAME)),
        ([unit(1)], entry(tax_code="1"), (1, MatchedBy.NAME)),
        ([unit(1, tax_code="2")], entry(tax_code="1"), None),
        ([unit(1, area=2)], entry(), None),
        ([unit(1), unit(2)], entry(), None),
        ([unit(1, "Khác", phones=["09"])], entry(phone="09"), (1, MatchedBy.PHONE)),
        ([unit(1, "Khác", area=2, phones=["09"])], entry(phone="09"), None),
        ([unit(1, "Khác", phones=["09"]), unit(2, "Khác nữa", phones=["09"])], entry(phone="09"), None),
        ([], entry(), None),
    ],
    ids=[
        *("tax code", "tax code elsewhere", "of two with one tax code the one here", "name and place"),
        *("name, one side without tax code", "same name, other tax code", "same name elsewhere", "two of one name"),
        *("phone", "phone elsewhere", "two with one phone", "nobody"),
    ],
)
def test_which_unit_a_row_means(units, row, found):
    assert Register(units).find(row) == found
