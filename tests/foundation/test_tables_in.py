"""Tables that people send come out as rows of text, whatever wrote them; what is no table is said to be none."""

import zipfile
from io import BytesIO

import pytest
from xlsxwriter import Workbook

from app.documents import tables_in
from app.documents.sheets import csv_file, xlsx
from app.documents.tables_in import TableError, UnreadableTable, read_table

HEADER, ROW = ["Tên cơ sở", "Điện thoại"], ["Khách sạn Đặng", "0912 345 678"]


def test_what_we_write_is_read_again():
    assert read_table(xlsx("Danh sách", HEADER, [ROW]), "a.xlsx") == [HEADER, ROW]
    assert read_table(csv_file(HEADER, [ROW]), "a.csv") == [HEADER, ROW]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_of_any_encoding(encoding, delimiter):
    rows = [["Ten co so", "Dien thoai"], ["Đơn A", "0912"]]
    content = "\r\n".join(delimiter.join(row) for row in rows).encode(encoding)

    assert read_table(content, "a.csv") == rows


def test_numbers_are_whole_and_formulas_are_what_they_show():
    content = BytesIO()
    with Workbook(content) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, [1701234567, 912345678.0, 36.5])
        page.write_formula(1, 0, "=1+1", value="2")

    assert read_table(content.getvalue(), "a.xlsx") == [["1701234567", "912345678", "36.5"], ["2", "", ""]]


def _broken_archive() -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("readme.txt", "no workbook")
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        pytest.param(b"", UnreadableTable.EMPTY, id="nothing"),
        pytest.param(b"\n\n  \n", UnreadableTable.EMPTY, id="blank lines"),
        pytest.param(b"PK\x03\x04" + b"\0" * 100, UnreadableTable.BROKEN, id="half an archive"),
        pytest.param(_broken_archive(), UnreadableTable.BROKEN, id="an archive without a workbook"),
        pytest.param(b"\xd0\xcf\x11\xe0" + b"\0" * 600, UnreadableTable.BROKEN, id="a broken old workbook"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0\0\r", UnreadableTable.BROKEN, id="a picture"),
    ],
)
def test_what_is_no_table_says_why(content, why):
    with pytest.raises(TableError) as refused:
        read_table(content, "a.xlsx")

    assert refused.value.why is why


def test_too_much_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(tables_in, "LARGEST_UNPACKED_BYTES", 1_000)
    with pytest.raises(TableError) as refused:
        read_table(xlsx("x", HEADER, [ROW]), "a.xlsx")
    assert refused.value.why is UnreadableTable.TOO_LARGE

    monkeypatch.setattr(tables_in, "MOST_ROWS", 3)
    with pytest.raises(TableError) as refused:
        read_table(b"a\n" * 4, "a.csv")
    assert refused.value.why is UnreadableTable.TOO_MANY_ROWS
