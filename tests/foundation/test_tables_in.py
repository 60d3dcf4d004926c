"""Tables that people send: what every program writes is read, what would exhaust the server is refused with words."""

import io
import zipfile

import pytest
from xlsxwriter import Workbook

from app.documents import tables_in
from app.documents.tables_in import read_table
from tests.units.intake.files import package


def sheet(*rows, merged=()):
    content = io.BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
        for cells, value in merged:
            page.merge_range(cells, value)
    return content.getvalue()


def cell(address, value):
    return f'<c r="{address}"><v>{value}</v></c>'


def test_numbers_come_as_they_were_typed_and_rows_have_one_length():
    assert read_table(sheet(["Điện thoại", "Tỷ lệ"], [912345678], [None, 1.5]), "a.xlsx") == [
        ["Điện thoại", "Tỷ lệ"],
        ["912345678", ""],
        ["", "1.5"],
    ]


def test_a_merged_cell_holds_for_all_the_rows_that_it_spans():
    content = sheet(["Xã", "Tên"], ["", "A"], ["", "B"], merged=[("A2:A3", "Dương Tơ")])

    assert read_table(content, "a.xlsx")[1:] == [["Dương Tơ", "A"], ["Dương Tơ", "B"]]


def test_a_formula_comes_as_the_value_that_was_stored_with_it():
    xml = '<sheetData><row r="1"><c r="A1" t="str"><f>CONCAT("a","b")</f><v>ab</v></c></row></sheetData>'

    assert read_table(package(xml), "a.xlsx") == [["ab"]]


def test_what_libreoffice_writes_is_read():
    """Its columns stretch to the end of the sheet, its strings are rich, its rows say their height."""
    xml = (
        '<sheetFormatPr defaultRowHeight="12.8"/><cols><col collapsed="false" min="1" max="16384"/></cols>'
        '<sheetData><row r="1" customFormat="false" ht="12.8"><c r="A1" s="0" t="s"><v>0</v></c>'
        '<c r="B1" s="0" t="n"><v>912345678</v></c></row></sheetData>'
    )
    strings = {
        "xl/sharedStrings.xml": '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<si><r><t xml:space="preserve">Chợ </t></r><r><rPr><b val="true"/></rPr><t>Mới</t></r></si></sst>'
    }

    assert read_table(package(xml, **strings), "a.xlsx") == [["Chợ Mới", "912345678"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_csv_is_read_in_every_encoding_that_excel_writes(encoding, separator):
    # The Windows page has tones as marks of their own.
    name = "Chơ\u0323 Mơ\u0301i" if encoding == "cp1258" else "Chợ Mới"
    text = f'Tên{separator}Nơi\r\n"{name}"{separator}"12{separator} Lê Lai"\r\n'

    assert read_table(text.encode(encoding), "a.csv") == [["Tên", "Nơi"], [name, f"12{separator} Lê Lai"]]


def far(address):
    return package(f"<sheetData>{cell('A1', 1)}{cell(address, 1)}</sheetData>")


def bomb():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"<sheetData>" + b" " * 40_000_000)
    return content.getvalue()


def liar():
    """Says that its sheet is short."""
    honest = bomb()
    size, small = (40_000_011).to_bytes(4, "little"), (11).to_bytes(4, "little")
    return honest.replace(size, small)


@pytest.mark.parametrize(
    "far_away",
    [
        '<row r="1048576" ht="12.8" customHeight="false"></row>',
        '<row r="1048575" spans="1:3"/>',
        '<row r="1048576"><c r="A1048576" s="12"/><c r="XFD1048576" s="12"></c></row>',
    ],
)
def test_a_format_that_libreoffice_stretches_to_the_end_of_the_sheet_does_no_harm(far_away):
    cells = '<row r="1"><c r="A1"><v>1</v></c><c r="AMJ1" s="3"/></row>'

    assert read_table(package(f"<sheetData>{cells}{far_away}</sheetData>"), "a.xlsx") == [["1"]]


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A1048576"><v>1</v></c>',
        '<c r="A1048576" s="/>"><v>1</v></c>',
        '<c r="A1048576">x<v>1</v></c>',
        '<c r="A1048576"\n><!-- --><v>1</v></c>',
        '<c r="A1048576" t="inlineStr"><is><t>1</t></is></c>',
    ],
)
def test_a_cell_far_away_is_refused_however_it_is_written(cell):
    with pytest.raises(tables_in.TooManyRows):
        read_table(package(f'<sheetData><row r="2">{cell}</row></sheetData>'), "a.xlsx")


def one_string_in_many_cells():
    cells = '<c t="s"><v>0</v></c>' * 100_000
    return package(f"<sheetData><row>{cells}</row></sheetData>", strings=["x" * 20_000])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("content", "name", "refusal"),
    [
        pytest.param(lambda: b"\xd0\xcf\x11\xe0" + bytes(600), "a.xls", "OldWorkbook", id="xls or a password"),
        pytest.param(lambda: package("", **{"xl/vbaProject.bin": "x"}), "a.xlsx", "HasMacros", id="macros"),
        pytest.param(lambda: package("", **{"xl/workbook.bin": "x"}), "a.xlsb", "BinaryWorkbook", id="xlsb"),
        pytest.param(lambda: package("", **{"content.xml": "x"}), "a.ods", "OpenDocument", id="ods"),
        pytest.param(bomb, "a.xlsx", "UnpacksTooLarge", id="a bomb"),
        pytest.param(liar, "a.xlsx", "NotATable", id="a bomb that lies"),
        pytest.param(one_string_in_many_cells, "a.xlsx", "UnpacksTooLarge", id="one string, many cells"),
        pytest.param(lambda: far("A1048576"), "a.xlsx", "TooManyRows", id="a cell far below"),
        pytest.param(lambda: far("XFD1"), "a.xlsx", "TooManyColumns", id="a cell far to the right"),
        pytest.param(lambda: far("BA1"), "a.xlsx", "TooManyColumns", id="column 53"),
        pytest.param(lambda: far("A1").replace(b"PK\x05\x06", b"PK\x05\x07"), "a.xlsx", "NotATable", id="cut off"),
        pytest.param(lambda: b"\x89PNG" + bytes(50), "a.xlsx", "NotATable", id="a picture"),
        pytest.param(lambda: b"%PDF-1.7 \x00\x01", "a.csv", "NotATable", id="a PDF"),
        pytest.param(lambda: b"\n" * 100_001 + b"x", "a.csv", "TooManyRows", id="csv, rows"),
        pytest.param(lambda: b"a;" * 60 + b"a", "a.csv", "TooManyColumns", id="csv, columns"),
        pytest.param(lambda: "Chợ".encode("shift-jis", "replace") + b"\x8a\x8d", "a.csv", "UnreadableText", id="bytes"),
        pytest.param(
            lambda: "B\u00d7nh D\u00adng, ch\u00ee M\u00edi, Th\u00b8i, h\u00b8t, c\u00b8 ".encode(),
            "a.csv",
            "UnreadableText",
            id="TCVN3",
        ),
        pytest.param(lambda: "Teân ñôn vò;Loaïi hình;Xaõ, phöôøng\n".encode(), "a.csv", "UnreadableText", id="VNI"),
        pytest.param(lambda: b" \n;\n", "a.csv", "EmptyTable", id="empty csv"),
        pytest.param(lambda: package("<sheetData/>"), "a.xlsx", "EmptyTable", id="empty sheet"),
    ],
)
def test_what_cannot_be_taken_is_refused_by_its_name(content, name, refusal):
    with pytest.raises(getattr(tables_in, refusal)):
        read_table(content(), name)


def test_more_than_twenty_megabytes_are_not_looked_at():
    with pytest.raises(tables_in.TooLarge):
        read_table(b"PK\x03\x04" + bytes(tables_in.LARGEST_FILE_BYTES), "a.xlsx")
